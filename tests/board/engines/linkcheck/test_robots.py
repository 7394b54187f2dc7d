"""A site's robots.txt is respected (RFC 9309)."""

import pytest

from board.engines.linkcheck.outcomes import LinkOutcome
from tests.board.engines.linkcheck.conftest import make_checker


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, "", LinkOutcome.WORKS),
        (200, "User-agent: *\nDisallow: /", LinkOutcome.UNCHECKABLE),
        (200, "User-agent: Other\nDisallow: /", LinkOutcome.WORKS),
        (200, "User-agent: *\nDisallow: /\n\nUser-agent: boardlinkcheck\nAllow: /", LinkOutcome.WORKS),
        (200, "User-agent: BoardLinkCheck\nDisallow: /ok", LinkOutcome.UNCHECKABLE),
        (200, "<html>Not found</html>", LinkOutcome.WORKS),
        (401, "", LinkOutcome.WORKS),
        (403, "", LinkOutcome.WORKS),
        (404, "User-agent: *\nDisallow: /", LinkOutcome.WORKS),
        (429, "", LinkOutcome.UNCHECKABLE),
        (500, "", LinkOutcome.UNCHECKABLE),
        (503, "", LinkOutcome.UNCHECKABLE),
        (200, "User-agent: *\nCrawl-delay: 3600", LinkOutcome.UNCHECKABLE),
    ],
)
def test_robots_txt_decides(remote, checker, status, body, outcome):
    remote.robots = (status, body)
    assert checker.check(remote.url("/ok")).outcome == outcome
    assert bool(remote.methods_of("/ok")) == (outcome == LinkOutcome.WORKS)


def test_robots_txt_is_fetched_once_for_an_origin(remote, checker):
    for path in ("/ok", "/gone", "/moved"):
        checker.check(remote.url(path))
    assert remote.methods_of("/robots.txt") == ["GET"]


def test_each_origin_has_its_own_robots_txt(remote, checker):
    checker.check(remote.url("/ok", "one.test"))
    checker.check(remote.url("/ok", "two.test"))
    assert remote.methods_of("/robots.txt") == ["GET", "GET"]


def test_crawl_delay_lengthens_the_pause(remote, clock):
    remote.robots = (200, "User-agent: *\nCrawl-delay: 30")
    checker = make_checker(remote, clock)
    checker.check(remote.url("/ok"))
    checker.check(remote.url("/ok"))
    assert clock.now == 30


def test_host_without_response_is_no_answer(remote, checker):
    result = checker.check("http://nobody.invalid/")
    assert result.outcome == LinkOutcome.NO_ANSWER
