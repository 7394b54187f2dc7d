"""Aliases are withdrawn with their page."""

import pytest

from board.withdrawals.models import Withdrawal
from tests.factories import NewsPageFactory
from tests.publication import address, fresh


@pytest.fixture
def public(news_index):
    """A page with an alias, and an unrelated page."""
    page = NewsPageFactory(parent=news_index, title="Heron")
    NewsPageFactory(parent=news_index, title="Wren", slug="wren")
    return page, page.create_alias(update_slug="alias")


def test_alias_serves_the_notice(client, public, moderator):
    page, alias = public
    notice = Withdrawal.withdraw(page, moderator, "correction")
    assert (notice.page_id, notice.reason, notice.user) == (page.pk, "correction", moderator)
    assert {withdrawal.page_id for withdrawal in Withdrawal.objects.all()} == {page.pk, alias.pk}
    for path in ("/news/heron/", "/news/alias/"):
        assert client.get(path).status_code == 410
    assert client.get("/news/wren/").status_code == 200


def test_second_withdrawal_replaces_the_notice(public, moderator, chair):
    page, _ = public
    first = Withdrawal.withdraw(page, moderator, "error")
    second = Withdrawal.withdraw(fresh(page), chair, "legal")
    assert (second.pk, second.reason, second.user) == (first.pk, "legal", chair)
    assert second.withdrawn_at > first.withdrawn_at


def test_each_notice_gives_its_own_reason(client, public, moderator):
    page, _ = public
    other = NewsPageFactory(parent=page.get_parent(), title="Egret")
    for each, reason in ((page, "error"), (other, "legal")):
        Withdrawal.withdraw(each, moderator, reason)
    assert "published in error" in client.get(address(page)).content.decode()
    assert "legal reasons" in client.get(address(other)).content.decode()


def test_publication_removes_only_the_notice_of_that_page(public, moderator, chair):
    page, _ = public
    other = NewsPageFactory(parent=page.get_parent(), title="Egret")
    for each in (page, other):
        Withdrawal.withdraw(each, moderator, "error")
    fresh(page).save_revision().publish()
    assert not Withdrawal.objects.filter(page=page.pk).exists()
    assert Withdrawal.objects.filter(page=other.pk).exists()
