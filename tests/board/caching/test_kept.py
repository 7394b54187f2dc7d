"""Kept answers: how long, in how many bytes, and what tells readers' copies apart."""

import time

import pytest

from board.caching.encodings import BROTLI, GZIP, IDENTITY, WORTH_IT, encoding_for, is_compressible
from board.caching.kept import NGINX_ASKS, OVERHEAD, Kept, is_among

HTML = [("Content-Type", "text/html; charset=utf-8")]


def kept(body=b"x" * 1000, headers=HTML, status="200 OK", **fields):
    return Kept(status, list(headers), body, **{"made": 1000.0, **fields})


def sent(page, **asked):
    """Send an answer; return status, headers and body."""
    got = []
    body = page.send({"REQUEST_METHOD": "GET", **asked}, lambda status, headers: got.extend([status, headers]))
    return got[0], dict(got[1]), b"".join(body)


def test_it_is_kept_until_the_longest_time_or_its_own_moment(settings):
    settings.PAGE_CACHE_SECONDS = 100
    assert kept().until == 1100
    assert kept(expires=1050.0).until == 1050
    assert kept(expires=2000.0).until == 1100


def test_its_size_is_more_than_its_bytes():
    assert kept(b"").size == OVERHEAD
    assert kept(b"x" * 10).size == OVERHEAD + 20


@pytest.mark.parametrize(("length", "is_compressed"), [(WORTH_IT - 1, False), (WORTH_IT, True)])
def test_what_is_long_enough_is_compressed(length, is_compressed):
    page = kept(b"x" * length)
    assert page.is_compressible is is_compressed
    _, headers, body = sent(page, HTTP_ACCEPT_ENCODING="gzip")
    assert ("Content-Encoding" in headers) is is_compressed
    assert headers["Content-Length"] == str(len(body))


def test_each_encoding_is_made_once():
    page = kept()
    assert page.in_encoding(GZIP) is page.in_encoding(GZIP)
    assert page.in_encoding(GZIP).etag != page.in_encoding(IDENTITY).etag


def test_another_status_or_type_is_another_answer():
    tags = {
        kept().in_encoding(IDENTITY).etag,
        kept(status="410 Gone").in_encoding(IDENTITY).etag,
        kept(headers=[("Content-Type", "text/plain")]).in_encoding(IDENTITY).etag,
        kept(b"y" * 1000).in_encoding(IDENTITY).etag,
    }
    assert len(tags) == 4


def test_headers_that_we_set_anew_replace_the_old():
    old = [*HTML, ("ETag", '"old"'), ("Cache-Control", "max-age=9"), ("Content-Length", "9"), ("X-Other", "stays")]
    _, headers, _ = sent(kept(headers=old))
    assert headers["X-Other"] == "stays"
    assert headers["Cache-Control"] == "public, no-cache"
    assert headers["Content-Length"] == "1000"
    assert headers["ETag"] != '"old"'


def test_who_has_it_gets_no_body_and_a_notice_is_always_sent():
    page, notice = kept(), kept(status="410 Gone")
    status, headers, body = sent(page, HTTP_IF_NONE_MATCH=page.in_encoding(IDENTITY).etag)
    assert (status, body) == ("304 Not Modified", b"")
    assert "Content-Length" not in headers
    assert sent(notice, HTTP_IF_NONE_MATCH=notice.in_encoding(IDENTITY).etag)[0] == "410 Gone"
    assert sent(page, REQUEST_METHOD="HEAD")[2] == b""


def test_nginx_hears_the_moment_a_second_early_and_first(settings):
    settings.PAGE_CACHE_SECONDS = 100
    assert "X-Accel-Expires" not in sent(kept())[1]
    headers = sent(kept(expires=1050.9), **{NGINX_ASKS: "1"})[1]
    assert headers["X-Accel-Expires"] == "@1049"
    assert next(iter(headers)) == "X-Accel-Expires"


@pytest.mark.parametrize(("left", "seconds"), [(60.5, 30), (10.5, 10), (-5, 0)])
def test_a_cdn_keeps_it_no_longer_than_it_is_true(settings, monkeypatch, left, seconds):
    settings.CDN_SECONDS = 30
    monkeypatch.setattr(time, "time", lambda: 1000.0)
    headers = sent(kept(expires=1000.0 + left))[1]
    assert headers["Cache-Control"] == f"public, max-age=0, s-maxage={seconds}, stale-if-error={seconds}"


@pytest.mark.parametrize(
    ("known", "is_known"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), (" * ", True), ('"b"', False), ("", False), ('"aa"', False)],
)
def test_which_tags_a_reader_names(known, is_known):
    assert is_among('"a"', known) is is_known


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip;q=0.5, br;q=0.5", BROTLI),
        ("gzip;q=0.6, br;q=0.5", GZIP),
        ("*;q=0", IDENTITY),
        ("*;q=0.5, br;q=0", GZIP),
        ("identity;q=0.5, gzip;q=0.5", GZIP),
        ("identity;q=0.6, gzip;q=0.5", IDENTITY),
        ("GZIP; q=1.000", GZIP),
        ("gzip;q=1.1", IDENTITY),
        ("gzip;q=0.000", IDENTITY),
    ],
)
def test_the_encoding_that_is_most_welcome(accepted, encoding):
    assert encoding_for(accepted) == encoding


@pytest.mark.parametrize(
    ("content_type", "is_so"),
    [
        ("text/html; charset=utf-8", True),
        ("application/atom+xml", True),
        ("application/json", True),
        ("image/svg+xml", True),
        ("text/event-stream", False),
        ("application/pdf", False),
        ("image/png", False),
        ("", False),
    ],
)
def test_which_types_grow_smaller(content_type, is_so):
    assert is_compressible(content_type) is is_so
