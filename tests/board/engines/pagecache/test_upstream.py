"""Responses that are not stored: sent as they are, or compressed where that is safe."""

import pytest

from board.engines.pagecache.encodings import MIN_COMPRESSED_BYTES
from board.engines.pagecache.upstream import UpstreamResponse

HTML = ("Content-Type", "text/html")


class Chunks(list):
    """A body that is at hand, or is read while it is sent."""

    def __init__(self, *chunks, streaming=False):
        super().__init__(chunks)
        self.streaming = streaming
        self.closed = 0

    def close(self):
        self.closed += 1


def upstream(chunks=None, headers=(HTML,)):
    """The response of a small application."""
    chunks = Chunks(b"x" * MIN_COMPRESSED_BYTES) if chunks is None else chunks

    def application(environ, start_response):
        start_response("200 OK", list(headers))
        return chunks

    return UpstreamResponse(application, {}, None)


def sent(response, accepted="gzip", method="GET"):
    """Send a response; return headers and body."""
    sent_headers = []
    environ = {"REQUEST_METHOD": method, "HTTP_ACCEPT_ENCODING": accepted}
    body = response.send(environ, lambda status, headers: sent_headers.extend(headers))
    return dict(sent_headers), b"".join(body)


def test_page_is_compressed_with_its_headers():
    response = upstream(headers=[HTML, ("Vary", "Cookie"), ("Content-Length", "9999")])
    headers, body = sent(response)
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Vary"] == "Cookie, Accept-Encoding"
    assert headers["Content-Length"] == str(len(body))
    assert response.chunks.closed == 1


def test_short_page_is_not_compressed_but_varies():
    headers, body = sent(upstream(Chunks(b"x" * (MIN_COMPRESSED_BYTES - 1))))
    assert "Content-Encoding" not in headers
    assert headers["Vary"] == "Accept-Encoding"
    assert len(body) == MIN_COMPRESSED_BYTES - 1


@pytest.mark.parametrize(
    ("response", "accepted", "method"),
    [
        (upstream(Chunks(b"x" * 9999, streaming=True)), "gzip", "GET"),
        (upstream(), "", "GET"),
        (upstream(), "gzip", "POST"),
        (upstream(headers=[HTML, ("Set-Cookie", "a=b")]), "gzip", "GET"),
        (upstream(headers=[HTML, ("Cache-Control", "Private")]), "gzip", "GET"),
        (upstream(headers=[HTML, ("Cache-Control", "no-store")]), "gzip", "GET"),
        (upstream(headers=[HTML, ("Content-Encoding", "br")]), "gzip", "GET"),
        (upstream(headers=[("Content-Type", "application/pdf")]), "gzip", "GET"),
    ],
    ids=["stream", "unasked", "post", "cookie", "private", "no-store", "encoded", "pdf"],
)
def test_other_responses_are_sent_unchanged(response, accepted, method):
    headers, body = sent(response, accepted, method)
    assert headers == dict(response.headers)
    assert body == b"".join(response.chunks)
    assert response.chunks.closed == 0


def test_header_names_are_case_insensitive():
    assert upstream(headers=[("CONTENT-type", "text/plain"), ("A", "b")]).header("content-type") == "text/plain"
    assert upstream(headers=[]).header("content-type") == ""


def test_written_body_comes_before_the_iterable():
    def application(environ, start_response):
        start_response("200 OK", [HTML])(b"first ")
        return [b"second"]

    response = UpstreamResponse(application, {}, None)
    assert not response.is_complete
    assert response.body() == b"first second"
