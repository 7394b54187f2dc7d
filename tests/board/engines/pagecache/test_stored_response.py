"""Stored responses: how long they are fresh, their size, and what tells readers' copies apart."""

import time

import pytest

from board.engines.pagecache.encodings import GZIP, IDENTITY, MIN_COMPRESSED_BYTES
from board.engines.pagecache.stored_response import NGINX_ASKS, OVERHEAD, StoredResponse, names_etag

HTML = [("Content-Type", "text/html; charset=utf-8")]


def stored(body=b"x" * 1000, headers=HTML, status="200 OK", **fields):
    return StoredResponse(status, list(headers), body, **{"generated": 1000.0, **fields})


def sent(response, **environ):
    """Send a response; return status, headers and body."""
    start = []
    body = response.send({"REQUEST_METHOD": "GET", **environ}, lambda status, headers: start.extend([status, headers]))
    return start[0], dict(start[1]), b"".join(body)


def test_response_is_fresh_until_it_expires_or_the_longest_time(settings):
    settings.PAGE_CACHE_SECONDS = 100
    assert stored().fresh_until == 1100
    assert stored(expires=1050.0).fresh_until == 1050
    assert stored(expires=2000.0).fresh_until == 1100


@pytest.mark.parametrize(("now", "is_fresh"), [(999.0, False), (1000.0, True), (1099.0, True), (1100.0, False)])
def test_response_is_fresh_from_the_moment_it_was_generated(settings, monkeypatch, now, is_fresh):
    """Where the clock is put back, what comes of a later time is not sent."""
    settings.PAGE_CACHE_SECONDS = 100
    monkeypatch.setattr(time, "time", lambda: now)
    assert stored().is_fresh is is_fresh


def test_size_is_more_than_the_body():
    assert stored(b"").size == OVERHEAD
    assert stored(b"x" * 10).size == OVERHEAD + 20


@pytest.mark.parametrize(("length", "is_compressed"), [(MIN_COMPRESSED_BYTES - 1, False), (MIN_COMPRESSED_BYTES, True)])
def test_body_is_compressed_from_a_length_on(length, is_compressed):
    page = stored(b"x" * length)
    assert page.is_compressible is is_compressed
    _, headers, body = sent(page, HTTP_ACCEPT_ENCODING="gzip")
    assert ("Content-Encoding" in headers) is is_compressed
    assert headers["Content-Length"] == str(len(body))


def test_each_encoding_is_made_once():
    page = stored()
    assert page.in_encoding(GZIP) is page.in_encoding(GZIP)
    assert page.in_encoding(GZIP).etag != page.in_encoding(IDENTITY).etag


def test_etag_depends_on_status_type_and_body():
    tags = {
        stored().in_encoding(IDENTITY).etag,
        stored(status="410 Gone").in_encoding(IDENTITY).etag,
        stored(headers=[("Content-Type", "text/plain")]).in_encoding(IDENTITY).etag,
        stored(b"y" * 1000).in_encoding(IDENTITY).etag,
    }
    assert len(tags) == 4


def test_own_headers_replace_the_applications():
    old = [*HTML, ("ETag", '"old"'), ("Cache-Control", "max-age=9"), ("Content-Length", "9"), ("X-Other", "stays")]
    _, headers, _ = sent(stored(headers=old))
    assert headers["X-Other"] == "stays"
    assert headers["Cache-Control"] == "public, no-cache"
    assert headers["Content-Length"] == "1000"
    assert headers["ETag"] != '"old"'


def test_matching_etag_gets_304_except_for_410():
    page, notice = stored(), stored(status="410 Gone")
    status, headers, body = sent(page, HTTP_IF_NONE_MATCH=page.in_encoding(IDENTITY).etag)
    assert (status, body) == ("304 Not Modified", b"")
    assert "Content-Length" not in headers
    assert sent(notice, HTTP_IF_NONE_MATCH=notice.in_encoding(IDENTITY).etag)[0] == "410 Gone"
    assert sent(page, REQUEST_METHOD="HEAD")[2] == b""


def test_expiry_for_nginx_comes_first_and_is_a_second_early(settings):
    settings.PAGE_CACHE_SECONDS = 100
    assert "X-Accel-Expires" not in sent(stored())[1]
    headers = sent(stored(expires=1050.9), **{NGINX_ASKS: "1"})[1]
    assert headers["X-Accel-Expires"] == "@1049"
    assert next(iter(headers)) == "X-Accel-Expires"


@pytest.mark.parametrize(("left", "seconds"), [(60.5, 30), (10.5, 10), (-5, 0)])
def test_cdn_stores_response_no_longer_than_it_is_fresh(settings, monkeypatch, left, seconds):
    settings.CDN_SECONDS = 30
    monkeypatch.setattr(time, "time", lambda: 1000.0)
    headers = sent(stored(expires=1000.0 + left))[1]
    assert headers["Cache-Control"] == f"public, max-age=0, s-maxage={seconds}, stale-if-error={seconds}"


@pytest.mark.parametrize(
    ("known", "is_known"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), (" * ", True), ('"b"', False), ("", False), ('"aa"', False)],
)
def test_if_none_match_names_etag(known, is_known):
    assert names_etag(known, '"a"') is is_known
