"""Reminders by mail, and the report of pages to review."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from board.accounts.models import User
from board.engines.mailqueue.models import QueuedMail
from board.reviews.due import reminder_step
from board.reviews.models import PageReview, ReviewReminder
from board.reviews.reminders import send_reminders
from tests.factories import NewsPageFactory, StandardPageFactory

REPORT = "/admin/reports/pages-to-review/"
DUE = dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-31, None), (-30, -30), (-1, -30), (0, 0), (29, 0), (30, 30), (59, 30), (60, 60), (400, 390)],
)
def test_reminder_step(days, expected):
    assert reminder_step(DUE, DUE + dt.timedelta(days=days)) == expected


@pytest.fixture
def guide(home, editor):
    return StandardPageFactory(parent=home, title="Private fostering", review_by=DUE, owner=editor)


def sent(mailoutbox):
    found = [(mail.to, mail.subject) for mail in mailoutbox]
    mailoutbox.clear()
    return found


def test_daily_runs_remind_once_at_each_step(guide, mailoutbox):
    days = []
    for number in range(-40, 65):
        for _ in range(2):
            send_reminders(DUE + dt.timedelta(days=number))
        days += [number] * len(mailoutbox)
        mailoutbox.clear()
    assert days == [-30, 0, 30, 60]


def test_missed_steps_are_reminded_once(guide, mailoutbox):
    send_reminders(DUE + dt.timedelta(days=100))
    assert sent(mailoutbox) == [(["editor@example.org"], "1 page to review")]


def test_mail_lists_every_page_of_an_owner_with_its_form(guide, home, editor, mailoutbox):
    other = StandardPageFactory(parent=home, title="Thresholds & <levels>", review_by=DUE, owner=editor)
    send_reminders(DUE + dt.timedelta(days=1))
    (mail,) = mailoutbox
    assert mail.subject == "2 pages to review"
    for each in (guide, other):
        assert f"“{each.title}”" in mail.body
        assert f"http://localhost/admin/reviews/{each.pk}/" in mail.body
    assert "Overdue since 1 June 2026" in mail.body


@pytest.mark.parametrize("gone", ["no owner", "inactive", "no address", "no longer in a group"])
def test_moderators_are_reminded_without_an_owner_to_remind(guide, editor, moderator, mailoutbox, gone):
    if gone == "no owner":
        guide.owner = None
        guide.save()
    elif gone == "no longer in a group":
        editor.groups.clear()
    else:
        # Not by the model, which mails the former address.
        User.objects.filter(pk=editor.pk).update(**({"email": ""} if gone == "no address" else {"is_active": False}))
    send_reminders(DUE)
    assert sent(mailoutbox) == [(["moderator@example.org"], "1 page to review")]


def test_new_day_of_review_starts_the_steps_again(guide, mailoutbox):
    send_reminders(DUE)
    guide.review_by = DUE + dt.timedelta(days=365)
    guide.save()
    send_reminders(DUE + dt.timedelta(days=1))
    assert len(sent(mailoutbox)) == 1
    send_reminders(DUE + dt.timedelta(days=340))
    assert len(sent(mailoutbox)) == 1


def test_drafts_aliases_and_pages_without_a_day_are_not_reminded(guide, home, mailoutbox):
    guide.create_alias(update_slug="alias")
    StandardPageFactory(parent=home, review_by=DUE, live=False)
    StandardPageFactory(parent=home)
    send_reminders(DUE)
    assert ReviewReminder.objects.values_list("page_id", flat=True).get() == guide.pk


@pytest.fixture
def overdue(guide):
    """The guide, overdue today whenever that is."""
    guide.review_by = timezone.localdate() - dt.timedelta(days=3)
    guide.save()
    return guide


def test_reminder_and_its_mail_are_stored_together_or_not_at_all(overdue, smtp_server, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(QueuedMail, "from_message", lambda *args: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError, match="killed"):
            call_command("send_review_reminders")
    assert not ReviewReminder.objects.exists()
    call_command("send_review_reminders")
    assert QueuedMail.objects.get().subject == "1 page to review"


def test_command_names_pages_without_recipient(overdue):
    overdue.owner = None
    overdue.save()
    with pytest.raises(CommandError, match="No one could be reminded of “Private fostering”"):
        call_command("send_review_reminders")


def test_command_prints_number_of_mails(overdue, capsys):
    call_command("send_review_reminders")
    assert capsys.readouterr().out == "1 mail queued.\n"
    call_command("send_review_reminders")
    assert capsys.readouterr().out == "0 mails queued.\n"


# The report ----------------------------------------------------------------------------------------


@pytest.fixture
def listed(overdue, home, news_index):
    """An overdue guide, one that is due soon, and three that are not in the report."""
    today = timezone.localdate()
    PageReview.objects.create(page=overdue, next_review=today, reviewed_at=dt.datetime(2025, 3, 3, 12, tzinfo=dt.UTC))
    StandardPageFactory(parent=home, title="Due soon", review_by=today + dt.timedelta(days=30))
    StandardPageFactory(parent=home, title="Much later", review_by=today + dt.timedelta(days=31))
    StandardPageFactory(parent=home, title="Only a draft", review_by=today, live=False)
    NewsPageFactory(parent=news_index, title="Without a day")
    return overdue


def test_report_lists_longest_overdue_first(client, listed, editor):
    client.force_login(editor)
    response = client.get(REPORT)
    assert [each.title for each in response.context["object_list"]] == ["Private fostering", "Due soon"]
    html = response.content.decode()
    assert f'href="/admin/reviews/{listed.pk}/?next={REPORT}"' in html
    assert REPORT in client.get("/admin/").content.decode()


def test_report_is_exported(client, listed, editor):
    client.force_login(editor)
    text = b"".join(client.get(f"{REPORT}?export=csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Title"], row["State"], row["Last reviewed"], row["Who looks after it"]) for row in rows] == [
        ("Private fostering", "Overdue", "2025-03-03", "editor"),
        ("Due soon", "Due", "never", "no one"),
    ]
    assert rows[0]["Address"] == "http://localhost/private-fostering/"
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{REPORT}?export=xlsx"))))
    assert [row[0].value for row in book.active.rows] == ["Title", "Private fostering", "Due soon"]


def test_report_needs_sign_in(client, db):
    assert client.get(REPORT).status_code == 302
