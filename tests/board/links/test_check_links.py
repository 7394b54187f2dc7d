"""The command: what is due, what is stored, and what happens when it is interrupted."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from board.engines.linkcheck.outcomes import LinkCheck, LinkOutcome
from board.links.management.commands.check_links import Command, plausible
from board.links.models import CheckedLink, LinkUse
from board.siteinfo.models import BoardSettings
from tests.board.engines.linkcheck.conftest import LIMITS, gate_to
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(remote, capsys):
    """Run the command against ``remote`` and return what it prints."""

    def run(*args):
        command = Command()
        command.gate, command.limits = gate_to(remote), LIMITS
        call_command(command, *args)
        return capsys.readouterr().out

    return run


@pytest.fixture
def page_with(home, site, remote):
    """Make a page that links to paths of ``remote``; the settings' own link leads there too."""
    settings = BoardSettings.for_site(site)
    settings.exit_url, settings.security_contact = remote.url("/ok", "weather.test"), "web@board.test"
    settings.save()

    def make(*paths, host="site.test", **fields):
        html = "".join(f'<a href="{remote.url(path, host)}">A</a>' for path in paths)
        return StandardPageFactory(parent=home, body=[{"type": "text", "value": html}], **fields)

    return make


def link(remote, path):
    return CheckedLink.objects.get(url=remote.url(path))


def age(**ago):
    """Make every link one that was checked so long ago."""
    moment = timezone.now() - dt.timedelta(**ago)
    CheckedLink.objects.exclude(since=None).update(last_checked_at=moment, since=moment)


def test_first_run_checks_and_stores_everything(run, page_with, remote):
    page_with("/ok", "/gone", "/moved")
    assert run() == "4 links checked. Works: 2, Gone: 1, Moved for good: 1\n"
    gone, moved, works = (link(remote, path) for path in ("/gone", "/moved", "/ok"))
    assert (gone.outcome, gone.status, gone.failures, gone.is_broken) == ("gone", 404, 1, True)
    assert gone.since == gone.last_checked_at
    assert (moved.outcome, moved.moved_to, moved.failures) == ("moved", remote.url("/ok"), 0)
    assert (works.outcome, works.is_broken) == ("works", False)
    assert remote.agents == {"BoardLinkCheck/1.0 (+http://localhost; web@board.test)"}


def test_link_on_two_pages_is_requested_once(run, page_with, remote):
    page_with("/ok")
    page_with("/ok")
    run()
    assert remote.methods_of("/ok") == ["HEAD", "HEAD"]  # Of site.test, and of weather.test in the settings.
    assert LinkUse.objects.filter(link=link(remote, "/ok")).count() == 2


def test_recently_checked_link_is_not_due(run, page_with):
    page_with("/ok", "/gone")
    run()
    assert run() == "0 links checked.\n"
    age(hours=21)
    assert run() == "1 link checked. Gone: 1\n"
    age(days=7)
    assert run() == "3 links checked. Works: 2, Gone: 1\n"
    assert run("--all") == "3 links checked. Works: 2, Gone: 1\n"
    age(days=-7)  # They were checked by a clock that was ahead.
    assert run() == "3 links checked. Works: 2, Gone: 1\n"


def test_page_option_checks_links_of_one_page(run, page_with):
    page_with("/ok")
    page = page_with("/gone")
    assert run("--page", str(page.pk)) == "1 link checked. Gone: 1\n"
    with pytest.raises(CommandError, match="There is no page 999999"):
        run("--page", "999999")


def test_killed_run_continues_where_it_stopped(run, page_with, remote, monkeypatch):
    page_with(*[f"/page-{number}" for number in range(10)])
    stored = []

    record = CheckedLink.record

    def killed_after_four(link, check):
        if len(stored) == 4:
            raise KeyboardInterrupt
        stored.append(check.url)
        record(link, check)

    monkeypatch.setattr(CheckedLink, "record", killed_after_four)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert set(CheckedLink.objects.exclude(outcome="").values_list("url", flat=True)) == set(stored)
    monkeypatch.undo()
    assert run() == "7 links checked. Works: 7\n"
    assert not CheckedLink.objects.filter(outcome="").exists()


def test_failures_in_a_row_are_counted_from_the_first(run, page_with, remote):
    page_with("/gone")
    run()
    age(days=3)
    before = link(remote, "/gone").since
    run()
    again = link(remote, "/gone")
    assert (again.since, again.failures) == (before, 2)
    again.record(LinkCheck(again.url, LinkOutcome.SERVER_FAULT, 500))
    assert link(remote, "/gone").since == before
    link(remote, "/gone").record(LinkCheck(again.url, LinkOutcome.WORKS, 200))
    works = link(remote, "/gone")
    assert works.since > before
    assert works.failures == 0


def test_link_deleted_during_the_run_is_ignored(run, page_with, remote):
    page_with("/gone")
    gone = link(remote, "/gone")
    CheckedLink.objects.all().delete()
    gone.record(LinkCheck(gone.url, LinkOutcome.GONE, 404))
    assert not CheckedLink.objects.exists()


def test_unused_link_is_deleted(run, page_with, remote):
    page = page_with("/gone")
    run()
    page.delete()
    run()
    assert not CheckedLink.objects.filter(url=remote.url("/gone")).exists()


def test_host_with_too_many_requests_is_left_for_the_next_run(run, page_with):
    page_with("/busy-for-long", "/ok")
    words = run()
    assert words.startswith("2 links checked. Can’t be checked by a program: 1, Works: 1")
    assert "1 left for the next run" in words
    assert run().startswith("1 link checked. Works: 1")


def no_answer(number):
    return LinkCheck(f"http://{number}.test/", LinkOutcome.NO_ANSWER)


def test_cut_off_machine_is_an_error():
    with pytest.raises(CommandError, match="no way out"):
        list(plausible([*map(no_answer, range(3)), LinkCheck("http://10.0.0.1/", LinkOutcome.PRIVATE)]))


def test_dead_sites_are_reported_when_another_responds():
    works = LinkCheck("http://works.test/", LinkOutcome.WORKS, 200)
    checks = [no_answer(1), no_answer(2), no_answer(3), works, no_answer(4)]
    assert list(plausible(checks)) == [works, no_answer(1), no_answer(2), no_answer(3), no_answer(4)]
    assert list(plausible([no_answer(1), no_answer(2)])) == [no_answer(1), no_answer(2)]


def test_site_without_links(run, db):
    LinkUse.objects.all().delete()
    BoardSettings.objects.all().delete()
    assert run() == "0 links checked.\n"
