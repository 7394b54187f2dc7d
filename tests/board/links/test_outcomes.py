"""The table of outcomes: what a server elsewhere does, and what the report says of it."""

import ssl

import pytest

from board.links.outcomes import ADVICE, Outcome
from tests.board.links.conftest import CERTIFICATE, LIMITS, gate_to, make_checker
from tests.board.links.server import running

# Path, outcome, HTTP status, path of the new address, how often HEAD and GET were sent to the path.
TABLE = [
    ("/ok", Outcome.WORKS, 200, "", 1, 0),
    ("/head-refused", Outcome.WORKS, 200, "", 1, 1),
    ("/head-missing", Outcome.WORKS, 200, "", 1, 1),
    ("/endless-body", Outcome.WORKS, 200, "", 1, 1),
    ("/flaky", Outcome.WORKS, 200, "", 1, 2),
    ("/for-now", Outcome.WORKS, 200, "", 1, 0),
    ("/moved", Outcome.MOVED, 200, "/ok", 1, 0),
    ("/moved-twice", Outcome.MOVED, 200, "/ok", 1, 0),
    ("/moved-then-for-now", Outcome.MOVED, 200, "/for-now", 1, 0),
    ("/chain-5", Outcome.MOVED, 200, "/ok", 1, 0),
    ("/chain-6", Outcome.TOO_MANY_REDIRECTS, None, "", 1, 0),
    ("/loop", Outcome.TOO_MANY_REDIRECTS, None, "", 6, 0),
    ("/moved-to-gone", Outcome.GONE, 404, "", 1, 0),
    ("/gone", Outcome.GONE, 404, "", 1, 1),
    ("/gone-for-good", Outcome.GONE, 410, "", 1, 1),
    ("/fault", Outcome.SERVER_FAULT, 500, "", 1, 3),
    ("/unavailable", Outcome.SERVER_FAULT, 503, "", 1, 3),
    ("/redirect-to-nowhere", Outcome.SERVER_FAULT, 302, "", 1, 0),
    ("/never", Outcome.NO_ANSWER, None, "", 1, 2),
    ("/slowly", Outcome.NO_ANSWER, None, "", 1, 2),
    ("/cut", Outcome.NO_ANSWER, None, "", 1, 2),
    ("/forbidden", Outcome.UNCHECKABLE, 403, "", 1, 1),
    ("/login", Outcome.UNCHECKABLE, 401, "", 1, 1),
    ("/teapot", Outcome.UNCHECKABLE, 418, "", 1, 1),
    ("/busy", Outcome.WORKS, 200, "", 1, 1),
    ("/busy-for-long", Outcome.UNCHECKABLE, 429, "", 1, 0),
    ("/robots-forbid", Outcome.UNCHECKABLE, None, "", 0, 0),
    ("/to-forbidden", Outcome.UNCHECKABLE, None, "", 1, 0),
    ("/to-private", Outcome.PRIVATE, None, "", 1, 0),
    ("/to-metadata", Outcome.PRIVATE, None, "", 1, 0),
    ("/to-file", Outcome.NOT_AN_ADDRESS, None, "", 1, 0),
]


@pytest.mark.parametrize(
    ("path", "outcome", "status", "moved_to", "heads", "gets"), TABLE, ids=[row[0] for row in TABLE]
)
def test_the_table_of_outcomes(elsewhere, checker, path, outcome, status, moved_to, heads, gets):
    finding = checker.check(elsewhere.url(path))
    asked = elsewhere.asked_for(path)
    row = f"| {path} | {finding.outcome.label} | {finding.status or ''} | {len(asked)} | {finding.detail} |"
    print(row)  # noqa: T201  # What pytest -s is for.
    assert (finding.outcome, finding.status) == (outcome, status)
    assert finding.moved_to == (elsewhere.url(moved_to) if moved_to else "")
    assert (asked.count("HEAD"), asked.count("GET")) == (heads, gets)


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("https://", Outcome.NOT_AN_ADDRESS),
        ("http:///path", Outcome.NOT_AN_ADDRESS),
        ("www.example.org", Outcome.NOT_AN_ADDRESS),
        ("http://[::1/", Outcome.NOT_AN_ADDRESS),
        ("http://a..b.example/", Outcome.NOT_AN_ADDRESS),
        ("http://" + "a" * 70 + ".example/", Outcome.NOT_AN_ADDRESS),
        ("http://exa mple.org/", Outcome.NOT_AN_ADDRESS),
        ("ftp://site.test/file", Outcome.NOT_AN_ADDRESS),
        ("http://nobody.invalid/", Outcome.NO_ANSWER),
        ("http://public.test:22/", Outcome.UNCHECKABLE),
    ],
)
def test_what_is_not_asked_at_all(elsewhere, clock, url, outcome):
    checker = make_checker(elsewhere, clock, gate=gate_to(elsewhere, public_test=["93.184.216.34"]))
    finding = checker.check(url)
    assert finding.outcome == outcome
    assert finding.detail
    assert elsewhere.asked == []


def test_every_outcome_but_works_says_what_to_do():
    assert [outcome for outcome in Outcome if not ADVICE[outcome]] == [Outcome.WORKS]


def test_a_port_where_nobody_listens(elsewhere, clock):
    with running() as other:
        url = other.url("/ok")
        checker = make_checker(other, clock)
    assert checker.check(url).outcome == Outcome.NO_ANSWER


def test_waits_grow_and_retry_after_is_obeyed(elsewhere, checker, clock):
    checker.check(elsewhere.url("/busy"))
    assert 7 in clock.waits


def test_the_program_introduces_itself(elsewhere, checker):
    checker.check(elsewhere.url("/ok"))
    assert elsewhere.agents == {"BoardLinkCheck/1.0 (+https://board.test)"}


@pytest.fixture
def secure():
    with running(certificate=CERTIFICATE) as server:
        yield server


def test_a_secure_link_is_held_to_the_name_and_not_to_the_address(secure, clock):
    tls = ssl.create_default_context(cafile=CERTIFICATE)
    checker = make_checker(secure, clock, tls=tls)
    assert checker.check(secure.url("/ok", "secure.test")).outcome == Outcome.WORKS
    assert set(secure.names) == {"secure.test"}
    assert checker.check(secure.url("/ok", "other.test")).outcome == Outcome.BAD_CERTIFICATE
    assert checker.check(secure.url("/slowly", "secure.test")).outcome == Outcome.NO_ANSWER


def test_a_certificate_that_nobody_vouches_for(secure, clock):
    finding = make_checker(secure, clock, limits=LIMITS).check(secure.url("/ok", "secure.test"))
    assert finding.outcome == Outcome.BAD_CERTIFICATE
    assert "self" in finding.detail.lower()
    assert secure.asked == []
