"""Scheduled publication and expiry."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from board.approvals.models import StatementApproval
from board.approvals.rule import NOT_APPROVED
from board.basepage.models import BasePage
from board.publishing.audit import check_schedule
from board.publishing.release import withdraw_approval
from board.publishing.schedule import publish_due
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory
from tests.publication import approve, bring_to_chair, fresh, latest_digest, publish_statement, submit

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


@pytest.mark.postgresql("Locks.")
class TestReadAgainUnderTheLock:
    """A list that was read before is acted on only where it still holds once the rows are locked."""

    @staticmethod
    def meanwhile(monkeypatch, owner, name, step):
        """Take ``step`` when a method is called for the first time."""
        original = getattr(owner, name)
        steps = [step]

        def with_step(self, *args, **kwargs):
            if steps:
                steps.pop()()
            return original(self, *args, **kwargs)

        monkeypatch.setattr(owner, name, with_step)

    @pytest.fixture
    def two_due(self, news_index, everyone_to, monkeypatch):
        """Two statements that are due."""
        pages = [
            publish_statement(add_statement(news_index, title=title, slug=title.lower()), *everyone_to, **when)
            for title, when in (
                ("Heron", {"release": "at", "release_at": LATER}),
                ("Egret", {"release": "at", "release_at": LATER + dt.timedelta(hours=1)}),
            )
        ]
        move_clock(monkeypatch, LATER + dt.timedelta(days=1))
        return pages

    def test_what_is_unscheduled_meanwhile_is_not_published(self, client, two_due, moderator, monkeypatch):
        heron, egret = two_due
        client.force_login(moderator)
        url = reverse("wagtailadmin_pages:revisions_unschedule", args=[egret.pk, egret.latest_revision_id])
        self.meanwhile(monkeypatch, Revision, "publish", lambda: client.post(url))
        call_command("publish_scheduled")
        assert fresh(heron).live
        assert not fresh(egret).live

    def test_what_is_given_another_time_meanwhile_is_not_published(self, two_due, monkeypatch):
        _heron, egret = two_due
        other_time = LATER + dt.timedelta(days=9)
        revisions = Revision.objects.filter(pk=egret.latest_revision_id)
        self.meanwhile(monkeypatch, Revision, "publish", lambda: revisions.update(approved_go_live_at=other_time))
        assert publish_due() == []
        assert not fresh(egret).live
        assert revisions.get().approved_go_live_at == other_time

    def test_page_that_expires_later_meanwhile_stays_with_its_newest_words(self, news_index, monkeypatch):
        first, second = (NewsPageFactory(parent=news_index, title=title, expire_at=LATER) for title in ("One", "Two"))
        move_clock(monkeypatch, LATER + dt.timedelta(days=1))

        def publish_again():
            words = fresh(second)
            words.title, words.expire_at = "Two, changed", None
            words.save_revision().publish()

        self.meanwhile(monkeypatch, BasePage, "unpublish", publish_again)
        call_command("publish_scheduled")
        assert not fresh(first).live
        assert (fresh(second).live, fresh(second).title) == (True, "Two, changed")

    def test_words_that_were_changed_meanwhile_are_those_that_expire(self, news_index, monkeypatch):
        first, second = (NewsPageFactory(parent=news_index, title=title, expire_at=LATER) for title in ("One", "Two"))
        move_clock(monkeypatch, LATER + dt.timedelta(days=1))

        def change():
            words = fresh(second)
            words.title = "Two, changed"
            words.save()

        self.meanwhile(monkeypatch, BasePage, "unpublish", change)
        call_command("publish_scheduled")
        assert not fresh(first).live
        assert (fresh(second).live, fresh(second).title) == (False, "Two, changed")

    def test_schedule_that_is_approved_meanwhile_stays(self, statement, everyone_to, monkeypatch):
        page = publish_statement(statement, *everyone_to, release="at", release_at=LATER)
        revision = page.latest_revision
        approval = StatementApproval.objects.get()
        withdraw_approval(approval, everyone_to[2], "A reason", "error")
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=LATER)

        def approve_again():
            again = submit(fresh(page).get_latest_revision_as_object(), everyone_to[0])
            again = approve(again, everyone_to[1])
            approve(again, everyone_to[2], seen_digest=latest_digest(again), release="at", release_at=LATER)

        self.meanwhile(monkeypatch, type(BasePage.objects.all()), "lock", approve_again)
        assert list(check_schedule(change=True)) == []
        assert fresh(page).latest_revision.approved_go_live_at == LATER
