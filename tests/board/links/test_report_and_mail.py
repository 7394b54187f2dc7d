"""The report of broken links in the admin, and the mail about them."""

import csv
import datetime as dt
from io import StringIO

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from board.engines.linkcheck.outcomes import LinkCheck, LinkOutcome
from board.links.advice import ADVICE
from board.links.mail import send_broken_links
from board.links.models import CheckedLink, LinkUse
from board.siteinfo.models import BoardSettings
from tests.factories import StandardPageFactory

REPORT = "/admin/reports/broken-links/"


def page_with(home, url, title="A page", owner=None):
    return StandardPageFactory(
        parent=home, title=title, owner=owner, body=[{"type": "text", "value": f'<a href="{url}">A</a>'}]
    )


def checked(url, outcome, days_ago=0, **details):
    """Record a result for a link, the first of its kind some days ago."""
    link = CheckedLink.objects.get(url=url)
    link.record(LinkCheck(url, outcome, **details))
    if days_ago:
        CheckedLink.objects.filter(pk=link.pk).update(since=timezone.now() - dt.timedelta(days=days_ago), failures=2)


def test_every_broken_outcome_has_advice():
    assert [outcome for outcome in LinkOutcome if not ADVICE[outcome]] == [LinkOutcome.WORKS]


GONE, MOVED, WORKS = "https://gone.example/", "https://moved.example/", "https://works.example/"


@pytest.fixture
def links(home, editor):
    page_with(home, GONE, "Gone page", owner=editor)
    page_with(home, MOVED, "Moved page")
    page_with(home, WORKS, "Working page")
    page_with(home, "https://unchecked.example/", "Unchecked page")
    checked(GONE, LinkOutcome.GONE, 3, status=404, detail="The server answered with the code 404.")
    checked(MOVED, LinkOutcome.MOVED, 2, status=200, moved_to="https://new.example/")
    checked(WORKS, LinkOutcome.WORKS, status=200)


@pytest.mark.parametrize("reader", ["editor", "moderator", "chair", "superuser"])
def test_every_user_of_the_admin_reads_the_report(client, links, request, reader):
    client.force_login(request.getfixturevalue(reader))
    page = client.get(REPORT).content.decode()
    assert "Gone page" in page
    assert "Look for the page under its new address" in page
    assert "https://new.example/" in page
    assert "Working page" not in page
    assert "Unchecked page" not in page
    assert REPORT in client.get("/admin/").content.decode()


def test_others_do_not_read_the_report(client, links, django_user_model):
    assert client.get(REPORT).status_code == 302
    client.force_login(django_user_model.objects.create_user("outsider"))
    assert client.get(REPORT).status_code == 302


def test_report_is_filtered_by_outcome_and_owner(client, links, moderator, editor):
    client.force_login(moderator)
    page = client.get(REPORT, {"outcome": "moved"}).content.decode()
    assert "Moved page" in page
    assert "Gone page" not in page
    page = client.get(REPORT, {"owner": editor.pk}).content.decode()
    assert "Gone page" in page
    assert "Moved page" not in page


def test_report_is_exported(client, links, moderator):
    client.force_login(moderator)
    response = client.get(REPORT, {"export": "csv"})
    rows = list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [row["Page"] for row in rows] == ["Moved page", "Gone page"]
    assert rows[1]["Link"] == GONE
    assert rows[1]["Owner"] == "editor"
    assert rows[1]["What is the matter"] == "Gone"
    assert rows[0]["New address"] == "https://new.example/"
    assert client.get(REPORT, {"export": "xlsx"}).status_code == 200


def test_report_costs_the_same_with_one_link_and_with_twenty(client, home, moderator):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(REPORT).status_code == 200
        return len(captured)

    client.force_login(moderator)
    page_with(home, GONE, owner=moderator)
    checked(GONE, LinkOutcome.GONE)
    client.get(REPORT)
    one = queries()
    for number in range(20):
        page_with(home, f"{GONE}{number}", f"Page {number}", owner=moderator)
        checked(f"{GONE}{number}", LinkOutcome.GONE)
    assert queries() == one


def test_markup_in_a_link_is_escaped(client, home, moderator):
    page_with(home, "www.gone.example&quot;&gt;&lt;script&gt;")
    use = LinkUse.objects.get(page__isnull=False)
    use.link.record(LinkCheck(use.link.url, LinkOutcome.NOT_AN_ADDRESS))
    client.force_login(moderator)
    assert "<script>" not in client.get(REPORT).content.decode().split("<main")[1].split("gone.example")[1][:60]


def test_owner_is_mailed_once_and_again_after_a_month(links, editor, moderator):
    assert send_broken_links() == 1
    message = mail.outbox[0]
    assert message.to == ["editor@example.org"]
    assert message.subject == "A link on “Gone page” is broken"
    assert GONE in message.body
    assert "http://localhost/admin/pages/" in message.body
    assert "http://localhost/admin/reports/broken-links/" in message.body
    assert MOVED not in message.body
    assert send_broken_links() == 0
    LinkUse.objects.update(told_at=timezone.now() - dt.timedelta(days=31))
    assert send_broken_links() == 1


def test_link_that_failed_on_one_day_is_not_mailed(home, editor):
    page_with(home, GONE, owner=editor)
    checked(GONE, LinkOutcome.GONE)
    assert send_broken_links() == 0
    checked(GONE, LinkOutcome.GONE)
    assert send_broken_links() == 0


def test_link_that_breaks_again_is_mailed_again(links, editor):
    send_broken_links()
    checked(GONE, LinkOutcome.WORKS)
    checked(GONE, LinkOutcome.GONE, 2)
    assert send_broken_links() == 1


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_moderators_are_mailed_without_an_owner_to_mail(links, editor, moderator, django_user_model, change):
    django_user_model.objects.filter(pk=editor.pk).update(**change)
    send_broken_links()
    assert [message.to for message in mail.outbox] == [["moderator@example.org"]]


def test_moderators_are_mailed_about_settings(site, moderator):
    settings = BoardSettings.for_site(site)
    settings.exit_url = GONE
    settings.save()
    checked(GONE, LinkOutcome.NO_ANSWER, 2)
    assert send_broken_links() == 1
    assert "Settings → About the board" in mail.outbox[0].body


def test_one_mail_lists_every_link(home, editor):
    for number in range(3):
        page_with(home, f"{GONE}{number}", f"Page {number}", owner=editor)
        checked(f"{GONE}{number}", LinkOutcome.GONE, 2)
    assert send_broken_links() == 1
    assert mail.outbox[0].subject == "3 links on the board’s pages are broken"
    assert mail.outbox[0].body.count("Change it:") == 3
