"""The outcome of a check for everything that a remote server can do."""

import ssl

import pytest

from board.engines.linkcheck.outcomes import LinkOutcome
from tests.board.engines.linkcheck.conftest import CERTIFICATE, LIMITS, gate_to, make_checker
from tests.board.engines.linkcheck.server import running

# Path, outcome, HTTP status, path of the new URL, numbers of HEAD and GET requests for the path.
TABLE = [
    ("/ok", LinkOutcome.WORKS, 200, "", 1, 0),
    ("/head-refused", LinkOutcome.WORKS, 200, "", 1, 1),
    ("/head-missing", LinkOutcome.WORKS, 200, "", 1, 1),
    ("/endless-body", LinkOutcome.WORKS, 200, "", 1, 1),
    ("/flaky", LinkOutcome.WORKS, 200, "", 1, 2),
    ("/for-now", LinkOutcome.WORKS, 200, "", 1, 0),
    ("/moved", LinkOutcome.MOVED, 200, "/ok", 1, 0),
    ("/moved-twice", LinkOutcome.MOVED, 200, "/ok", 1, 0),
    ("/moved-then-for-now", LinkOutcome.MOVED, 200, "/for-now", 1, 0),
    ("/chain-5", LinkOutcome.MOVED, 200, "/ok", 1, 0),
    ("/chain-6", LinkOutcome.TOO_MANY_REDIRECTS, None, "", 1, 0),
    ("/loop", LinkOutcome.TOO_MANY_REDIRECTS, None, "", 6, 0),
    ("/moved-to-gone", LinkOutcome.GONE, 404, "", 1, 0),
    ("/gone", LinkOutcome.GONE, 404, "", 1, 1),
    ("/gone-for-good", LinkOutcome.GONE, 410, "", 1, 1),
    ("/fault", LinkOutcome.SERVER_FAULT, 500, "", 1, 3),
    ("/unavailable", LinkOutcome.SERVER_FAULT, 503, "", 1, 3),
    ("/redirect-to-nowhere", LinkOutcome.SERVER_FAULT, 302, "", 1, 0),
    ("/never", LinkOutcome.NO_ANSWER, None, "", 1, 2),
    ("/slowly", LinkOutcome.NO_ANSWER, None, "", 1, 2),
    ("/cut", LinkOutcome.NO_ANSWER, None, "", 1, 2),
    ("/forbidden", LinkOutcome.UNCHECKABLE, 403, "", 1, 1),
    ("/login", LinkOutcome.UNCHECKABLE, 401, "", 1, 1),
    ("/teapot", LinkOutcome.UNCHECKABLE, 418, "", 1, 1),
    ("/busy", LinkOutcome.WORKS, 200, "", 1, 1),
    ("/busy-for-long", LinkOutcome.UNCHECKABLE, 429, "", 1, 0),
    ("/robots-forbid", LinkOutcome.UNCHECKABLE, None, "", 0, 0),
    ("/to-forbidden", LinkOutcome.UNCHECKABLE, None, "", 1, 0),
    ("/to-private", LinkOutcome.PRIVATE, None, "", 1, 0),
    ("/to-metadata", LinkOutcome.PRIVATE, None, "", 1, 0),
    ("/to-file", LinkOutcome.NOT_AN_ADDRESS, None, "", 1, 0),
]


@pytest.mark.parametrize(
    ("path", "outcome", "status", "moved_to", "heads", "gets"), TABLE, ids=[row[0] for row in TABLE]
)
def test_response_has_outcome(remote, checker, path, outcome, status, moved_to, heads, gets):
    result = checker.check(remote.url(path))
    methods = remote.methods_of(path)
    row = f"| {path} | {result.outcome} | {result.status or ''} | {len(methods)} | {result.detail} |"
    print(row)  # noqa: T201  # For pytest -s.
    assert (result.outcome, result.status) == (outcome, status)
    assert result.moved_to == (remote.url(moved_to) if moved_to else "")
    assert (methods.count("HEAD"), methods.count("GET")) == (heads, gets)


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("https://", LinkOutcome.NOT_AN_ADDRESS),
        ("http:///path", LinkOutcome.NOT_AN_ADDRESS),
        ("www.example.org", LinkOutcome.NOT_AN_ADDRESS),
        ("http://[::1/", LinkOutcome.NOT_AN_ADDRESS),
        ("http://a..b.example/", LinkOutcome.NOT_AN_ADDRESS),
        ("http://" + "a" * 70 + ".example/", LinkOutcome.NOT_AN_ADDRESS),
        ("http://exa mple.org/", LinkOutcome.NOT_AN_ADDRESS),
        ("ftp://site.test/file", LinkOutcome.NOT_AN_ADDRESS),
        ("http://nobody.invalid/", LinkOutcome.NO_ANSWER),
        ("http://public.test:22/", LinkOutcome.UNCHECKABLE),
    ],
)
def test_unusable_url_is_not_requested(remote, clock, url, outcome):
    checker = make_checker(remote, clock, gate=gate_to(remote, public_test=["93.184.216.34"]))
    result = checker.check(url)
    assert result.outcome == outcome
    assert result.detail
    assert remote.requests == []


def test_closed_port_is_no_answer(remote, clock):
    with running() as other:
        url = other.url("/ok")
        checker = make_checker(other, clock)
    assert checker.check(url).outcome == LinkOutcome.NO_ANSWER


def test_retry_after_is_respected(remote, checker, clock):
    checker.check(remote.url("/busy"))
    assert 7 in clock.waits


def test_user_agent_is_sent(remote, checker):
    checker.check(remote.url("/ok"))
    assert remote.agents == {"BoardLinkCheck/1.0 (+https://board.test)"}


@pytest.fixture
def secure():
    with running(certificate=CERTIFICATE) as server:
        yield server


def test_certificate_is_verified_against_host_name(secure, clock):
    tls = ssl.create_default_context(cafile=CERTIFICATE)
    checker = make_checker(secure, clock, tls=tls)
    assert checker.check(secure.url("/ok", "secure.test")).outcome == LinkOutcome.WORKS
    assert set(secure.names) == {"secure.test"}
    assert checker.check(secure.url("/ok", "other.test")).outcome == LinkOutcome.BAD_CERTIFICATE
    assert checker.check(secure.url("/slowly", "secure.test")).outcome == LinkOutcome.NO_ANSWER


def test_untrusted_certificate_is_refused(secure, clock):
    result = make_checker(secure, clock, limits=LIMITS).check(secure.url("/ok", "secure.test"))
    assert result.outcome == LinkOutcome.BAD_CERTIFICATE
    assert "self" in result.detail.lower()
    assert secure.requests == []
