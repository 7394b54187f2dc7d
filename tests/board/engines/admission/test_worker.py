"""The worker in a real gunicorn before a small application: who is slow, silent or many takes no other's threads."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.served import children, end, free_port
from board.engines.admission.shares import Share
from board.engines.admission.worker import GIVE_WAY_SECONDS, AdmissionWorker
from tests.serving import ROOT

pytestmark = pytest.mark.xdist_group("admission")
PAGE = b"page" * 100_000
SLOW = b"GET /slow/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF = b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"


@contextlib.contextmanager
def small_server(folder):
    """Serve the small application with one worker; yield the port and the process."""
    port, log = free_port(), folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                Path(sys.executable).parent / "gunicorn", "small_site:application", "--bind", f"127.0.0.1:{port}",
                "--worker-class", "small_site.SmallWorker", "--worker-connections", "40", "--keep-alive", "5",
                "--no-control-socket", "--log-level", "warning",
            ],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT}:{Path(__file__).parent}"}, stdout=output, stderr=output,
        )  # fmt: skip
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        with contextlib.suppress(OSError):
            ask(port, "/")
            break
        time.sleep(0.05)
    yield port, process
    end(process)
    assert "Traceback" not in log.read_text()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The port and the process of a server that the tests share."""
    with small_server(tmp_path_factory.mktemp("small")) as server:
        yield server


@pytest.fixture
def port(server):
    return server[0]


@pytest.fixture
def clients():
    """A function that connects and sends something; all that it connected is closed after the test."""
    with contextlib.ExitStack() as stack:

        def connect(port, data=b""):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            client.sendall(data)
            return client

        yield connect


def response(client):
    """Return the next response of a connection."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += (data := client.recv(65536))
        if not data:
            return got
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += client.recv(65536)
    return head + b"\r\n\r\n" + body


def ask(port, path):
    """Return the response to a GET on a new connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return response(client)


def threads(process):
    """Return how many threads the worker has."""
    (worker,) = children(process)
    return len(list(Path(f"/proc/{worker}/task").iterdir()))


def test_half_sent_bodies_take_no_thread_and_are_cut(server, clients):
    port, process = server
    ask(port, "/")
    before, began = threads(process), time.monotonic()
    half = [clients(port, HALF) for _ in range(20)]
    assert ask(port, "/read/").endswith(b"/read/")
    assert time.monotonic() - began < 1.0, "A reader waited for those who send nothing."
    assert threads(process) <= before + 1
    for client in half:
        assert response(client).startswith(b"HTTP/1.1 408 ")
    assert 1.0 <= time.monotonic() - began < 10.0


def test_body_that_arrives_in_pieces_is_whole(port, clients):
    client = clients(port, HALF)
    for _ in range(3):
        time.sleep(0.05)
        client.sendall(b"x" * 332)
    assert response(client).endswith(b"\r\n\r\n1000")
    client.sendall(b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n" + b"y" * 900_000)
    assert response(client).endswith(b"\r\n\r\n900000")


def test_taken_share_refuses_after_a_while_and_leaves_others_alone(port, clients):
    slow = [clients(port, SLOW) for _ in range(8)]
    assert ask(port, "/read/").endswith(b"/read/")
    for client in slow[6:]:  # More than may wait at once.
        refused = response(client)
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nRetry-After: 10\r\n" in refused
        assert refused.endswith(b"Refused: Service Unavailable")
    time.sleep(0.6)
    assert ask(port, "/open/").endswith(b"/open/")
    statuses = sorted(response(client)[9:12] for client in slow[:6])
    assert statuses == [b"200", b"200", b"503", b"503", b"503", b"503"]
    waiting = clients(port, SLOW)
    time.sleep(0.1)
    ask(port, "/open/")
    assert response(waiting).endswith(b"/slow/")


def test_limited_share_gives_way_to_readers_for_a_moment():
    """Not for longer: readers without an end must not keep everyone else waiting."""
    worker = AdmissionWorker.__new__(AdmissionWorker)
    worker.shares = {"readers": Share(2), "slow": Share(2, 1.0)}
    worker.outstanding = {"readers": 0, "slow": 5}
    began = time.monotonic()
    worker.give_way()
    assert time.monotonic() - began < GIVE_WAY_SECONDS
    worker.outstanding["readers"] = 1
    began = time.monotonic()
    worker.give_way()
    assert GIVE_WAY_SECONDS <= time.monotonic() - began < 10


def test_slow_readers_take_no_thread(port, clients):
    ask_page = b"GET /page/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    slow = []
    for _ in range(10):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        client.settimeout(20)
        client.connect(("127.0.0.1", port))
        client.sendall(ask_page)
        slow.append(client)
    assert ask(port, "/page/").endswith(PAGE)
    for client in slow[:2]:
        assert response(client).endswith(PAGE)
    for client in slow:
        client.close()


def test_silent_connections_make_room_for_readers(port, clients):
    silent = [clients(port) for _ in range(100)]
    assert ask(port, "/read/").endswith(b"/read/")
    assert silent[0].recv(1) == b"", "The oldest is not closed."


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", b"411"),
        (b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000001\r\n\r\n", b"413"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000, b"431"),
        (b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: +1\r\n\r\n", b"400"),
        (b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", b"400"),
        (b"nonsense\r\n\r\n", b"400"),
    ],
)
def test_what_can_not_be_taken_is_refused_at_once(port, clients, request_, status):
    assert response(clients(port, request_))[9:12] == status


def test_requests_that_follow_each_other_are_answered_in_their_order(port, clients):
    client = clients(port, b"".join(b"GET /%d/ HTTP/1.1\r\nHost: localhost\r\n\r\n" % n for n in range(5)))
    client.settimeout(5)
    got = b""
    while b"/4/" not in got:
        got += client.recv(65536)
    assert [got.index(b"\r\n\r\n/%d/" % n) for n in range(5)] == sorted(
        got.index(b"\r\n\r\n/%d/" % n) for n in range(5)
    )


def test_worker_ends_although_clients_stay(tmp_path, clients):
    with small_server(tmp_path) as (port, process):
        clients(port)
        clients(port, HALF)
        began = time.monotonic()
        process.terminate()
        process.wait(timeout=20)
        assert time.monotonic() - began < 10
