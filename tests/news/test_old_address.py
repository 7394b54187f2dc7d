"""An item's old address leads to it from the moment it is public, and never before."""

import datetime as dt
import logging

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from board.publishing.release import held_approvals, release_held
from board.withdrawals.models import Withdrawal
from news.models import NewsIndexPage, NewsPage
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.publication import approve, bring_to_chair, fresh, latest_digest, publish_statement, submit

OLD = "/news.php?article=256"
LATER = dt.datetime(2099, 1, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def draft(news_index, editor):
    """A draft with an old address."""
    return NewsPageFactory(
        parent=news_index, title="Heron", slug="heron", old_address=OLD, live=False, owner=editor, archived=True
    )


def leads(client, to, address=OLD, status=301):
    """Assert that an address is answered with one permanent redirect, and that its target exists."""
    response = client.get(address)
    assert (response.status_code, response.headers.get("Location")) == (status, to)
    assert client.get(to).status_code == 200
    return True


def is_nowhere(client, address=OLD):
    response = client.get(address)
    assert "heron" not in response.content.decode().lower()
    return response.status_code == 404 and not Redirect.objects.exists()


@pytest.mark.parametrize("old", [OLD, f"https://www.example.org.uk{OLD}", f"http://localhost:8080{OLD}"])
def test_publication_makes_one_permanent_redirect(client, draft, old):
    draft.old_address = old
    draft.save_revision().publish()
    assert leads(client, "/news/heron/")
    redirect = Redirect.objects.get()
    assert (redirect.site, redirect.redirect_page_id) == (Site.objects.get(), draft.pk)


def test_old_address_of_draft_is_not_found_before_publication(client, draft, editor, moderator):
    assert is_nowhere(client)
    draft.title = "Heron again"
    draft.save()
    assert is_nowhere(client)
    page = submit(draft, editor)
    assert is_nowhere(client)
    approve(page, moderator)
    assert leads(client, "/news/heron/")


def test_old_address_of_statement_redirects_only_after_approval(client, news_index, editor, moderator, chair):
    page = add_statement(news_index, editor)
    page.old_address = OLD
    page = bring_to_chair(page, editor, moderator)
    assert client.get(OLD).status_code == 404
    approve(page, chair, seen_digest=latest_digest(page))
    assert leads(client, fresh(page).url)


def test_old_address_of_held_statement_redirects_only_after_release(client, news_index, editor, moderator, chair):
    page = add_statement(news_index, editor)
    page.old_address = OLD
    page = publish_statement(page, editor, moderator, chair, release="held")
    assert client.get(OLD).status_code == 404
    release_held(held_approvals()[0], moderator)
    assert leads(client, fresh(page).url)


def test_old_address_of_scheduled_item_redirects_only_when_due(client, draft, monkeypatch):
    draft.go_live_at = LATER
    draft.save_revision().publish()
    assert is_nowhere(client)
    monkeypatch.setattr(timezone, "now", lambda: LATER + dt.timedelta(minutes=1))
    call_command("publish_scheduled")
    assert leads(client, "/news/heron/")


def test_old_address_added_later_redirects_after_next_publication(client, draft):
    draft.old_address = ""
    draft.save_revision().publish()
    page = fresh(draft)
    page.old_address = OLD
    revision = page.save_revision()
    assert client.get(OLD).status_code == 404
    revision.publish()
    assert leads(client, "/news/heron/")


def test_redirect_is_rolled_back_with_publication(client, draft):
    revision = draft.save_revision()
    with transaction.atomic():
        revision.publish()
        assert Redirect.objects.exists()
        transaction.set_rollback(True)
    assert is_nowhere(client)
    assert not fresh(draft).live


def test_publication_is_rolled_back_when_redirect_fails(draft, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    revision = draft.save_revision()
    monkeypatch.setattr("news.receivers.redirect_old_address", fail)
    with pytest.raises(RuntimeError):
        revision.publish()
    assert not fresh(draft).live


@pytest.mark.parametrize("columns", [["archived"], ["old_address"]])
def test_partial_save_redirects_only_when_the_row_is_live(client, draft, columns):
    page = fresh(draft)
    page.live = True
    page.save(update_fields=columns)
    assert is_nowhere(client)
    page.save(update_fields=["live"])
    assert leads(client, "/news/heron/")


def test_existing_redirect_is_kept_and_reported(client, draft, home, caplog):
    other = StandardPageFactory(parent=home, slug="other")
    Redirect.add_redirect(OLD, other)
    with caplog.at_level(logging.WARNING):
        draft.save_revision().publish()
    assert leads(client, "/other/")
    assert "is used by redirect" in caplog.text
    assert Redirect.objects.count() == 1
    assert fresh(draft).live


def test_first_of_two_items_with_one_old_address_keeps_it(client, draft, news_index, caplog):
    draft.save_revision().publish()
    second = NewsPageFactory(parent=news_index, slug="egret", old_address=f"https://example.org{OLD}", live=False)
    second.save_revision().publish()
    assert leads(client, "/news/heron/")
    assert f"No redirect to page {second.pk}" in caplog.text


@pytest.mark.parametrize(
    ("old", "words"),
    [
        ("news.php?article=256", "is no address"),
        ("/search/?q=heron", "this site answers itself"),
        ("https://old.example.org/?id=5", "this site answers itself"),
        ("/news/", "this site answers itself"),
    ],
)
def test_unusable_old_address_is_reported_and_item_is_published(draft, caplog, old, words):
    draft.old_address = old
    draft.save_revision().publish()
    assert fresh(draft).live
    assert not Redirect.objects.exists()
    assert words in caplog.text
    assert f"page {draft.pk}" in caplog.text


def test_own_address_as_old_address_makes_no_redirect(client, draft, caplog):
    draft.old_address = "https://old.example.org/news/heron/"
    with caplog.at_level(logging.WARNING, logger="board"):
        draft.save_revision().publish()
    assert not Redirect.objects.exists()
    assert "No redirect" not in caplog.text
    assert client.get("/news/heron/").status_code == 200


def test_republication_with_new_slug_keeps_a_single_hop(client, draft, django_capture_on_commit_callbacks):
    draft.save_revision().publish()
    page = fresh(draft)
    page.slug = "grey-heron"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert leads(client, "/news/grey-heron/")
    assert Redirect.objects.filter(old_path=OLD).count() == 1


def test_withdrawn_item_has_its_notice_at_the_old_address(client, draft, moderator):
    draft.save_revision().publish()
    Withdrawal.withdraw(fresh(draft), moderator, "error")
    response = client.get(OLD)
    assert response.status_code == 410
    assert "heron" not in response.content.decode().lower()
    fresh(draft).get_latest_revision().publish()
    assert leads(client, "/news/heron/")


def test_old_address_of_unpublished_or_deleted_item_is_not_found(client, draft):
    draft.save_revision().publish()
    fresh(draft).unpublish()
    response = client.get(OLD)
    assert response.status_code == 404
    assert "heron" not in response.content.decode().lower()
    fresh(draft).get_latest_revision().publish()
    assert leads(client, "/news/heron/")
    NewsPage.objects.get(pk=draft.pk).delete()
    assert is_nowhere(client)


def test_redirect_holds_for_its_own_site_alone(client, draft, home, settings):
    settings.ALLOWED_HOSTS = ["localhost", "other.example.org", "testserver"]
    other_home = type(home).get_first_root_node().add_child(instance=type(home)(title="Other", slug="other"))
    Site.objects.create(hostname="other.example.org", root_page=other_home)
    draft.save_revision().publish()
    assert client.get(OLD, headers={"host": "localhost"}).status_code == 301
    assert client.get(OLD, headers={"host": "other.example.org"}).status_code == 404
    index = other_home.add_child(instance=NewsIndexPage(title="News", slug="news"))
    theirs = NewsPageFactory(parent=index, slug="egret", old_address=OLD, live=False)
    theirs.save_revision().publish()
    assert client.get(OLD, headers={"host": "other.example.org"}).url.endswith("/news/egret/")
    assert client.get(OLD, headers={"host": "localhost"}).url.endswith("/news/heron/")


def test_item_without_old_address_costs_no_extra_query(draft):
    draft.old_address = ""
    revision = draft.save_revision()
    with CaptureQueriesContext(connection) as captured:
        revision.publish()
    assert not [query for query in captured if "wagtailredirects" in query["sql"] and "old_path" in query["sql"]]


class TestHowReadersAsk:
    """What the middleware makes of an address: docs/importing-news.md says the same."""

    @pytest.fixture(autouse=True)
    def two_parameters(self, draft):
        draft.old_address = "/old/news.php?article=256&lang=en"
        draft.save_revision().publish()

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/old/news.php?article=256&lang=en", 301),
            ("/old/news.php?lang=en&article=256", 301),
            ("/old/news.php/?article=256&lang=en", 301),
            ("/old/News.php?article=256&lang=EN", 301),
            ("/old/news.php?article=256&lang=en&fbclid=abc", 301),
            ("/old/news.php?article=256&lang=en&page=2", 301),
            ("/old/news.php?article=256", 404),
            ("/old/news.php", 404),
        ],
    )
    def test_parameters_match_in_any_order_and_with_others(self, client, address, status):
        assert client.get(address).status_code == status

    def test_redirect_without_query_serves_unmatched_queries(self, client, site, news_index):
        Redirect.add_redirect("/old/news.php", news_index, site=site)
        assert leads(client, "/news/", "/old/news.php?article=257&lang=en&fbclid=abc")
        assert leads(client, "/news/heron/", "/old/news.php?article=256&lang=en")

    def test_head_request_is_redirected(self, client):
        response = client.head("/old/news.php?article=256&lang=en")
        assert (response.status_code, response.url, response.content) == (301, "/news/heron/", b"")

    def test_post_request_is_redirected(self):
        response = Client(enforce_csrf_checks=True).post("/old/news.php?article=256&lang=en", {"comment": "x"})
        assert (response.status_code, response.url) == (301, "/news/heron/")
