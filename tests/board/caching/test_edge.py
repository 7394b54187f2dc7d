"""What is kept, for whom, and what is sent: around a stand-in for Django."""

import gzip
import threading
import time

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse

from board.caching import edge
from board.caching.answers import Read
from board.caching.edge import PageCache
from board.caching.middleware import ENVIRON_KEY

from .conftest import Got, request

pytestmark = pytest.mark.django_db  # An answer that ends closes connections.

PAGE = "<!DOCTYPE html><title>A page</title>" + "<p>What it says.</p>" * 200


class Site:
    """Answers like Django, counts, and says in the answer what it was asked."""

    def __init__(self):
        self.asked = []
        self.reads = []
        self.expires = None
        self.response = lambda path: HttpResponse(PAGE + path)
        self.seconds = 0

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"] + "?" + environ["QUERY_STRING"])
        time.sleep(self.seconds)
        response = self.response(environ["PATH_INFO"] + "?" + environ["QUERY_STRING"])
        if answer := environ.get(ENVIRON_KEY):
            answer.reads = None if self.reads is None else dict.fromkeys(self.reads)
            answer.expires = self.expires
            answer.may_be_kept = not response.streaming and not response.cookies
        headers = [*response.items(), *(("Set-Cookie", c.OutputString()) for c in response.cookies.values())]
        start_response(f"{response.status_code} {response.reason_phrase}", headers)
        return response


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def cache(site, content_stamp):
    return PageCache(site)


@pytest.fixture
def second_worker(site, cache, other_process):
    worker = PageCache(site)
    worker.stamp = other_process
    return worker


def change(stamp):
    stamp.open()
    stamp.close()


def test_a_page_is_made_once_until_something_changes(ask, cache, site, content_stamp):
    first = ask(cache)
    assert (first.status, first.text) == (200, PAGE + "/?")
    assert ask(cache).text == first.text
    assert len(site.asked) == 1
    change(content_stamp)
    site.response = lambda path: HttpResponse("new")
    assert ask(cache).text == "new"


def test_what_changes_while_a_page_is_made_makes_it_again(ask, cache, site, content_stamp):
    def respond(path):
        if len(site.asked) == 1:
            change(content_stamp)
            return HttpResponse("half old, half new")
        return HttpResponse("new")

    site.response = respond
    assert ask(cache).text == "new"
    assert ask(cache).text == "new"
    assert len(site.asked) == 2


def test_a_change_with_every_page_that_is_made_ends_somewhere(ask, cache, site, content_stamp):
    def respond(path):
        change(content_stamp)
        return HttpResponse("as it came")

    site.response = respond
    assert ask(cache).text == "as it came"
    assert ask(cache).text == "as it came"
    assert len(site.asked) > 2


@pytest.mark.parametrize(
    "response",
    [
        lambda path: HttpResponse("not there", status=404),
        lambda path: HttpResponse("wrong", status=500),
        lambda path: HttpResponse("elsewhere", status=302, headers={"Location": "/"}),
        lambda path: HttpResponse("mine", headers={"Cache-Control": "private"}),
        lambda path: HttpResponse("mine", headers={"Cache-Control": "max-age=0, no-store"}),
        lambda path: StreamingHttpResponse([b"a ", b"file"]),
    ],
)
def test_what_is_never_kept(ask, cache, site, response):
    site.response = response
    assert ask(cache).content == ask(cache).content
    assert len(site.asked) == 2


def test_an_answer_with_a_cookie_is_never_kept(ask, cache, site):
    def respond(path):
        response = HttpResponse("a form")
        response.set_cookie("csrftoken", "secret")
        return response

    site.response = respond
    assert "Set-Cookie" in ask(cache).headers
    assert "Set-Cookie" in ask(cache).headers
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "how",
    [
        {"cookie": "sessionid=abc"},
        {"cookie": "other=1; csrftoken=abc"},
        {"cookie": "sessionid =abc"},
        {"cookie": "other=1;\tcsrftoken\t=abc"},
        {"authorization": "Basic abc"},
        {"method": "POST"},
        {"path": "/admin/"},
    ],
)
def test_who_is_somebody_passes_untouched(ask, cache, site, how):
    ask(cache)
    how = {"path": "/", **how}
    got = ask(cache, accept_encoding="gzip", **how)
    assert "Content-Encoding" not in got.headers
    assert "ETag" not in got.headers
    assert len(site.asked) == 2


def test_cookies_of_others_change_nothing(ask, cache, site):
    ask(cache)
    ask(cache, cookie="_ga=1; theme=dark")
    assert len(site.asked) == 1


def test_a_notice_of_withdrawal_is_kept_and_is_not_the_page(ask, cache, site, content_stamp):
    page = ask(cache)
    change(content_stamp)
    site.response = lambda path: HttpResponse(PAGE + path, status=410)
    gone = ask(cache)
    assert gone.status == ask(cache, if_none_match=gone.headers["ETag"]).status == 410
    assert gone.headers["ETag"] != page.headers["ETag"]
    assert len(site.asked) == 2


# The key ------------------------------------------------------------------------------------------


def test_scheme_and_host_make_another_page(ask, cache, site):
    for host in ("localhost", "board.example.org", "localhost:80"):
        ask(cache, host=host)
    assert len(site.asked) == 3


def test_one_host_is_one_page_however_it_is_written(ask, cache, site):
    for host in ("localhost", "LOCALHOST", "LocalHost.", "localhost"):
        assert ask(cache, host=host).status == 200
    assert len(site.asked) == 1


def test_a_site_that_a_header_moves_is_kept_for_nobody(ask, cache, site):
    environ = {**request("/"), "SCRIPT_NAME": "/elsewhere"}
    Got(cache, environ)
    assert "ETag" not in Got(cache, environ).headers
    ask(cache)
    assert len(site.asked) == 3


def test_a_port_that_nobody_serves_is_answered_and_not_kept(ask, cache, site):
    for _ in range(2):
        assert ask(cache, host="localhost:12345").status == 200
    assert len(site.asked) == 2


def test_nonsense_in_the_query_string_fills_nothing_and_is_in_no_page(ask, cache, site):
    for number in range(20):
        assert ask(cache, query=f"utm_source={number}&x").text == PAGE + "/?"
    # Made once with the nonsense, which is thrown away, and once without it.
    assert site.asked == ["/?utm_source=0&x", "/?"]
    assert len(cache.shelf.pages) == 1


def test_what_is_read_makes_another_page(ask, cache, site):
    site.reads = [Read("page", last=True)]
    pages = {ask(cache, query=f"page={number}&junk={number}").text for number in (1, 2, 3)}
    assert len(pages) == 3
    assert ask(cache, query="other=1&page=2").text == PAGE + "/?page=2"
    assert ask(cache, query="page=9&page=2").text == PAGE + "/?page=2"
    assert ask(cache).text == PAGE + "/?"
    assert len(cache.shelf.pages) == 4


def test_two_ways_of_reading_one_address(ask, cache, site):
    def respond(path):
        site.reads = [Read("q", last=True)]
        if "kind=" in path:
            site.reads = [Read("q", last=True), Read("kind", last=False)]
        return HttpResponse(path)

    site.response = respond
    assert ask(cache, query="kind=a&kind=b").text == "/?kind=a&kind=b"
    assert ask(cache, query="kind=a&kind=c").text == "/?kind=a&kind=c"
    assert ask(cache, query="kind=a&kind=b&x=1").text == "/?kind=a&kind=b"


def test_a_page_that_reads_the_whole_query_is_kept_without_one_only(ask, cache, site):
    site.reads = None
    for query in ("", "", "a=1", "a=1"):
        ask(cache, query=query)
    assert site.asked == ["/?", "/?a=1", "/?a=1"]


def test_what_people_type_is_kept_nowhere(ask, cache, site, folder):
    site.reads = [Read("q", last=True), Read("page", last=True)]
    for _ in range(2):
        ask(cache, path="/search/", query="q=my+brother+hits+me")
    assert len(site.asked) == 2
    assert not cache.shelf.pages
    written = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not any(b"brother" in content for content in written)
    ask(cache, path="/search/", query="q=")
    ask(cache, path="/search/")
    assert len(cache.shelf.pages) == 2


def test_too_many_parameters_are_left_to_django(ask, cache, site):
    ask(cache)
    ask(cache, query="&".join(f"a{number}=1" for number in range(20_000)))
    assert len(site.asked) == 2


def test_room_is_bounded_and_the_least_used_goes(ask, cache, site, content_stamp):
    cache.limit = 200_000
    change(content_stamp)
    ask(cache, path="/used/")
    for number in range(100):
        ask(cache, path=f"/{number}/")
        ask(cache, path="/used/")
    assert cache.shelf.size <= 200_000
    assert len(cache.shelf.pages) < 30
    assert site.asked.count("/used/?") == 1


def test_the_setting_says_how_many_megabytes(site, content_stamp, settings):
    settings.PAGE_CACHE_MB = 3
    assert PageCache(site).limit == 3_145_728


# What is sent -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "encoding", "decoded"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("gzip;q=1.0, br;q=0.1", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("deflate", None, bytes),
        ("gzip;q=0", None, bytes),
        ("identity, gzip;q=0.5", None, bytes),
        ("gzip;q=nonsense", None, bytes),
        ("", None, bytes),
    ],
)
def test_encodings(ask, cache, accepted, encoding, decoded):
    for _ in range(2):  # Made, and kept.
        got = ask(cache, accept_encoding=accepted)
        assert got.headers.get("Content-Encoding") == encoding
        assert decoded(got.content).decode() == PAGE + "/?"
        assert got.headers["Content-Length"] == str(len(got.content))
        assert got.headers["Vary"] == "Accept-Encoding"
        assert got.headers["Cache-Control"] == "public, no-cache"


def test_a_strong_etag_for_each_encoding(ask, cache, second_worker, site):
    tags = {accepted: ask(cache, accept_encoding=accepted).headers["ETag"] for accepted in ("br", "gzip", "")}
    assert len(set(tags.values())) == 3
    assert not any(tag.startswith("W/") for tag in tags.values())
    for accepted, tag in tags.items():
        assert ask(second_worker, accept_encoding=accepted).headers["ETag"] == tag
        for known in (tag, f'"other", W/{tag}', "*"):
            unchanged = ask(cache, accept_encoding=accepted, if_none_match=known)
            assert (unchanged.status, unchanged.content) == (304, b"")
            assert unchanged.headers["ETag"] == tag
            assert "Content-Length" not in unchanged.headers
    assert ask(cache, accept_encoding="gzip", if_none_match=tags["br"]).status == 200
    assert len(site.asked) == 1


def test_the_first_reader_gets_a_whole_page_whatever_he_has_already(ask, cache, site, content_stamp):
    tag = ask(cache).headers["ETag"]
    change(content_stamp)
    assert ask(cache, if_none_match=tag, range="bytes=0-1").status == 304
    assert ask(cache).text == PAGE + "/?"


def test_head_comes_from_get(ask, cache, site):
    whole = ask(cache)
    head = ask(cache, method="HEAD")
    assert (head.status, head.content, head.headers) == (200, b"", whole.headers)
    assert len(site.asked) == 1


def test_what_is_not_kept_is_compressed_too(ask, cache, site):
    site.response = lambda path: HttpResponse(PAGE, status=404, headers={"Vary": "Cookie"})
    got = ask(cache, accept_encoding="br")
    assert brotli.decompress(got.content).decode() == PAGE
    assert got.headers["Vary"] == "Cookie, Accept-Encoding"


def test_an_answer_with_a_secret_is_not_compressed(ask, cache, site):
    def respond(path):
        response = HttpResponse(PAGE)
        response.set_cookie("csrftoken", "secret")
        return response

    site.response = respond
    assert "Content-Encoding" not in ask(cache, accept_encoding="br").headers


def test_only_nginx_hears_until_when(ask, cache, site):
    site.expires = time.time() + 100
    assert "X-Accel-Expires" not in ask(cache).headers
    until = int(ask(cache, x_page_cache="nginx").headers["X-Accel-Expires"].removeprefix("@"))
    assert site.expires - 2 < until <= site.expires - 1


def test_a_cdn_hears_for_how_long(ask, cache, site, settings):
    settings.CDN_SECONDS = 30
    headers = ask(cache).headers
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=30, stale-if-error=30"
    assert headers["Surrogate-Key"] == headers["Cache-Tag"] == "board"
    site.expires = time.time() + 10
    assert "s-maxage=9," in ask(cache, path="/soon/").headers["Cache-Control"]


# Time ---------------------------------------------------------------------------------------------


@pytest.fixture
def later(monkeypatch):
    """Let the cache's clock go forward: ``later(60)``."""

    def forward(seconds):
        class Later:
            monotonic, sleep = time.monotonic, time.sleep

            @staticmethod
            def time():
                return time.time() + seconds

        monkeypatch.setattr(edge, "time", Later)

    return forward


def test_a_page_ends_at_its_moment(ask, cache, second_worker, site, later):
    site.expires = time.time() + 600
    ask(cache)
    ask(second_worker)
    assert len(site.asked) == 1
    later(599)
    ask(cache)
    assert len(site.asked) == 1
    later(601)
    site.expires = None
    ask(cache)
    ask(second_worker)
    assert len(site.asked) == 2


def test_nothing_is_kept_longer_than_is_allowed(ask, cache, site, settings):
    settings.PAGE_CACHE_SECONDS = 0
    ask(cache)
    ask(cache)
    assert len(site.asked) == 2


# Many at once, and trouble ------------------------------------------------------------------------


def test_of_two_hundred_readers_of_two_workers_one_waits_for_the_page_to_be_made(ask, cache, second_worker, site):
    site.seconds = 0.3
    texts = []
    readers = [
        threading.Thread(target=lambda worker: texts.append(ask(worker).text), args=(worker,))
        for worker in (cache, second_worker) * 100
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(site.asked) == 1
    assert texts == [PAGE + "/?"] * 200
    assert not cache.turns.waiting


def test_nobody_waits_for_a_slow_page_for_ever(ask, cache, site, monkeypatch):
    monkeypatch.setattr("board.caching.turns.PATIENCE", 0.1)
    site.seconds = 0.5
    readers = [threading.Thread(target=ask, args=(cache,)) for _ in range(3)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(site.asked) == 3


def test_pages_that_are_never_kept_wait_for_nobody(ask, cache, site):
    site.response = lambda path: HttpResponse("not there", status=404)
    ask(cache)
    site.seconds = 0.3
    started = time.monotonic()
    readers = [threading.Thread(target=ask, args=(cache,)) for _ in range(10)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert time.monotonic() - started < 2


def test_an_error_of_the_site_shows_the_last_page_where_nothing_changed(ask, cache, site, later, content_stamp):
    site.expires = time.time() + 600
    page = ask(cache).text
    later(601)
    site.expires = None
    site.response = lambda path: HttpResponse("the database is away", status=503)
    got = ask(cache)
    assert (got.status, got.text) == (200, page)
    change(content_stamp)
    assert ask(cache).status == 503
    site.response = lambda path: HttpResponse("well again")
    assert ask(cache).text == "well again"
    assert ask(cache).text == "well again"


def test_a_worker_that_starts_finds_what_the_others_have_made(ask, cache, second_worker, site):
    ask(cache)
    ask(second_worker)
    ask(second_worker, query="page=2")
    assert site.asked == ["/?"]


def test_folders_of_earlier_stamps_are_removed(ask, cache, content_stamp, folder, monkeypatch):
    monkeypatch.setattr("board.caching.files.YOUNG", -1)
    for _ in range(5):
        ask(cache)
        change(content_stamp)
    ask(cache)
    deadline = time.monotonic() + 10

    def left():
        return {path.name for path in folder.iterdir() if len(path.name) == len(content_stamp.read())}

    while len(left()) > 1 and time.monotonic() < deadline:
        cache.files.remove_all_but(content_stamp.read())
    assert left() == {content_stamp.read()}
    assert (folder / "closed").is_dir()


def test_a_stamp_that_nobody_can_read_keeps_nothing_for_long(ask, cache, site, settings, monkeypatch):
    page = ask(cache).text
    monkeypatch.setattr(cache.stamp, "read", lambda: None)
    site.response = lambda path: HttpResponse("asked")
    assert ask(cache).text == page
    settings.PAGE_CACHE_UNCONFIRMED_SECONDS = 0
    assert ask(cache).text == "asked"


def test_off_is_off(site, settings):
    settings.PAGE_CACHE = False
    assert edge.cached(site) is site


def test_what_is_written_beside_a_page_that_is_made_is_waited_for(cache, content_stamp, other_process):
    """A stamp in a file follows its commit after an instant."""
    before = content_stamp.read()
    other_process.open()
    threading.Timer(edge.AN_INSTANT / 4, other_process.close).start()
    assert cache.has_moved(before)


def test_where_nobody_writes_nothing_is_waited_for(cache, content_stamp, monkeypatch):
    monkeypatch.setattr(edge.time, "sleep", lambda seconds: pytest.fail("It waited."))
    assert not cache.has_moved(content_stamp.read())
