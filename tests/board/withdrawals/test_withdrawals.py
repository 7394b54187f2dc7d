"""A withdrawn page keeps its URL, which serves a notice that repeats nothing of the page."""

import pytest
from django.urls import reverse

from board.withdrawals.models import Withdrawal
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.publication import NOWHERE, address, bring_to_chair, fresh, public_places, publish_statement


@pytest.fixture
def public(news_index):
    """An ordinary public item."""
    page = NewsPageFactory(parent=news_index, title="Kingfisher seen", summary="Blue and quick")
    page.save_revision().publish()
    return fresh(page)


def withdraw(client, page, **data):
    """Post the form."""
    return client.post(reverse("withdraw_page", args=[page.pk]), data)


def messages_of(response):
    return " ".join(str(message) for message in response.wsgi_request._messages)


def test_withdrawn_page_serves_410_with_date_and_reason_only(client, public, moderator):
    client.force_login(moderator)
    assert "is withdrawn" in messages_of(withdraw(client, public, reason="replaced"))
    assert public_places(client, public) == NOWHERE
    notice = client.get(address(public))
    content = notice.content.decode()
    assert notice.status_code == 410
    assert "Another page has replaced it." in content
    assert 'content="noindex"' in content
    assert "999" in content
    assert "Kingfisher" not in content
    assert "Blue and quick" not in content


def test_reason_is_required_and_from_the_list(client, public, moderator):
    client.force_login(moderator)
    for data in ({}, {"reason": "Kingfisher was wrong"}):
        assert withdraw(client, public, **data).status_code == 200
        assert fresh(public).live


def test_editor_is_told_who_may_withdraw(client, public, editor):
    client.force_login(editor)
    assert "Only a moderator" in messages_of(withdraw(client, public, reason="error"))
    assert fresh(public).live


def test_publishing_again_removes_the_notice(client, public, moderator):
    Withdrawal.withdraw(public, moderator, "error")
    fresh(public).get_latest_revision().publish()
    assert client.get(address(public)).status_code == 200
    assert not Withdrawal.objects.exists()


def test_withdrawing_twice_keeps_one_notice(client, public, moderator):
    Withdrawal.withdraw(public, moderator, "error")
    client.force_login(moderator)
    assert "not public" in messages_of(withdraw(client, public, reason="legal"))
    Withdrawal.withdraw(fresh(public), moderator, "legal")
    assert Withdrawal.objects.get().reason == "legal"


def test_unpublished_page_is_404(client, public):
    public.unpublish()
    assert client.get(address(public)).status_code == 404


def test_withdrawn_section_serves_the_notice(client, news_index, moderator, public):
    Withdrawal.withdraw(news_index, moderator, "error")
    assert client.get("/news/").status_code == 410
    assert client.get("/news/statements/").status_code == 404


def test_menu_offers_withdraw_to_those_who_may(client, public, moderator, editor):
    url = reverse("withdraw_page", args=[public.pk])
    for user, offered in ((moderator, True), (editor, False)):
        client.force_login(user)
        assert (url in client.get(reverse("wagtailadmin_pages:edit", args=[public.pk])).content.decode()) is offered


class TestDeletion:
    def test_what_was_public_is_not_deleted_by_editors_and_moderators(self, client, public, editor, moderator, chair):
        public.unpublish()
        for user in (editor, moderator, chair):
            client.force_login(user)
            response = client.post(reverse("wagtailadmin_pages:delete", args=[public.pk]))
            assert "withdraws it" in messages_of(response)
        assert fresh(public)

    def test_neither_in_bulk_nor_with_its_section(self, client, home, public, moderator):
        client.force_login(moderator)
        section = StandardPageFactory(parent=home, title="Section", live=False)
        child = StandardPageFactory(parent=section, title="Child")
        for page in (public, section):
            url = reverse("wagtail_bulk_action", args=["basepage", "basepage", "delete"])
            response = client.post(f"{url}?id={page.pk}")
            assert "was left out" in messages_of(response)
        assert fresh(child)
        assert fresh(public)

    def test_nor_through_the_api(self, client, public, moderator):
        client.force_login(moderator)
        url = reverse("wagtailadmin_api:pages:action", args=[public.pk, "delete"])
        assert client.post(url, content_type="application/json").status_code == 403
        assert fresh(public)

    def test_a_superuser_may(self, client, public, superuser):
        client.force_login(superuser)
        client.post(reverse("wagtailadmin_pages:delete", args=[public.pk]))
        assert not type(public).objects.filter(pk=public.pk).exists()

    def test_a_draft_that_was_never_public_may_go(self, client, news_index, moderator):
        page = NewsPageFactory(parent=news_index, live=False)
        client.force_login(moderator)
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert not type(page).objects.filter(pk=page.pk).exists()

    def test_a_draft_under_review_is_not_deleted_and_the_message_says_what_to_do(self, client, news_index, editor):
        page = NewsPageFactory(parent=news_index, live=False, owner=editor)
        page.save_revision(user=editor)
        page.get_workflow().start(page, editor)
        client.force_login(editor)
        response = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert "Cancel the review first" in messages_of(response)
        assert fresh(page)

    def test_moving_what_was_public_is_no_deletion(self, client, home, moderator):
        section = StandardPageFactory(parent=home, title="Section")
        page = StandardPageFactory(parent=home, title="Child")
        client.force_login(moderator)
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, section.pk]))
        assert fresh(page).get_parent().pk == section.pk


def test_moderator_withdraws_a_page_that_is_locked_or_at_the_chair(client, news_index, editor, moderator, chair):
    page = publish_statement(add_statement(news_index, editor), editor, moderator, chair)
    words = page.get_latest_revision_as_object()
    words.summary = "A correction"
    page = bring_to_chair(words, editor, moderator)
    page.locked, page.locked_by = True, editor
    page.save()
    client.force_login(moderator)
    assert "is withdrawn" in messages_of(withdraw(client, page, reason="correction"))
    assert not fresh(page).live


def test_the_listing_offers_it_too(client, public, moderator, news_index):
    client.force_login(moderator)
    listing = client.get(reverse("wagtailadmin_explore", args=[news_index.pk])).content.decode()
    assert reverse("withdraw_page", args=[public.pk]) in listing


def test_a_notice_that_can_not_be_written_leaves_the_page_public(public, moderator, monkeypatch):
    def fail(**kwargs):
        raise OSError("The disk is full.")

    monkeypatch.setattr(Withdrawal.objects, "update_or_create", fail)
    with pytest.raises(OSError, match="full"):
        Withdrawal.withdraw(public, moderator, "error")
    assert fresh(public).live
