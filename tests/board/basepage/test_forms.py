"""The editor's form of any page."""

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
def test_address_used_by_the_site_is_refused_and_input_is_kept(client, editor, home, slug):
    client.force_login(editor)
    html = add_page(client, home, slug).content.decode()
    assert "The site uses this address itself." in html
    assert "Typed words" in html
    assert not StandardPage.objects.exists()


@pytest.mark.parametrize("slug", ["help", "searching", "events"])
def test_other_address_is_accepted(client, editor, home, slug):
    client.force_login(editor)
    add_page(client, home, slug)
    assert StandardPage.objects.get().slug == slug


def test_page_type_without_base_form_is_an_error(monkeypatch):
    assert check_forms(None) == []
    monkeypatch.setattr(StandardPage, "base_form_class", WagtailAdminPageForm)
    assert [error.obj for error in check_forms(None)] == [StandardPage]


def test_new_page_published_at_once_is_saved_as_a_draft_first(client, superuser, home, site, monkeypatch):
    """Wagtail would save it as live before the approval rule is checked (board/basepage/forms.py)."""
    saved = []
    monkeypatch.setattr(
        StandardPage, "save", lambda self, *args, **kwargs: saved.append(self.live) or SAVE(self, *args, **kwargs)
    )
    client.force_login(superuser)
    add_page(client, home, "help", **{"action-publish": "action-publish"})
    assert saved[0] is False


class TestTakeOverPublication:
    @pytest.fixture
    def stale(self, home):
        """A draft as a request has read it, which a colleague publishes a moment later."""
        stale = StandardPageFactory(parent=home, title="Section", live=False)
        fresh(stale).save_revision().publish()
        return stale

    def test_stale_instance_gets_stored_publication(self, stale):
        assert take_over_publication(stale)
        stored = fresh(stale)
        for name in ("live", "live_revision_id", "first_published_at", "last_published_at"):
            assert getattr(stale, name) == getattr(stored, name)
        assert stale.live
        assert stale.first_published_at

    def test_draft_and_live_page_are_left_alone(self, stale, home):
        assert not take_over_publication(fresh(stale))
        assert not take_over_publication(StandardPageFactory(parent=home, title="Draft", live=False))
