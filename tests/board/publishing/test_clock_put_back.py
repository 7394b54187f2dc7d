"""What is public by the clock agrees with it everywhere, also where the clock was put back, and returns by itself."""

import datetime as dt
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from board.approvals.models import StatementApproval
from board.basepage.managers import live_now
from board.basepage.models import BasePage
from board.engines.pagecache.dependencies import CURRENT, ResponseDependencies
from board.media.models import BoardDocument
from news.models import NewsIndexPage
from tests.board.publishing.conftest import add_statement
from tests.files import make_document
from tests.publication import (
    EVERYWHERE,
    NOWHERE,
    approve,
    fresh,
    latest_digest,
    public_places,
    publish_statement,
    submit,
)
from tests.users import add_people
from tests.worlds import shared_world

pytestmark = [
    pytest.mark.postgresql("A subquery in the condition of every list."),
    pytest.mark.xdist_group("clock put back"),
]

TIME = dt.datetime(2099, 1, 1, 9, tzinfo=dt.UTC)
BEFORE, AFTER = TIME - dt.timedelta(hours=1), TIME + dt.timedelta(hours=1)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory, two_page_pdf):
    """A statement with a file that was approved for a time and published then, and the people who did it."""
    media = tmp_path_factory.mktemp("media")
    with shared_world(django_db_blocker, media):
        people = add_people()
        page = add_statement(NewsIndexPage.objects.get(), people[0], document=make_document(two_page_pdf))
        publish_statement(page, *people, release="at", release_at=TIME)
        with mock.patch.object(timezone, "now", return_value=AFTER):
            call_command("publish_scheduled")
        assert fresh(page).live
        yield page, people, media


@pytest.fixture
def public(made, db, settings):
    """The statement as it was made, with its file."""
    page, _, settings.MEDIA_ROOT = made
    return page


@pytest.fixture
def people(made, db):
    """Writer, reviewer and chair."""
    return made[1]


@pytest.fixture
def clock(monkeypatch):
    """A function that sets the clock."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def test_lists_agree_with_the_page_and_both_come_back(client, public, clock):
    document = BoardDocument.objects.get()
    clock(AFTER)
    assert public_places(client, public) == EVERYWHERE
    clock(BEFORE)
    assert public_places(client, public) == NOWHERE
    assert client.get(document.url).status_code == 404
    clock(AFTER)
    assert public_places(client, public) == EVERYWHERE


@pytest.mark.parametrize("command", ["publish_scheduled", "check_approvals"])
def test_page_that_was_taken_down_for_it_returns_at_its_time(client, public, clock, capsys, command):
    clock(BEFORE)
    with pytest.raises(CommandError):
        call_command(command)
    assert "the chair approved it for 1 January 2099, 09:00" in capsys.readouterr().err
    assert not fresh(public).live
    assert fresh(public).scheduled_revision.approved_go_live_at == TIME
    call_command("publish_scheduled")
    assert public_places(client, public) == NOWHERE
    clock(AFTER)
    call_command("publish_scheduled")
    assert public_places(client, public) == EVERYWHERE
    kinds = StatementApproval.objects.get().events.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["unpublished", "restored"]


def test_dry_run_only_says_so(public, clock, capsys):
    clock(BEFORE)
    with pytest.raises(CommandError):
        call_command("check_approvals", dry_run=True)
    assert "not done" in capsys.readouterr().err
    assert fresh(public).live


def test_newer_draft_is_not_published_in_its_place(public, people, clock):
    words = public.get_latest_revision_as_object()
    words.title = "Not approved"
    words.save_revision(user=people[0])
    clock(BEFORE)
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    clock(AFTER)
    call_command("publish_scheduled")
    assert (fresh(public).live, fresh(public).title) == (True, "Heron")


def test_same_words_that_were_approved_at_once_too_stay(client, public, people, clock):
    clock(BEFORE)
    editor, moderator, chair = people
    page = approve(submit(fresh(public).get_latest_revision_as_object(), editor), moderator)
    assert approve(page, chair, seen_digest=latest_digest(page)).live
    assert public_places(client, public) == EVERYWHERE
    call_command("publish_scheduled")
    assert fresh(public).live


def test_clock_that_was_ahead_publishes_too_early_only_until_it_is_right(public, clock):
    # The time has been reached by a wrong clock; the right one is years behind.
    clock(TIME - dt.timedelta(days=3000))
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    assert not fresh(public).live


def test_list_made_while_the_clock_is_behind_is_true_until_the_time(public, clock):
    for moment, expires in ((AFTER, None), (BEFORE, TIME.timestamp())):
        clock(moment)
        dependencies = ResponseDependencies("a version")
        token = CURRENT.set(dependencies)
        try:
            assert BasePage.objects.filter(live_now(), pk=public.pk).exists() is (moment == AFTER)
        finally:
            CURRENT.reset(token)
        assert dependencies.expires == expires
