"""The validation of the statement, and who may change it."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from board.accessibility.models import AccessibilityStatement, KnownProblem, validate_criterion
from board.dates import years_after

SOON = (dt.date.today() + dt.timedelta(days=60)).isoformat()  # noqa: DTZ011
PROBLEM = {"what": "The map can’t be read aloud.", "by_when": SOON}


@pytest.fixture
def post(client, moderator, site):
    client.force_login(moderator)
    return lambda data: client.post(f"/admin/settings/accessibility/accessibilitystatement/{site.pk}/", data)


def stored(site):
    return AccessibilityStatement.objects.get(site=site)


def test_moderator_prepares_the_statement(post, form, site, client):
    response = post(
        form([PROBLEM, {**PROBLEM, "kind": "burden", "by_when": "", "criterion": "1.2.5 Audio description"}])
    )
    assert response.status_code == 302
    assert [problem.kind for problem in stored(site).problems.all()] == ["falls_short", "burden"]
    assert "1.2.5 Audio description" in client.get("/accessibility-statement/").content.decode()


def test_incomplete_statement_is_saved_while_unprepared(post, form, site):
    unknown = dict.fromkeys(
        ["prepared_on", "reviewed_on", "next_review_on", "tested_on", "tested_by", "how_tested", "compliance"]
    )
    assert post(form(**unknown, feedback_email="new@example.org")).status_code == 302
    assert stored(site).feedback_email == "new@example.org"


def day(days):
    return dt.date.today() + dt.timedelta(days=days)  # noqa: DTZ011


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"compliance": "full"}, "A site that is fully compliant has no problems"),
        ({"prepared_on": day(1), "reviewed_on": day(1)}, "This day is still to come."),
        ({"tested_on": day(1)}, "This day is still to come."),
        ({"tested_on": dt.date(1918, 3, 13)}, "13 March 1918 is long past."),
        ({"reviewed_on": day(-401)}, "reviewed before it was prepared"),
        ({"tested_on": day(-9)}, "younger than the last review"),
        ({"next_review_on": day(-10)}, "The next review comes after the last one."),
        ({"next_review_on": day(356 + 2)}, "at least once a year"),
        ({"reviewed_on": None}, "Give the day of the last review"),
        ({"next_review_on": None}, "reviewed next"),
        ({"tested_on": None}, "last tested"),
        ({"tested_by": ""}, "Say who tested the site."),
        ({"how_tested": ""}, "Say how the site was tested"),
        ({"compliance": ""}, "Say how far the site meets"),
        ({"feedback_email": "", "feedback_phone": ""}, "Give an email address or a telephone number"),
        ({"feedback_phone": "ask reception"}, "can be rung"),
        ({"answer_working_days": 0}, "greater than or equal to 1"),
    ],
)
def test_invalid_statement_is_refused_with_reason(post, form, site, changed, words):
    response = post(form([PROBLEM], **changed))
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not stored(site).problems.exists()


@pytest.mark.parametrize("compliance", ["partial", "none"])
def test_partial_compliance_without_a_problem_is_refused(post, form, compliance):
    assert "List what falls short" in post(form(compliance=compliance)).content.decode()


def test_removed_problem_does_not_count(post, form, site):
    removed = {**PROBLEM, "DELETE": "1"}
    assert "List what falls short" in post(form([removed])).content.decode()
    assert post(form([removed], compliance="full")).status_code == 302
    assert stored(site).compliance == "full"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"by_when": ""}, "Say by when you put it right."),
        ({"by_when": "2108-01-01"}, "1 January 2108 is more than 10 years ahead."),
        ({"criterion": "Contrast"}, "Begin with its number"),
        ({"what": ""}, "This field is required."),
    ],
)
def test_incomplete_problem_is_refused(post, form, changed, words):
    response = post(form([PROBLEM, {**PROBLEM, **changed}]))
    assert words in response.content.decode()
    assert not KnownProblem.objects.exists()


@pytest.mark.parametrize("criterion", ["1.1.1", "2.4.11 Focus not obscured", "4.1.2 Name, role, value"])
def test_criterion_with_number_is_accepted(criterion):
    validate_criterion(criterion)


@pytest.mark.parametrize("criterion", ["5.1.1", "1.1", "1.1.111", "contrast 1.4.3"])
def test_criterion_without_number_is_refused(criterion):
    with pytest.raises(ValidationError):
        validate_criterion(criterion)


@pytest.mark.parametrize(
    ("first", "then"), [("2027-03-01", "2028-03-01"), ("2028-02-29", "2029-02-28"), ("2027-02-28", "2028-02-28")]
)
def test_year_after_leap_day_is_28_february(first, then):
    assert years_after(dt.date.fromisoformat(first), 1) == dt.date.fromisoformat(then)


@pytest.mark.parametrize(("group", "status"), [("editor", 302), ("chair", 302), ("moderator", 200)])
def test_only_moderators_may_change_the_statement(client, request, site, group, status):
    client.force_login(request.getfixturevalue(group))
    assert client.get(f"/admin/settings/accessibility/accessibilitystatement/{site.pk}/").status_code == status


def test_moderators_have_the_permission_and_the_site_its_statement_after_migrate(site):
    allowed = Group.objects.filter(permissions__codename="change_accessibilitystatement")
    assert list(allowed.values_list("name", flat=True)) == ["Moderators"]
    assert AccessibilityStatement.objects.get().site == site
