"""What is approved, previewed or typed in the admin is in the site's time and language, whatever an account says."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.users.models import UserProfile

from board.approvals.models import StatementApproval
from news.models import NewsIndexPage
from tests.admin import decide
from tests.board.publishing.conftest import QUOTE
from tests.factories import NewsPageFactory
from tests.publication import bring_to_chair, fresh
from tests.users import add_user
from tests.worlds import shared_world

# Half past eleven in the evening in London, and half past seven the next day in Tokyo.
START = "2099-06-01T22:30:00Z"
EVENT = {"type": "event_callout", "value": {"title": "An open meeting", "start": START, "location": "Town hall"}}
SHOWN = "Monday 1 June 2099, 23:30"

pytestmark = pytest.mark.xdist_group("accounts")


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """A statement with an event that waits for the chair, whose account names another time zone and language."""
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        editor, moderator = add_user("editor", "Editors"), add_user("moderator", "Moderators")
        chair = add_user("chair", "Independent Chair")
        profile = UserProfile.get_for_user(chair)
        profile.current_time_zone, profile.preferred_language = "Asia/Tokyo", "de"
        profile.save()
        index = NewsIndexPage.objects.get()
        page = NewsPageFactory(parent=index, title="Heron", owner=editor, live=False, body=[QUOTE, EVENT])
        yield bring_to_chair(page, editor, moderator), get_user_model().objects.get(pk=chair.pk)


@pytest.fixture
def at_the_chair(made, db):
    """The statement."""
    return made[0]


@pytest.fixture
def far_away(made, db):
    """The chair."""
    return made[1]


def test_decision_and_previews_show_what_readers_will_read(client, at_the_chair, far_away):
    client.force_login(far_away)
    for url in (
        reverse("publishing:decide", args=[at_the_chair.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[at_the_chair.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[at_the_chair.pk, at_the_chair.latest_revision_id]),
    ):
        assert SHOWN in client.get(url).content.decode(), url


def test_form_shows_the_time_of_the_site(client, at_the_chair, far_away):
    client.force_login(far_away)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[at_the_chair.pk])).content.decode()
    assert "2099 23:30" in form
    assert "2099 07:30" not in form


def test_time_typed_by_the_chair_is_that_of_the_site(client, at_the_chair, far_away):
    client.force_login(far_away)
    response = decide(client, at_the_chair, release="at", release_at="01/07/2035 09:00")
    assert StatementApproval.objects.get().release_at == dt.datetime(2035, 7, 1, 8, tzinfo=dt.UTC)
    assert fresh(at_the_chair).latest_revision.approved_go_live_at == dt.datetime(2035, 7, 1, 8, tzinfo=dt.UTC)
    assert "appears on 1 July 2035, 09:00" in " ".join(map(str, response.wsgi_request._messages))


def test_account_offers_neither_time_zone_nor_language(client, far_away):
    client.force_login(far_away)
    account = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "time_zone" not in account
    assert "preferred_language" not in account


def test_profile_that_was_stored_past_the_form_counts_for_nothing(db):
    profiles = UserProfile.objects.filter(pk=UserProfile.objects.create(user=add_user("far", "Editors")).pk)
    profiles.update(current_time_zone="Asia/Tokyo", preferred_language="de")
    assert profiles.get().get_current_time_zone() == "Europe/London"
    assert profiles.get().get_preferred_language() == "en-gb"
