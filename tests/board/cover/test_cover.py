"""Cover gives and takes a group's rights on its days, to everything that asks who is in the group."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from board.cover.membership import apply_due_cover, end_cover
from board.cover.models import Cover
from board.cover.names import MAX_NAME, name_with_cover
from tests.users import add_user

TODAY = dt.date(2026, 12, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def chairs(db):
    return Group.objects.get(name="Independent Chair")


@pytest.fixture
def ann(db):
    return add_user("ann", "Editors")


@pytest.fixture
def cover(ann, chairs):
    """Cover of three days, of which today is the second."""
    return Cover.objects.create(group=chairs, role="chair", stand_in=ann, first_day=TODAY - DAY, last_day=TODAY + DAY)


def is_member(user, group):
    return group.user_set.filter(pk=user.pk).exists()


@pytest.mark.parametrize(("day", "expected"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_stand_in_is_a_member_on_the_days_of_cover_alone(cover, ann, chairs, day, expected):
    apply_due_cover(TODAY + day * DAY)
    assert is_member(ann, chairs) == expected


def test_cover_ends_the_day_after_the_last_and_leaves_other_groups(cover, ann, chairs):
    apply_due_cover(TODAY)
    assert ann.has_perm("wagtailadmin.access_admin")
    apply_due_cover(TODAY + 2 * DAY)
    assert [group.name for group in ann.groups.all()] == ["Editors"]
    cover.refresh_from_db()
    assert cover.begun_at < cover.ended_at
    assert [entry.action for entry in ModelLogEntry.objects.order_by("pk")] == ["cover.begin", "cover.end"]


def test_applying_it_again_changes_nothing(cover, ann, chairs):
    apply_due_cover(TODAY)
    with CaptureQueriesContext(connection) as captured:
        apply_due_cover(TODAY)
    assert len(captured) == 1
    assert is_member(ann, chairs)


def test_member_for_good_stays_one_when_cover_is_over(cover, ann, chairs):
    ann.groups.add(chairs)
    apply_due_cover(TODAY)
    assert not Cover.objects.running().exists()
    apply_due_cover(TODAY + 2 * DAY)
    assert is_member(ann, chairs)


def test_cover_that_follows_another_begins_as_that_ends(cover, ann, chairs):
    apply_due_cover(TODAY)
    Cover.objects.create(group=chairs, role="chair", stand_in=ann, first_day=TODAY + 2 * DAY, last_day=TODAY + 3 * DAY)
    apply_due_cover(TODAY + 2 * DAY)
    assert is_member(ann, chairs)
    assert Cover.objects.running().count() == 1


def test_cover_that_no_one_was_there_for_is_over_without_a_trace(cover, ann, chairs):
    apply_due_cover(TODAY + 9 * DAY)
    cover.refresh_from_db()
    assert (cover.begun_at, bool(cover.ended_at)) == (None, True)
    assert not ModelLogEntry.objects.exists()


@pytest.mark.parametrize(
    "take_out",
    [
        lambda ann, chairs: ann.groups.remove(chairs),
        lambda ann, chairs: ann.groups.set([]),
        lambda ann, chairs: ann.groups.clear(),
        lambda ann, chairs: chairs.user_set.remove(ann),
        lambda ann, chairs: chairs.user_set.clear(),
    ],
)
def test_cover_ends_when_the_stand_in_is_taken_out_of_the_group(cover, ann, chairs, take_out):
    apply_due_cover(TODAY)
    take_out(ann, chairs)
    assert not Cover.objects.running().exists()
    apply_due_cover(TODAY)
    assert not is_member(ann, chairs)


def test_end_comes_once(cover, ann, chairs, superuser):
    apply_due_cover(TODAY)
    cover.refresh_from_db()
    assert end_cover(cover, superuser)
    assert not end_cover(cover, superuser)
    assert ModelLogEntry.objects.filter(action="cover.end", user=superuser).count() == 1


def test_database_takes_no_cover_that_ends_before_it_begins(ann, chairs):
    with pytest.raises(IntegrityError):
        Cover.objects.create(group=chairs, role="chair", stand_in=ann, first_day=TODAY, last_day=TODAY - DAY)


def test_scheduler_begins_cover_for_mails_that_no_request_sends(cover, ann, chairs):
    today = dt.datetime.now(tz=dt.UTC).date()
    Cover.objects.update(first_day=today - DAY, last_day=today + DAY)
    call_command("publish_scheduled")
    assert is_member(ann, chairs)


def test_open_session_loses_the_rights_with_the_day(cover, ann, chairs, client):
    today = dt.datetime.now(tz=dt.UTC).date()
    Cover.objects.update(first_day=today - 3 * DAY, last_day=today + 3 * DAY)
    client.force_login(ann)
    assert "You stand in for the chair until" in client.get("/admin/").content.decode()
    assert is_member(ann, chairs)
    Cover.objects.update(last_day=today - 2 * DAY)
    assert "You stand in" not in client.get("/admin/").content.decode()
    assert not is_member(ann, chairs)


def test_reader_asks_nothing_of_cover(client, home, cover):
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    assert not [query for query in captured if "cover" in query["sql"]]


def test_names_of_records_say_for_whom_a_person_acts(cover, ann, chairs):
    assert name_with_cover(ann) == "ann"
    apply_due_cover(TODAY)
    assert name_with_cover(ann) == "ann (standing in for the chair)"
    assert name_with_cover(ann, Group.objects.filter(name="Moderators")) == "ann"
    ann.first_name = ann.last_name = "n" * 150
    assert len(name_with_cover(ann)) == MAX_NAME
    assert name_with_cover(ann).endswith("n (standing in for the chair)")
