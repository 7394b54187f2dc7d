"""The page on which the chair or an administrator enters cover."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry

from board.cover.models import Cover
from board.publishing.models import StatementApprovalTask
from board.roles.entering import entered_message
from tests.querying import queries
from tests.users import add_user, others

ADDRESS = "/admin/cover/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def chairs(db):
    return Group.objects.get(name="Independent Chair")


@pytest.fixture
def moderators(db):
    return Group.objects.get(name="Moderators")


@pytest.fixture
def ann(db):
    return add_user("ann", "Editors")


@pytest.fixture
def enter(client):
    """Post the form as a user; return the errors and warnings that the answer shows, as one text."""

    def post(user, group, stand_in, first=0, last=7, **more):
        client.force_login(user)
        first, last = (timezone.localdate() + number * DAY if number is not None else "" for number in (first, last))
        data = {"group": group.pk, "stand_in": stand_in.pk, "first_day": str(first), "last_day": str(last), **more}
        response = client.post(ADDRESS, data, follow=True)
        assert response.status_code == 200
        return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())

    return post


def test_chair_enters_cover_for_the_chair(client, chair, ann, chairs, moderators, enter):
    assert "ann stands in for the chair from" in enter(chair, chairs, ann)
    cover = Cover.objects.get()
    assert (cover.role, cover.entered_by, cover.is_running) == ("chair", chair, True)
    assert ann.groups.filter(pk=chairs.pk).exists()
    assert ModelLogEntry.objects.filter(action="cover.enter", user=chair).count() == 1
    shown = client.get(ADDRESS).content.decode()
    assert "It runs now." in shown
    assert f'value="{moderators.pk}"' not in shown


def test_chair_does_not_enter_cover_for_moderators(chair, ann, moderators, enter):
    assert "Select a valid choice" in enter(chair, moderators, ann)
    assert not Cover.objects.exists()


@pytest.mark.test_all("Another case of what the form asks and refuses.")
def test_administrator_enters_cover_for_both(superuser, ann, chairs, moderators, enter, chair):
    mail.outbox.clear()
    enter(superuser, chairs, ann)
    enter(superuser, moderators, ann, 3, 5)
    assert set(Cover.objects.values_list("role", flat=True)) == {"chair", "moderator"}
    assert not ann.groups.filter(pk=moderators.pk).exists()


def test_those_concerned_are_mailed(superuser, ann, chairs, enter, chair, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        enter(superuser, chairs, ann)
    told = {message.to[0]: message for message in mail.outbox}
    assert set(told) == {"ann@example.org", "chair@example.org"}
    assert "You stand in for the chair" in told["ann@example.org"].subject
    assert "If you did not expect this" in told["chair@example.org"].body


@pytest.mark.parametrize("who", ["ann", *others("editor", "moderator")])
def test_others_do_not_get_to_it(client, who, request, chair, chairs, ann):
    """Not even the person who stands in, who would otherwise pass the chair's work on."""
    Cover.objects.create(
        group=chairs, role="chair", stand_in=ann, first_day=timezone.localdate(), last_day=timezone.localdate()
    )
    client.force_login(request.getfixturevalue(who))
    assert client.get(ADDRESS).status_code == 302
    assert "Cover" not in BeautifulSoup(client.get("/admin/").content, "html.parser").get_text()
    assert client.post(ADDRESS, {}).status_code == 302
    assert Cover.objects.count() == 1


def test_no_one_names_themselves(superuser, chairs, enter):
    assert "Select a valid choice" in enter(superuser, chairs, superuser)
    assert not Cover.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (-1, 5, "This day is past"),
        (-9, -5, "This day is past"),
        (5, 4, "the wrong way round"),
        (0, None, "cover always ends by itself"),
        (None, 5, "This field is required"),
        (0, 366, "for a year at most"),
        (0, 4000, "Is the year right?"),
    ],
)
def test_days_that_can_not_be_meant_are_refused(chair, ann, chairs, enter, first, last, expected):
    assert expected in enter(chair, chairs, ann, first, last)
    assert not Cover.objects.exists()


@pytest.mark.parametrize("day", ["30/02/2027", "next week", "01/01/99999", "\0", "²"])
def test_days_that_are_none_are_refused(client, chair, ann, chairs, day):
    client.force_login(chair)
    data = {"group": chairs.pk, "stand_in": ann.pk, "first_day": day, "last_day": day}
    assert client.post(ADDRESS, data).status_code == 200
    assert not Cover.objects.exists()


def test_one_person_at_a_time_stands_in_for_the_chair(chair, ann, chairs, enter):
    enter(chair, chairs, ann, 0, 7)
    ben = add_user("ben", "Editors")
    assert "ann stands in from" in enter(chair, chairs, ben, 7, 9)
    assert Cover.objects.count() == 1
    enter(chair, chairs, ben, 8, 9)
    assert Cover.objects.count() == 2


def test_several_moderators_are_asked_about(superuser, ann, moderators, enter):
    enter(superuser, moderators, ann)
    ben = add_user("ben", "Editors")
    assert "ann stands in from" in enter(superuser, moderators, ben)
    assert Cover.objects.count() == 1
    enter(superuser, moderators, ben, confirmed="on")
    assert Cover.objects.count() == 2
    assert "already" in enter(superuser, moderators, ben, 1, 9, confirmed="on")
    assert Cover.objects.count() == 2


@pytest.mark.test_all("Another case of what the form asks and refuses.")
def test_long_cover_is_asked_about(chair, ann, chairs, enter):
    shown = enter(chair, chairs, ann, 0, 150)
    assert "Nothing is done yet" in shown
    assert "This is 151 days. Is the last day right?" in shown
    assert not Cover.objects.exists()
    enter(chair, chairs, ann, 0, 150, confirmed="on")
    assert Cover.objects.exists()


def test_only_moderator_as_chair_is_asked_about(chair, moderator, chairs, enter):
    assert "the only moderator" in enter(chair, chairs, moderator)
    assert not Cover.objects.exists()
    add_user("second", "Moderators")
    enter(chair, chairs, moderator)
    assert Cover.objects.exists()


@pytest.mark.test_all("Another case of what the form asks and refuses.")
def test_members_and_closed_accounts_do_not_stand_in(chair, ann, chairs, enter):
    deputy = add_user("deputy", "Independent Chair")
    assert "is in the group Independent Chair already" in enter(chair, chairs, deputy)
    ann.is_active = False
    ann.save()
    assert "Select a valid choice" in enter(chair, chairs, ann)


def test_double_click_enters_it_once(chair, ann, chairs, enter):
    enter(chair, chairs, ann)
    assert "ann stands in for the chair from" in enter(chair, chairs, ann)
    assert Cover.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="cover.enter").count() == 1


def test_missing_second_factor_is_said(settings, chair, ann, chairs, enter):
    settings.SECOND_FACTOR = "skippable"
    cover = Cover(group=chairs, role="chair", stand_in=ann, first_day=dt.date(2027, 1, 1), last_day=dt.date(2027, 1, 2))
    assert "no second factor yet" in entered_message(cover)
    Authenticator.objects.create(user=ann, type=Authenticator.Type.WEBAUTHN, data={})
    assert "no second factor yet" not in entered_message(cover)


@pytest.mark.parametrize("who", ["chair", *others("superuser", "ann")])
def test_cover_is_ended_at_once(client, request, chair, superuser, ann, chairs, enter, who):
    enter(superuser, chairs, ann)
    client.force_login(request.getfixturevalue(who))
    client.post(f"{ADDRESS}{Cover.objects.get().pk}/end/")
    assert not ann.groups.filter(pk=chairs.pk).exists()
    assert Cover.objects.get().ended_at


@pytest.mark.parametrize("who", ["moderator", *others("editor")])
def test_others_do_not_end_it(client, request, superuser, ann, chairs, enter, who):
    enter(superuser, chairs, ann)
    client.force_login(request.getfixturevalue(who))
    client.post(f"{ADDRESS}{Cover.objects.get().pk}/end/")
    assert Cover.objects.running().exists()


def test_form_of_the_account_says_that_the_group_is_for_some_days(client, superuser, chairs, ann, enter):
    enter(superuser, chairs, ann)
    assert (
        "is in the group Independent Chair to stand in until"
        in client.get(f"/admin/users/edit/{ann.pk}/").content.decode()
    )


def test_administrator_ends_cover_of_a_group_that_decides_no_more(client, superuser, chairs, ann, enter):
    enter(superuser, chairs, ann)
    StatementApprovalTask.objects.update(active=False)
    shown = client.get(ADDRESS).content.decode()
    assert "End it now" in shown
    client.post(f"{ADDRESS}{Cover.objects.get().pk}/end/")
    assert not ann.groups.filter(pk=chairs.pk).exists()


@pytest.mark.test_all("Another case of what the form asks and refuses.")
def test_officer_who_may_change_accounts_is_an_administrator_here(chairs, moderators, ann, enter):
    officer = add_user("officer", "Editors")
    officer.user_permissions.add(Permission.objects.get(codename="change_user"))
    enter(officer, moderators, ann)
    assert Cover.objects.exists()


@pytest.mark.test_all("Another case of what the form asks and refuses.")
def test_list_costs_the_same_with_one_and_with_ten(client, superuser, chairs, ann):
    client.force_login(superuser)

    def add(numbers):
        for number in numbers:
            day = timezone.localdate() + (number + 1) * DAY
            Cover.objects.create(group=chairs, role="chair", stand_in=ann, first_day=day, last_day=day, entered_by=ann)

    add([0])
    queries(client, ADDRESS)
    one = queries(client, ADDRESS)
    add(range(1, 10))
    assert len(queries(client, ADDRESS)) == len(one)
