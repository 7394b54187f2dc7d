"""Scheduled publication and expiry."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from wagtail.models import Revision

from board.approvals.rule import NOT_APPROVED
from board.publishing.schedule import publish_due
from tests.factories import NewsPageFactory
from tests.publication import bring_to_chair, fresh, publish_statement

LATER = dt.datetime(2099, 1, 1, 9, tzinfo=dt.UTC)


def move_clock(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def schedule(page, at=LATER):
    """Publish a page's words with a go-live time, as the admin does."""
    page.go_live_at = at
    page.save_revision().publish()


def test_unapproved_statement_is_not_scheduled(statement):
    with pytest.raises(ValidationError) as caught:
        schedule(statement)
    assert caught.value.error_dict["__all__"][0].code == NOT_APPROVED
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_unapproved_change_of_live_page_is_not_scheduled(approved):
    approved.title = "Herons"
    with pytest.raises(ValidationError):
        schedule(approved)
    assert fresh(approved).title == "Heron"


def test_statement_approved_for_a_time_is_published_then_and_not_before(client, statement, everyone_to, monkeypatch):
    page = publish_statement(statement, *everyone_to, release="at", release_at=LATER)
    assert not page.live
    assert fresh(page).latest_revision.approved_go_live_at == LATER
    call_command("publish_scheduled")
    assert not fresh(page).live
    move_clock(monkeypatch, LATER + dt.timedelta(minutes=1))
    call_command("publish_scheduled")
    assert fresh(page).live
    assert client.get("/news/heron/").status_code == 200


def test_time_before_the_approved_one_is_refused(statement, everyone_to):
    page = publish_statement(statement, *everyone_to, release="at", release_at=LATER)
    with pytest.raises(ValidationError, match="and not before"):
        schedule(page.get_latest_revision_as_object(), LATER - dt.timedelta(days=1))


def test_approved_time_replaces_the_editors(statement, everyone_to):
    statement.go_live_at = LATER
    page = publish_statement(statement, *everyone_to)
    assert page.live
    assert page.go_live_at is None


def test_failing_publication_does_not_stop_others(statement, news_index, capsys, monkeypatch):
    bad = statement.save_revision()
    good = NewsPageFactory(parent=news_index, title="Plain", live=False)
    schedule(good)
    # A time that was written into the database bypasses every check.
    Revision.objects.filter(pk=bad.pk).update(approved_go_live_at=LATER - dt.timedelta(days=1))
    move_clock(monkeypatch, LATER + dt.timedelta(days=1))
    with pytest.raises(CommandError, match="1 pages could not be treated"):
        call_command("publish_scheduled")
    assert "was not published" in capsys.readouterr().err
    assert fresh(good).live
    assert not fresh(statement).live
    call_command("publish_scheduled")  # Reported once; it is out of the schedule now.


def test_failing_expiry_does_not_stop_others(news_index, monkeypatch):
    first, second = (NewsPageFactory(parent=news_index, title=f"Plain {number}", expire_at=LATER) for number in (1, 2))
    move_clock(monkeypatch, LATER + dt.timedelta(days=1))
    unpublish = type(first).unpublish

    def fail_for_first(self, *args, **kwargs):
        if self.pk == first.pk:
            raise RuntimeError("disk full")
        return unpublish(self, *args, **kwargs)

    monkeypatch.setattr("board.basepage.models.BasePage.unpublish", fail_for_first)
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    assert (fresh(first).live, fresh(second).live) == (True, False)


def test_dry_run_changes_nothing(statement, everyone_to, capsys, monkeypatch):
    page = publish_statement(statement, *everyone_to, release="at", release_at=LATER)
    move_clock(monkeypatch, LATER + dt.timedelta(days=1))
    call_command("publish_scheduled", dryrun=True)
    assert "heron" in capsys.readouterr().out
    assert not fresh(page).live


def test_page_waiting_for_the_chair_is_not_scheduled(statement, editor, moderator):
    page = bring_to_chair(statement, editor, moderator)
    with pytest.raises(ValidationError):
        schedule(page.get_latest_revision_as_object())


def test_busy_database_is_reported_and_page_stays_due(statement, everyone_to, monkeypatch):
    def publish(self, *args, **kwargs):
        raise OperationalError("database is locked")

    page = publish_statement(statement, *everyone_to, release="at", release_at=LATER)
    move_clock(monkeypatch, LATER + dt.timedelta(minutes=1))
    with monkeypatch.context() as busy:
        busy.setattr(Revision, "publish", publish)
        [(what, reason)] = publish_due()
    assert "was not published this time" in what
    assert "database is locked" in reason
    assert publish_due() == []
    assert fresh(page).live
