"""nginx with the configuration in deploy/: what it answers itself, and what it leaves to the site."""

import contextlib
import gzip
import http.client
import re
import socket
import time
import uuid
from collections import Counter
from contextlib import ExitStack

import pytest

from bench import served
from bench.zero_stale import ITEM

pytestmark = [pytest.mark.xdist_group("cached"), pytest.mark.own_database]
# How many requests were made, by port.
REQUESTS: Counter = Counter()
PATIENCE = 60


class Got:
    def __init__(self, port, path, method="GET", **headers):
        REQUESTS[port] += 1
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": "localhost", **named})
        response = connection.getresponse()
        self.status, self.headers, self.content = response.status, response.headers, response.read()
        connection.close()


@pytest.fixture
def log(where, nginx):
    """What nginx has done with requests: ``log()`` returns the cache status of the last one."""

    def lines():
        return (where / "nginx" / "access.log").read_text().splitlines()

    def wait_until(is_there):
        deadline = time.monotonic() + PATIENCE
        while not is_there():
            assert time.monotonic() < deadline, "nginx has not written its log."
            time.sleep(0.005)

    # What was asked for before this test may still have to be written.
    first = f"/the-log-of-a-test-{uuid.uuid4().hex}/"
    Got(nginx, first)
    wait_until(lambda: first in "\n".join(lines()))
    before, asked_before = len(lines()), REQUESTS[nginx]

    def last():
        wait_until(lambda: len(lines()) - before >= REQUESTS[nginx] - asked_before)
        return lines()[-1].split()[-1]

    return last


def test_nginx_hits_its_cache_until_a_publication(publisher, nginx, log):
    publisher.do("publish", 1)
    first = Got(nginx, ITEM)
    assert log() == "MISS"
    again = Got(nginx, ITEM)
    assert log() == "HIT"
    assert again.content == first.content
    for name in ("Content-Type", "Content-Security-Policy", "Referrer-Policy", "ETag", "Cache-Control"):
        assert again.headers[name] == first.headers[name]
    assert "X-Accel-Expires" not in again.headers
    publisher.do("publish", 2)
    assert b"Version 2" in Got(nginx, ITEM).content
    assert log() == "MISS"


def test_nginx_hits_for_each_encoding_head_and_304(publisher, nginx, log):
    publisher.do("publish", 3)
    for accepted, encoding in (("gzip, deflate, br", "br"), ("gzip", "gzip"), ("deflate", None)):
        first = Got(nginx, ITEM, Accept_Encoding=accepted)
        assert first.headers["Content-Encoding"] == encoding
        assert Got(nginx, ITEM, Accept_Encoding=accepted).content == first.content
        assert log() == "HIT"
        unchanged = Got(nginx, ITEM, Accept_Encoding=accepted, If_None_Match=first.headers["ETag"])
        assert (unchanged.status, unchanged.content) == (304, b"")
    head = Got(nginx, ITEM, method="HEAD")
    assert (head.status, head.content) == (200, b"")
    assert log() == "HIT"


@pytest.mark.parametrize(
    ("path", "headers"),
    [(ITEM, {"Cookie": "sessionid=abc"}), (f"{ITEM}?page=2", {}), ("/no-such-page/", {}), ("/search/?q=worry", {})],
)
def test_nginx_passes_what_it_must_not_store(publisher, nginx, log, path, headers):
    for _ in range(2):
        Got(nginx, path, **headers)
        assert log() in {"BYPASS", "MISS"}


def test_nginx_log_has_no_search_words(nginx, where, log):
    Got(nginx, "/search/?q=my+brother")
    assert log() == "BYPASS"
    assert "brother" not in (where / "nginx" / "access.log").read_text()


def test_static_files_are_compressed_and_immutable(nginx):
    path = re.search(r"/static/css/site\.[0-9a-f]+\.css", Got(nginx, "/").content.decode())[0]
    got = Got(nginx, path, Accept_Encoding="gzip, br")
    assert (got.status, got.headers["Content-Encoding"], got.headers["Vary"]) == (200, "gzip", "Accept-Encoding")
    assert "immutable" in got.headers["Cache-Control"]
    assert Got(nginx, path).content == gzip.decompress(got.content)


def test_nginx_fetches_an_expired_page_again(publisher, nginx, log):
    publisher.do("alert", 1)  # Until three seconds from now.
    seen = []
    deadline = time.monotonic() + 10
    while b"Alert 1" in (got := Got(nginx, ITEM)).content and time.monotonic() < deadline:
        seen.append(log())
    assert "HIT" in seen
    assert b"Alert 1" not in got.content


@pytest.mark.parametrize(("path", "passed"), [("/accounts/login/", 31), ("/admin/pages/", 50)])
def test_nginx_limits_who_sends_and_no_one_who_reads(nginx, path, passed):
    """Half-sent, so that the site learns of none of them."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf"
    with ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(("127.0.0.1", nginx))) for _ in range(passed + 20)]
        for client in clients:
            client.sendall(head.encode())
        # Those that are refused are answered at once; a second passes some more of the first kind.
        time.sleep(0.3)
        refused = []
        for client in clients:
            client.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                refused.append(client.recv(65536).decode())
        assert 10 <= len(refused) <= 20
        for answer in refused:
            assert answer.startswith("HTTP/1.1 429 ")
            assert "Retry-After: 60" in answer
            assert "tel:999" in answer
        for _ in range(200):
            assert Got(nginx, ITEM).status == 200


@pytest.mark.test_all("A dying server.")
def test_nginx_sends_cached_pages_while_the_site_is_down(where, variables, publisher):
    port, outside = served.free_port(), served.free_port()
    folder = where / "alone"
    folder.mkdir()
    with (
        served.gunicorn(folder, variables, port=port) as site,
        served.nginx(folder, variables, port=outside, upstream=port),
    ):
        publisher.do("publish", 5)
        page = Got(outside, ITEM).content
        served.end(site)
        assert Got(outside, ITEM).content == page
        assert Got(outside, "/news/").status == 502
