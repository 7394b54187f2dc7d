"""Answers that are not kept: passed on as they are, or compressed where that is safe."""

import pytest

from board.caching.encodings import WORTH_IT
from board.caching.plain import Plain, compressed

HTML = ("Content-Type", "text/html")


class Parts(list):
    """A body that is at hand, or is read while it is sent."""

    def __init__(self, *parts, streaming=False):
        super().__init__(parts)
        self.streaming = streaming
        self.closed = 0

    def close(self):
        self.closed += 1


def plain(parts=None, headers=(HTML,)):
    """An answer of a small application."""
    parts = Parts(b"x" * WORTH_IT) if parts is None else parts

    def application(environ, start_response):
        start_response("200 OK", list(headers))
        return parts

    return Plain(application, {})


def sent(answer, accepted="gzip", method="GET"):
    """Send it; return headers and body."""
    got = []
    environ = {"REQUEST_METHOD": method, "HTTP_ACCEPT_ENCODING": accepted}
    body = compressed(answer, environ, lambda status, headers: got.extend(headers))
    return dict(got), b"".join(body)


def test_a_page_is_compressed_and_says_so():
    answer = plain(headers=[HTML, ("Vary", "Cookie"), ("Content-Length", "9999")])
    headers, body = sent(answer)
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Vary"] == "Cookie, Accept-Encoding"
    assert headers["Content-Length"] == str(len(body))
    assert answer.parts.closed == 1


def test_a_short_one_is_not_and_varies_all_the_same():
    headers, body = sent(plain(Parts(b"x" * (WORTH_IT - 1))))
    assert "Content-Encoding" not in headers
    assert headers["Vary"] == "Accept-Encoding"
    assert len(body) == WORTH_IT - 1


@pytest.mark.parametrize(
    ("answer", "accepted", "method"),
    [
        (plain(Parts(b"x" * 9999, streaming=True)), "gzip", "GET"),
        (plain(), "", "GET"),
        (plain(), "gzip", "POST"),
        (plain(headers=[HTML, ("Set-Cookie", "a=b")]), "gzip", "GET"),
        (plain(headers=[HTML, ("Cache-Control", "Private")]), "gzip", "GET"),
        (plain(headers=[HTML, ("Cache-Control", "no-store")]), "gzip", "GET"),
        (plain(headers=[HTML, ("Content-Encoding", "br")]), "gzip", "GET"),
        (plain(headers=[("Content-Type", "application/pdf")]), "gzip", "GET"),
    ],
    ids=["stream", "unasked", "post", "cookie", "private", "no-store", "encoded", "pdf"],
)
def test_everything_else_passes_as_it_is(answer, accepted, method):
    headers, body = sent(answer, accepted, method)
    assert headers == dict(answer.headers)
    assert body == b"".join(answer.parts)
    assert answer.parts.closed == 0


def test_headers_are_found_whatever_their_letters():
    assert plain(headers=[("CONTENT-type", "text/plain"), ("A", "b")]).header("content-type") == "text/plain"
    assert plain(headers=[]).header("content-type") == ""


def test_what_was_written_comes_before_the_rest():
    def application(environ, start_response):
        start_response("200 OK", [HTML])(b"first ")
        return [b"second"]

    answer = Plain(application, {})
    assert not answer.is_whole
    assert answer.body() == b"first second"
