"""What the editor's form refuses on any page."""

import pytest
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from board.basepage.checks import check_forms
from board.basepage.forms import take_over_publication
from home.models import StandardPage
from tests.factories import StandardPageFactory
from tests.publication import fresh

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


class TestTakingOverAPublication:
    @pytest.fixture
    def stale(self, home):
        """A draft as a request has read it, which a colleague publishes a moment later."""
        stale = StandardPageFactory(parent=home, title="Section", live=False)
        fresh(stale).save_revision().publish()
        return stale

    def test_the_instance_is_told_what_has_happened(self, stale):
        assert take_over_publication(stale)
        stored = fresh(stale)
        for name in ("live", "live_revision_id", "first_published_at", "last_published_at"):
            assert getattr(stale, name) == getattr(stored, name)
        assert stale.live
        assert stale.first_published_at

    def test_there_is_none_of_a_draft_or_of_what_was_live_already(self, stale, home):
        assert not take_over_publication(fresh(stale))
        assert not take_over_publication(StandardPageFactory(parent=home, title="Draft", live=False))
