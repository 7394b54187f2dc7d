"""What a site's robots.txt says is obeyed, as RFC 9309 reads it."""

import pytest

from board.links.outcomes import Outcome
from tests.board.links.conftest import make_checker


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, "", Outcome.WORKS),
        (200, "User-agent: *\nDisallow: /", Outcome.UNCHECKABLE),
        (200, "User-agent: Other\nDisallow: /", Outcome.WORKS),
        (200, "User-agent: *\nDisallow: /\n\nUser-agent: boardlinkcheck\nAllow: /", Outcome.WORKS),
        (200, "User-agent: BoardLinkCheck\nDisallow: /ok", Outcome.UNCHECKABLE),
        (200, "<html>Not found</html>", Outcome.WORKS),
        (401, "", Outcome.WORKS),
        (403, "", Outcome.WORKS),
        (404, "User-agent: *\nDisallow: /", Outcome.WORKS),
        (429, "", Outcome.UNCHECKABLE),
        (500, "", Outcome.UNCHECKABLE),
        (503, "", Outcome.UNCHECKABLE),
        (200, "User-agent: *\nCrawl-delay: 3600", Outcome.UNCHECKABLE),
    ],
)
def test_the_rules(elsewhere, checker, status, body, outcome):
    elsewhere.robots = (status, body)
    assert checker.check(elsewhere.url("/ok")).outcome == outcome
    assert bool(elsewhere.asked_for("/ok")) == (outcome == Outcome.WORKS)


def test_they_are_read_once_for_a_site(elsewhere, checker):
    for path in ("/ok", "/gone", "/moved"):
        checker.check(elsewhere.url(path))
    assert elsewhere.asked_for("/robots.txt") == ["GET"]


def test_another_site_has_its_own(elsewhere, checker):
    checker.check(elsewhere.url("/ok", "one.test"))
    checker.check(elsewhere.url("/ok", "two.test"))
    assert elsewhere.asked_for("/robots.txt") == ["GET", "GET"]


def test_a_crawl_delay_lengthens_the_pause(elsewhere, clock):
    elsewhere.robots = (200, "User-agent: *\nCrawl-delay: 30")
    checker = make_checker(elsewhere, clock)
    checker.check(elsewhere.url("/ok"))
    checker.check(elsewhere.url("/ok"))
    assert clock.now == 30


def test_a_site_that_does_not_answer_is_no_case_for_them(elsewhere, checker):
    finding = checker.check("http://nobody.invalid/")
    assert finding.outcome == Outcome.NO_ANSWER
