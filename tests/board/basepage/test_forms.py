"""What the editor's form refuses on any page."""

import pytest
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from board.basepage.checks import check_forms
from home.models import StandardPage

SAVE = StandardPage.save


def add_page(client, parent, slug, **action):
    form = nested_form_data(
        {
            "title": "Help", "slug": slug, "summary": "Typed words", "body": streamfield([]),
            "comments": inline_formset([]), "seo_title": "", "search_description": "", "review_by": "",
            "go_live_at": "", "expire_at": "", **action,
        }
    )  # fmt: skip
    return client.post(reverse("wagtailadmin_pages:add", args=["home", "standardpage", parent.pk]), form)


@pytest.mark.parametrize("slug", ["search", "hide-your-visit", "accessibility-statement"])
def test_an_address_of_the_site_itself_is_refused_and_nothing_is_lost(client, editor, home, slug):
    client.force_login(editor)
    html = add_page(client, home, slug).content.decode()
    assert "The site uses this address itself." in html
    assert "Typed words" in html
    assert not StandardPage.objects.exists()


@pytest.mark.parametrize("slug", ["help", "searching", "events"])
def test_any_other_address_is_fine(client, editor, home, slug):
    client.force_login(editor)
    add_page(client, home, slug)
    assert StandardPage.objects.get().slug == slug


def test_a_page_type_without_our_form_is_found(monkeypatch):
    assert check_forms(None) == []
    monkeypatch.setattr(StandardPage, "base_form_class", WagtailAdminPageForm)
    assert [error.obj for error in check_forms(None)] == [StandardPage]


def test_a_new_page_that_is_published_at_once_starts_as_a_draft(client, superuser, home, site, monkeypatch):
    """Wagtail would save it as live before any rule is asked (board/basepage/forms.py)."""
    saved = []
    monkeypatch.setattr(
        StandardPage, "save", lambda self, *args, **kwargs: saved.append(self.live) or SAVE(self, *args, **kwargs)
    )
    client.force_login(superuser)
    add_page(client, home, "help", **{"action-publish": "action-publish"})
    assert saved[0] is False
