"""The command: what is due, what is kept, and what happens when it is cut short."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from board.links.management.commands.check_links import Command, believable
from board.links.models import CheckedLink, LinkUse
from board.links.outcomes import Finding, Outcome
from board.links.results import record
from board.siteinfo.models import BoardSettings
from tests.board.links.conftest import LIMITS, gate_to
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(elsewhere, capsys):
    """Runs the command against ``elsewhere``; returns what it prints."""

    def run(*args):
        command = Command()
        command.gate, command.limits = gate_to(elsewhere), LIMITS
        call_command(command, *args)
        return capsys.readouterr().out

    return run


@pytest.fixture
def page_with(home, site, elsewhere):
    """Makes a page that links to paths of ``elsewhere``; the settings' own link leads there too."""
    settings = BoardSettings.for_site(site)
    settings.exit_url, settings.security_contact = elsewhere.url("/ok", "weather.test"), "web@board.test"
    settings.save()

    def make(*paths, host="site.test", **fields):
        html = "".join(f'<a href="{elsewhere.url(path, host)}">A</a>' for path in paths)
        return StandardPageFactory(parent=home, body=[{"type": "text", "value": html}], **fields)

    return make


def link(elsewhere, path):
    return CheckedLink.objects.get(url=elsewhere.url(path))


def age(**ago):
    """Pretend that every link was checked so long ago."""
    moment = timezone.now() - dt.timedelta(**ago)
    CheckedLink.objects.exclude(since=None).update(last_checked_at=moment, since=moment)


def test_everything_is_checked_and_kept(run, page_with, elsewhere):
    page_with("/ok", "/gone", "/moved")
    assert run() == "4 links checked. Works: 2, Gone: 1, Moved for good: 1\n"
    gone, moved, works = (link(elsewhere, path) for path in ("/gone", "/moved", "/ok"))
    assert (gone.outcome, gone.status, gone.failures, gone.is_broken) == ("gone", 404, 1, True)
    assert gone.since == gone.last_checked_at
    assert (moved.outcome, moved.moved_to, moved.failures) == ("moved", elsewhere.url("/ok"), 0)
    assert (works.outcome, works.is_broken) == ("works", False)
    assert elsewhere.agents == {"BoardLinkCheck/1.0 (+http://localhost; web@board.test)"}


def test_a_link_on_two_pages_is_asked_for_once(run, page_with, elsewhere):
    page_with("/ok")
    page_with("/ok")
    run()
    assert elsewhere.asked_for("/ok") == ["HEAD", "HEAD"]  # Of site.test, and of weather.test in the settings.
    assert LinkUse.objects.filter(link=link(elsewhere, "/ok")).count() == 2


def test_what_was_checked_just_now_is_not_due(run, page_with):
    page_with("/ok", "/gone")
    run()
    assert run() == "0 links checked.\n"
    age(hours=21)
    assert run() == "1 link checked. Gone: 1\n"
    age(days=7)
    assert run() == "3 links checked. Works: 2, Gone: 1\n"
    assert run("--all") == "3 links checked. Works: 2, Gone: 1\n"


def test_one_page(run, page_with):
    page_with("/ok")
    page = page_with("/gone")
    assert run("--page", str(page.pk)) == "1 link checked. Gone: 1\n"
    with pytest.raises(CommandError, match="There is no page 999999"):
        run("--page", "999999")


def test_a_run_that_was_killed_is_taken_up_where_it_stopped(run, page_with, elsewhere, monkeypatch):
    page_with(*[f"/page-{number}" for number in range(10)])
    stored = []

    def killed_after_four(link, finding):
        if len(stored) == 4:
            raise KeyboardInterrupt
        stored.append(finding.url)
        record(link, finding)

    monkeypatch.setattr("board.links.management.commands.check_links.record", killed_after_four)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert set(CheckedLink.objects.exclude(outcome="").values_list("url", flat=True)) == set(stored)
    monkeypatch.undo()
    assert run() == "7 links checked. Works: 7\n"
    assert not CheckedLink.objects.filter(outcome="").exists()


def test_since_when_and_how_often(run, page_with, elsewhere):
    page_with("/gone")
    run()
    age(days=3)
    before = link(elsewhere, "/gone").since
    run()
    again = link(elsewhere, "/gone")
    assert (again.since, again.failures) == (before, 2)
    record(again, Finding(again.url, Outcome.SERVER_FAULT, 500))
    assert link(elsewhere, "/gone").since == before
    record(link(elsewhere, "/gone"), Finding(again.url, Outcome.WORKS, 200))
    works = link(elsewhere, "/gone")
    assert works.since > before
    assert works.failures == 0


def test_a_link_that_was_taken_out_during_the_run_is_no_error(run, page_with, elsewhere):
    page_with("/gone")
    gone = link(elsewhere, "/gone")
    CheckedLink.objects.all().delete()
    record(gone, Finding(gone.url, Outcome.GONE, 404))
    assert not CheckedLink.objects.exists()


def test_links_that_stand_nowhere_are_forgotten(run, page_with, elsewhere):
    page = page_with("/gone")
    run()
    page.delete()
    run()
    assert not CheckedLink.objects.filter(url=elsewhere.url("/gone")).exists()


def test_a_site_that_asks_to_be_left_alone_waits_for_the_next_run(run, page_with):
    page_with("/busy-for-long", "/ok")
    words = run()
    assert words.startswith("2 links checked. Can’t be checked by a program: 1, Works: 1")
    assert "1 left for the next run" in words
    assert run().startswith("1 link checked. Works: 1")


def no_answer(number):
    return Finding(f"http://{number}.test/", Outcome.NO_ANSWER)


def test_a_machine_that_is_cut_off_has_no_news():
    with pytest.raises(CommandError, match="no way out"):
        list(believable([*map(no_answer, range(3)), Finding("http://10.0.0.1/", Outcome.PRIVATE)]))


def test_dead_sites_are_news_when_another_answers():
    works = Finding("http://works.test/", Outcome.WORKS, 200)
    findings = [no_answer(1), no_answer(2), no_answer(3), works, no_answer(4)]
    assert list(believable(findings)) == [works, no_answer(1), no_answer(2), no_answer(3), no_answer(4)]
    assert list(believable([no_answer(1), no_answer(2)])) == [no_answer(1), no_answer(2)]


def test_where_nothing_leads_elsewhere(run, db):
    LinkUse.objects.all().delete()
    BoardSettings.objects.all().delete()
    assert run() == "0 links checked.\n"
