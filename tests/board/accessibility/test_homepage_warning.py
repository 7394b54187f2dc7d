"""The warning about the statement on the admin's home page."""

import datetime as dt

import pytest
from wagtail.models import Site

from board.accessibility.models import AccessibilityStatement

NEVER = "was never prepared"


def home_page(client, user):
    client.force_login(user)
    return client.get("/admin/").content.decode()


def test_users_who_may_change_it_are_warned_of_unprepared_statement(client, site, moderator, superuser):
    for user in (moderator, superuser):
        html = home_page(client, user)
        assert NEVER in html
        assert f'href="/admin/settings/accessibility/accessibilitystatement/{site.pk}/"' in html


def test_other_users_are_not_warned(client, site, editor, chair):
    for user in (editor, chair):
        assert NEVER not in home_page(client, user)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (31, None),
        (30, "is to be reviewed by"),
        (0, "is to be reviewed by"),
        (-1, "is overdue since"),
    ],
)
def test_due_and_overdue_review_is_warned_of(client, moderator, statement, today, days, words):
    statement.next_review_on = due = today + dt.timedelta(days=days)
    statement.save()
    html = home_page(client, moderator)
    assert NEVER not in html
    if words is None:
        assert "Open the statement" not in html
    else:
        assert f"{words} {due.day} {due:%B %Y}." in html
        assert html.count("Open the statement") == 1


def test_date_promised_to_readers_that_has_passed_is_warned_of(client, moderator, statement, today):
    problem = statement.problems.get()
    problem.by_when = today - dt.timedelta(days=1)
    problem.save()
    assert "promises readers a day by which a problem is put right, now past" in home_page(client, moderator)


def test_warning_names_the_site_where_there_are_several(client, moderator, statement, home):
    other = Site.objects.create(hostname="other.example.org", root_page=home)
    html = home_page(client, moderator)
    assert f"other.example.org: The accessibility statement {NEVER}" in html
    assert html.count("Open the statement") == 1
    AccessibilityStatement.objects.filter(site=other).delete()
    assert NEVER not in home_page(client, moderator)
