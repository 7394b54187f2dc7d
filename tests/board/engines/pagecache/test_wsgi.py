"""What is stored, for whom, and what is sent: around a stand-in for Django."""

import gzip
import threading
import time

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse

from board.engines.pagecache import stored_response, upstream, wsgi
from board.engines.pagecache.dependencies import ENVIRON_KEY, ParameterRead
from board.engines.pagecache.wsgi import PageCache

from .conftest import SentResponse, request

pytestmark = pytest.mark.django_db  # The end of a response closes connections.

PAGE = "<!DOCTYPE html><title>A page</title>" + "<p>What it says.</p>" * 200


class Site:
    """Responds like Django, notes the requests, and repeats the address in the response."""

    def __init__(self):
        self.requests = []
        self.parameters = []
        self.expires = None
        self.response = lambda path: HttpResponse(PAGE + path)
        self.seconds = 0

    def __call__(self, environ, start_response):
        self.requests.append(environ["PATH_INFO"] + "?" + environ["QUERY_STRING"])
        time.sleep(self.seconds)
        response = self.response(environ["PATH_INFO"] + "?" + environ["QUERY_STRING"])
        if dependencies := environ.get(ENVIRON_KEY):
            dependencies.parameters = None if self.parameters is None else dict.fromkeys(self.parameters)
            dependencies.expires = self.expires
            dependencies.is_storable = not response.streaming and not response.cookies
        headers = [*response.items(), *(("Set-Cookie", c.OutputString()) for c in response.cookies.values())]
        start_response(f"{response.status_code} {response.reason_phrase}", headers)
        return response


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def cache(site, content_version):
    return PageCache(site)


@pytest.fixture
def second_worker(site, cache, other_process):
    worker = PageCache(site)
    worker.content_version = other_process
    return worker


def change(version):
    version.begin_write()
    version.end_write()


def test_page_is_fetched_once_until_content_changes(ask, cache, site, content_version):
    first = ask(cache)
    assert (first.status, first.text) == (200, PAGE + "/?")
    assert ask(cache).text == first.text
    assert len(site.requests) == 1
    change(content_version)
    site.response = lambda path: HttpResponse("new")
    assert ask(cache).text == "new"


def test_page_is_fetched_again_if_content_changes_during_the_fetch(ask, cache, site, content_version):
    def respond(path):
        if len(site.requests) == 1:
            change(content_version)
            return HttpResponse("half old, half new")
        return HttpResponse("new")

    site.response = respond
    assert ask(cache).text == "new"
    assert ask(cache).text == "new"
    assert len(site.requests) == 2


def test_number_of_fetches_is_limited_while_content_keeps_changing(ask, cache, site, content_version):
    def respond(path):
        change(content_version)
        return HttpResponse("as it came")

    site.response = respond
    assert ask(cache).text == "as it came"
    assert ask(cache).text == "as it came"
    assert len(site.requests) > 2


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
def test_unstorable_response_is_not_stored(ask, cache, site, response):
    site.response = response
    assert ask(cache).content == ask(cache).content
    assert len(site.requests) == 2


def test_response_with_a_cookie_is_not_stored(ask, cache, site):
    def respond(path):
        response = HttpResponse("a form")
        response.set_cookie("csrftoken", "secret")
        return response

    site.response = respond
    assert "Set-Cookie" in ask(cache).headers
    assert "Set-Cookie" in ask(cache).headers
    assert len(site.requests) == 2


@pytest.mark.parametrize(
    "differing",
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
def test_personal_request_passes_untouched(ask, cache, site, differing):
    ask(cache)
    response = ask(cache, accept_encoding="gzip", **differing)
    assert "Content-Encoding" not in response.headers
    assert "ETag" not in response.headers
    assert len(site.requests) == 2


def test_foreign_cookies_do_not_bypass_the_cache(ask, cache, site):
    ask(cache)
    ask(cache, cookie="_ga=1; theme=dark")
    assert len(site.requests) == 1


def test_withdrawal_notice_is_stored_with_another_etag_than_the_page(ask, cache, site, content_version):
    page = ask(cache)
    change(content_version)
    site.response = lambda path: HttpResponse(PAGE + path, status=410)
    gone = ask(cache)
    assert gone.status == ask(cache, if_none_match=gone.headers["ETag"]).status == 410
    assert gone.headers["ETag"] != page.headers["ETag"]
    assert len(site.requests) == 2


# The key ------------------------------------------------------------------------------------------


def test_host_is_part_of_the_key(ask, cache, site):
    for host in ("localhost", "board.example.org", "localhost:80"):
        ask(cache, host=host)
    assert len(site.requests) == 3


def test_spellings_of_a_host_share_a_key(ask, cache, site):
    for host in ("localhost", "LOCALHOST", "LocalHost.", "localhost"):
        assert ask(cache, host=host).status == 200
    assert len(site.requests) == 1


def test_request_with_a_script_name_is_not_stored(ask, cache, site):
    environ = {**request("/"), "SCRIPT_NAME": "/elsewhere"}
    SentResponse(cache, environ)
    assert "ETag" not in SentResponse(cache, environ).headers
    ask(cache)
    assert len(site.requests) == 3


def test_request_with_an_unknown_port_passes(ask, cache, site):
    for _ in range(2):
        assert ask(cache, host="localhost:12345").status == 200
    assert len(site.requests) == 2


def test_unread_parameters_are_in_no_page_and_share_a_key(ask, cache, site):
    for number in range(20):
        assert ask(cache, query=f"utm_source={number}&x").text == PAGE + "/?"
    # Fetched once with them, which is thrown away, and once without.
    assert site.requests == ["/?utm_source=0&x", "/?"]
    assert len(cache.store.responses) == 1


def test_read_parameters_are_part_of_the_key(ask, cache, site):
    site.parameters = [ParameterRead("page", last=True)]
    pages = {ask(cache, query=f"page={number}&junk={number}").text for number in (1, 2, 3)}
    assert len(pages) == 3
    assert ask(cache, query="other=1&page=2").text == PAGE + "/?page=2"
    assert ask(cache, query="page=9&page=2").text == PAGE + "/?page=2"
    assert ask(cache).text == PAGE + "/?"
    assert len(cache.store.responses) == 4


def test_address_with_two_variations(ask, cache, site):
    def respond(path):
        site.parameters = [ParameterRead("q", last=True)]
        if "kind=" in path:
            site.parameters = [ParameterRead("q", last=True), ParameterRead("kind", last=False)]
        return HttpResponse(path)

    site.response = respond
    assert ask(cache, query="kind=a&kind=b").text == "/?kind=a&kind=b"
    assert ask(cache, query="kind=a&kind=c").text == "/?kind=a&kind=c"
    assert ask(cache, query="kind=a&kind=b&x=1").text == "/?kind=a&kind=b"


def test_page_that_reads_the_whole_query_is_stored_only_without_one(ask, cache, site):
    site.parameters = None
    for query in ("", "", "a=1", "a=1"):
        ask(cache, query=query)
    assert site.requests == ["/?", "/?a=1", "/?a=1"]


def test_response_to_a_private_parameter_is_not_stored(ask, cache, site, folder):
    site.parameters = [ParameterRead("q", last=True), ParameterRead("page", last=True)]
    for _ in range(2):
        ask(cache, path="/search/", query="q=my+brother+hits+me")
    assert len(site.requests) == 2
    assert not cache.store.responses
    written = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not any(b"brother" in content for content in written)
    ask(cache, path="/search/", query="q=")
    ask(cache, path="/search/")
    assert len(cache.store.responses) == 2


def test_request_with_too_many_parameters_passes(ask, cache, site):
    ask(cache)
    ask(cache, query="&".join(f"a{number}=1" for number in range(20_000)))
    assert len(site.requests) == 2


def test_store_is_limited_and_keeps_the_most_used_page(ask, cache, site, content_version):
    cache.limit = 200_000
    change(content_version)
    ask(cache, path="/used/")
    for number in range(100):
        ask(cache, path=f"/{number}/")
        ask(cache, path="/used/")
    assert cache.store.size <= 200_000
    assert len(cache.store.responses) < 30
    assert site.requests.count("/used/?") == 1


def test_limit_comes_from_the_setting(site, content_version, settings):
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
def test_response_is_sent_in_the_accepted_encoding(ask, cache, accepted, encoding, decoded):
    for _ in range(2):  # Fetched, and stored.
        response = ask(cache, accept_encoding=accepted)
        assert response.headers.get("Content-Encoding") == encoding
        assert decoded(response.content).decode() == PAGE + "/?"
        assert response.headers["Content-Length"] == str(len(response.content))
        assert response.headers["Vary"] == "Accept-Encoding"
        assert response.headers["Cache-Control"] == "public, no-cache"


def test_each_encoding_has_a_strong_etag_in_every_worker(ask, cache, second_worker, site):
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
    assert len(site.requests) == 1


def test_conditional_request_fetches_a_complete_page(ask, cache, site, content_version):
    tag = ask(cache).headers["ETag"]
    change(content_version)
    assert ask(cache, if_none_match=tag, range="bytes=0-1").status == 304
    assert ask(cache).text == PAGE + "/?"


def test_head_is_answered_from_the_response_to_get(ask, cache, site):
    whole = ask(cache)
    head = ask(cache, method="HEAD")
    assert (head.status, head.content, head.headers) == (200, b"", whole.headers)
    assert len(site.requests) == 1


def test_unstorable_response_is_compressed(ask, cache, site):
    site.response = lambda path: HttpResponse(PAGE, status=404, headers={"Vary": "Cookie"})
    response = ask(cache, accept_encoding="br")
    assert brotli.decompress(response.content).decode() == PAGE
    assert response.headers["Vary"] == "Cookie, Accept-Encoding"


def test_response_with_a_cookie_is_not_compressed(ask, cache, site):
    def respond(path):
        response = HttpResponse(PAGE)
        response.set_cookie("csrftoken", "secret")
        return response

    site.response = respond
    assert "Content-Encoding" not in ask(cache, accept_encoding="br").headers


def test_expiry_is_sent_to_nginx_only(ask, cache, site):
    site.expires = time.time() + 100
    assert "X-Accel-Expires" not in ask(cache).headers
    until = int(ask(cache, x_page_cache="nginx").headers["X-Accel-Expires"].removeprefix("@"))
    assert site.expires - 2 < until <= site.expires - 1


def test_cdn_headers_end_with_the_page(ask, cache, site, settings):
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

        for module in (wsgi, stored_response, upstream):
            monkeypatch.setattr(module, "time", Later)

    return forward


def test_expired_page_is_fetched_again(ask, cache, second_worker, site, later):
    site.expires = time.time() + 600
    ask(cache)
    ask(second_worker)
    assert len(site.requests) == 1
    later(599)
    ask(cache)
    assert len(site.requests) == 1
    later(601)
    site.expires = None
    ask(cache)
    ask(second_worker)
    assert len(site.requests) == 2


def test_nothing_is_stored_with_a_longest_time_of_zero(ask, cache, site, settings):
    settings.PAGE_CACHE_SECONDS = 0
    ask(cache)
    ask(cache)
    assert len(site.requests) == 2


# Many at once, and trouble ------------------------------------------------------------------------


def test_two_hundred_requests_of_two_workers_are_coalesced_into_one_fetch(ask, cache, second_worker, site):
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
    assert len(site.requests) == 1
    assert texts == [PAGE + "/?"] * 200
    assert not cache.coalescer.waiting


def test_request_waits_for_a_slow_fetch_no_longer_than_the_longest_wait(ask, cache, site, monkeypatch):
    monkeypatch.setattr("board.engines.pagecache.coalescing.MAX_WAIT", 0.1)
    site.seconds = 0.5
    readers = [threading.Thread(target=ask, args=(cache,)) for _ in range(3)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(site.requests) == 3


def test_requests_for_unstorable_pages_are_not_coalesced(ask, cache, site):
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


def test_server_error_is_replaced_by_a_stale_page_of_the_same_version(ask, cache, site, later, content_version):
    site.expires = time.time() + 600
    page = ask(cache).text
    later(601)
    site.expires = None
    site.response = lambda path: HttpResponse("the database is away", status=503)
    response = ask(cache)
    assert (response.status, response.text) == (200, page)
    change(content_version)
    assert ask(cache).status == 503
    site.response = lambda path: HttpResponse("well again")
    assert ask(cache).text == "well again"
    assert ask(cache).text == "well again"


def test_new_worker_finds_shared_responses(ask, cache, second_worker, site):
    ask(cache)
    ask(second_worker)
    ask(second_worker, query="page=2")
    assert site.requests == ["/?"]


def test_folders_of_superseded_versions_are_removed(ask, cache, content_version, folder, monkeypatch):
    monkeypatch.setattr("board.engines.pagecache.shared_store.MIN_FOLDER_AGE", -1)
    for _ in range(5):
        ask(cache)
        change(content_version)
    ask(cache)
    deadline = time.monotonic() + 10

    def left():
        return {path.name for path in folder.iterdir() if len(path.name) == len(content_version.read())}

    while len(left()) > 1 and time.monotonic() < deadline:
        cache.shared_store.remove_superseded(content_version.read())
    assert left() == {content_version.read()}
    assert (folder / "closed").is_dir()


def test_late_sweep_of_a_superseded_version_leaves_the_current_one(ask, cache, content_version, folder, monkeypatch):
    monkeypatch.setattr("board.engines.pagecache.shared_store.MIN_FOLDER_AGE", -1)
    monkeypatch.setattr(cache.shared_store, "sweep", lambda version: None)
    ask(cache)
    superseded = content_version.read()
    change(content_version)
    ask(cache)
    assert (folder / superseded).is_dir()
    cache.shared_store.remove_superseded(superseded)
    assert (folder / content_version.read()).is_dir()


def test_store_is_used_for_a_limited_time_without_a_known_version(ask, cache, site, settings, monkeypatch):
    page = ask(cache).text
    monkeypatch.setattr(cache.content_version, "read", lambda: None)
    site.response = lambda path: HttpResponse("asked")
    assert ask(cache).text == page
    monkeypatch.setattr(wsgi, "UNCONFIRMED_SECONDS", 0)
    assert ask(cache).text == "asked"


def test_page_cache_can_be_switched_off(site, settings):
    settings.PAGE_CACHE = False
    assert wsgi.with_page_cache(site) is site


def test_write_beside_a_fetch_is_waited_for(cache, content_version, other_process):
    """A version in a file is renewed an instant after its commit."""
    before = content_version.read()
    other_process.begin_write()
    threading.Timer(wsgi.RENEWAL_SECONDS / 4, other_process.end_write).start()
    assert cache.has_changed_since(before)


def test_nothing_is_waited_for_without_a_write(cache, content_version, monkeypatch):
    monkeypatch.setattr(wsgi.time, "sleep", lambda seconds: pytest.fail("It waited."))
    assert not cache.has_changed_since(content_version.read())
