"""Pages that are not public are not found, suggested or counted, whatever they were before."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Site

from board.basepage.models import BasePage
from board.withdrawals.models import Withdrawal
from home.models import HomePage
from search.models import IndexedPage
from tests.factories import StandardPageFactory
from tests.publication import fresh

from .client import results
from .leak_checks import (
    BODY,
    TITLE,
    assert_alone,
    assert_found,
    assert_not_found,
    assert_silent,
    carried,
    text,
)

pytestmark = pytest.mark.xdist_group("leaks")

TO_COME = dt.timedelta(days=2)


def other_home():
    """Return the home page of another board."""
    other = BasePage.get_first_root_node().add_child(instance=HomePage(title="Other board", slug="other"))
    Site.objects.create(hostname="other.example.org", root_page=other)
    return other


def private_page():
    """Return a page that asks for a password."""
    private = StandardPageFactory(parent=HomePage.objects.first(), title="Inner")
    private.view_restrictions.create(restriction_type="password", password="secret")
    return private


def expire(page):
    page.expire_at = timezone.now() - dt.timedelta(minutes=1)
    page.save_revision().publish()
    call_command("publish_scheduled")


def restrict_to_a_group(page):
    restriction = page.view_restrictions.create(restriction_type="groups")
    restriction.groups.add(Group.objects.first())


def leave_out_of_the_site(page):
    """Make the public page the home of the Site, so that the other has no address."""
    site = Site.objects.get()
    site.root_page = BasePage.objects.get(slug="birds")
    site.save()


WAYS = {
    "withdrawn": lambda page: Withdrawal.withdraw(page, None, Withdrawal.Reason.LEGAL),
    "unpublished": lambda page: page.unpublish(),
    "expired": expire,
    "deleted": lambda page: page.delete(),
    "password": lambda page: page.view_restrictions.create(restriction_type="password", password="secret"),
    "login": lambda page: page.view_restrictions.create(restriction_type="login"),
    "group": restrict_to_a_group,
    "password on the section": lambda page: page.get_parent().view_restrictions.create(
        restriction_type="password", password="secret"
    ),
    "group on the section": lambda page: restrict_to_a_group(page.get_parent()),
    "another Site": lambda page: page.move(other_home(), "last-child"),
    "a private tree": lambda page: page.move(private_page(), "last-child"),
    "its section in a private tree": lambda page: page.get_parent().move(private_page(), "last-child"),
    "outside of the Site": leave_out_of_the_site,
}


OUT_OF_SIGHT = [way for way in WAYS if way not in {"unpublished", "expired", "deleted", "withdrawn"}]
EVERY_GUESS = pytest.mark.test_all(
    "Every guess after each way; make test makes a few after each, and every one after one."
)


def one_of(ways):
    """Return the ways as parameters, of which make test takes the first."""
    return [ways[0], *(pytest.param(way, marks=EVERY_GUESS) for way in ways[1:])]


@pytest.mark.parametrize("way", WAYS)
def test_page_no_longer_public_is_not_found(client, public, settle, way):
    settle(WAYS[way], fresh(public.page))
    assert_not_found(client)
    assert_alone(client, public)


@pytest.mark.parametrize("way", one_of([*WAYS]))
def test_no_guess_reveals_page_no_longer_public(client, public, settle, way):
    assert_found(client, public)
    settle(WAYS[way], fresh(public.page))
    assert_silent(client)
    assert_alone(client, public)


@pytest.mark.parametrize("way", OUT_OF_SIGHT)
def test_page_published_out_of_sight_is_not_found(client, draft, settle, way):
    settle(WAYS[way], fresh(draft.page))
    settle(lambda: fresh(draft.page).get_latest_revision().publish())
    assert_not_found(client)
    assert_alone(client, draft)


@pytest.mark.parametrize("way", one_of(OUT_OF_SIGHT))
def test_no_guess_reveals_page_published_out_of_sight(client, draft, settle, way):
    settle(WAYS[way], fresh(draft.page))
    settle(lambda: fresh(draft.page).get_latest_revision().publish())
    assert_silent(client)
    assert_alone(client, draft)


def test_draft_is_found_once_published(client, draft, settle):
    assert_silent(client)
    assert_alone(client, draft)
    settle(lambda: fresh(draft.page).get_latest_revision().publish())
    assert_found(client, draft)


def test_scheduled_page_is_found_once_due(client, draft, settle, monkeypatch):
    page = fresh(draft.page).get_latest_revision_as_object()
    page.go_live_at = timezone.now() + TO_COME
    settle(lambda: page.save_revision().publish())
    assert not fresh(page).live
    assert_silent(client)
    assert_alone(client, draft)
    after = page.go_live_at + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: after)
    settle(lambda: call_command("publish_scheduled"))
    assert_found(client, draft)


@pytest.mark.parametrize("way", ["password", "login", "group", "password on the section"])
def test_page_is_found_again_once_unrestricted(client, public, settle, way):
    page = fresh(public.page)
    settle(WAYS[way], page)
    assert_not_found(client)
    of_whom = page if page.view_restrictions.exists() else page.get_parent()
    settle(lambda: of_whom.view_restrictions.get().delete())
    assert_found(client, public)


def test_page_moved_back_is_found_again(client, public, settle):
    above = public.page.get_parent()
    settle(WAYS["a private tree"], fresh(public.page))
    assert_silent(client)
    settle(lambda: fresh(public.page).move(fresh(above), "last-child"))
    assert_found(client, public)


@pytest.mark.parametrize("scheduled", [False, True])
def test_draft_words_are_found_only_once_published(client, public, settle, scheduled):
    words = ("Drizzlewick", "marblethorn")
    page = fresh(public.page)
    page.title, page.body = words[0], [*text(f"The {words[1]}"), carried(public.document)]
    if scheduled:
        page.go_live_at = timezone.now() + TO_COME
        revision = settle(page.save_revision)
        settle(revision.publish)
    else:
        revision = settle(page.save_revision)
    assert_silent(client, about=words, searched=words)
    assert_found(client, public)
    if not scheduled:
        settle(revision.publish)
        assert results(client, words[1]).addresses == [public.page.url]
        assert_silent(client, about=(TITLE, BODY), searched=(TITLE, BODY))


def test_descendant_of_restricted_page_is_not_found(client, public, home, settle):
    above = StandardPageFactory(parent=home, title="Above")
    between = StandardPageFactory(parent=above, title="Between")
    settle(lambda: fresh(public.page).move(between, "last-child"))
    settle(lambda: above.view_restrictions.create(restriction_type="login"))
    assert_silent(client)
    assert_alone(client, public)


def test_promotion_is_shown_while_its_page_is_public(client, public, settle):
    query = apps.get_model("wagtailsearchpromotions", "Query").objects.create(query_string="kingfisher")
    promotion = apps.get_model("wagtailsearchpromotions", "SearchPromotion")
    promotion.objects.create(query=query, page_id=public.page.pk, description="The thornapple")
    answer = results(client, "kingfisher")
    assert answer.contains("thornapple")
    assert answer.contains(public.page.url)
    settle(WAYS["withdrawn"], fresh(public.page))
    answer = results(client, "kingfisher")
    assert not [word for word in ("thornapple", TITLE, public.page.url) if answer.contains(word)]


def test_private_page_is_not_indexed_while_it_is_deleted(db):
    page = private_page()
    page.delete()
    assert not IndexedPage.objects.filter(page_id=page.pk).exists()
