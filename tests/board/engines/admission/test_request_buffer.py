"""What has arrived of a request, in whichever pieces."""

import itertools
import socket
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.engines.admission import request_buffer
from board.engines.admission.request_buffer import MAX_HEAD, RequestBuffer, RequestHead, parse_head

GET = b"GET /news/?q=x HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\ncontent-length:  9 \r\n\r\nlogin=abc"


@pytest.fixture
def client_and_buffer():
    client, server = socket.socketpair()
    server.setblocking(False)
    buffer = RequestBuffer(server)
    with client, server:
        yield client, buffer
    buffer.close()


def receive(buffer):
    """Receive what is there, as the worker does."""
    buffer.receive()
    if buffer.read_head():
        buffer.keep()


def read(buffer, size=7):
    """Return the request as the parser reads it."""
    got = b""
    while buffer.passed_on < buffer.received:
        got += buffer.recv(size)
    return got


@pytest.mark.parametrize(
    ("head", "method", "path", "length"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", "GET", "/", 0),
        (b"HEAD /a/b?c=/d HTTP/1.0\r\nHost: x\r\n\r\n", "HEAD", "/a/b", 0),
        (b"GET /%61dmin/%2e HTTP/1.1\r\n\r\n", "GET", "/admin/.", 0),
        (b"POST / HTTP/1.1\r\nContent-Length: 12\r\n\r\n", "POST", "/", 12),
        (b"GET / HTTP/1.1\r\nCONTENT-LENGTH:0\r\n\r\n", "GET", "/", 0),
        (b"GET / HTTP/1.1\r\nX-Content-Length: 5\r\n\r\n", "GET", "/", 0),
        # What gunicorn refuses, or may read otherwise.
        (b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", "", "", 0),
        (b"POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\n", "", "", 0),
        (b"POST / HTTP/1.1\r\nContent-Length: 5, 5\r\n\r\n", "", "", 0),
        (b"GET http://localhost/ HTTP/1.1\r\n\r\n", "", "", 0),
        (b"get / HTTP/1.1\r\n\r\n", "", "", 0),
        (b"\r\nGET / HTTP/1.1\r\n\r\n", "", "", 0),
        (b"GET  / HTTP/1.1\r\n\r\n", "", "", 0),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "", "", None),
        (b"POST / HTTP/1.1\r\nContent-Length: 5\r\ntransfer-encoding : x\r\n\r\n", "", "", None),
    ],
)
def test_head_says_what_a_thread_is_chosen_by(head, method, path, length):
    assert parse_head(head) == RequestHead(method, path, len(head), length)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, len(GET + POST) - 1), max_size=8), st.integers(1, 40))
def test_requests_are_the_same_in_any_pieces(cuts, size):
    """Two requests that follow each other: each is complete at its last byte, and none of the other is in it."""
    everything = POST + GET
    ends = sorted({0, *cuts, len(everything)})
    client, server = socket.socketpair()
    server.setblocking(False)
    got = []
    with client, server:
        buffer = RequestBuffer(server)
        for start, end in itertools.pairwise(ends):
            client.sendall(everything[start:end])
            receive(buffer)
            while buffer.is_complete:
                got.append(read(buffer, size))
                buffer.start(2.0)
                if buffer.read_head():
                    buffer.keep()
            assert (end < len(POST)) == (not got)
        assert buffer.is_idle
        buffer.close()
    assert got == [POST, GET]


def test_long_body_is_kept_in_a_file_and_read_whole(client_and_buffer):
    client, buffer = client_and_buffer
    body = bytes(range(256)) * 2000
    client.sendall(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body))
    receive(buffer)
    for start in range(0, len(body), 100_000):
        client.sendall(body[start : start + 100_000])
        while buffer.received < buffer.head.size + min(len(body), start + 100_000):
            receive(buffer)
    assert buffer.is_complete
    assert read(buffer, 65536).endswith(body)


def test_end_of_the_client_and_a_head_without_end(client_and_buffer):
    client, buffer = client_and_buffer
    with pytest.raises(BlockingIOError):
        buffer.receive()
    client.sendall(b"GET /" + b"x" * MAX_HEAD)
    while not buffer.is_too_long:
        receive(buffer)
    client.close()
    assert not buffer.receive()


class TestDeadline:
    @pytest.fixture
    def clock(self, monkeypatch):
        """A clock that a test sets."""
        now = [1000.0]
        monkeypatch.setattr(request_buffer.time, "monotonic", lambda: now[0])
        return now

    def test_ten_seconds_for_what_does_not_arrive(self, clock, client_and_buffer):
        client, buffer = client_and_buffer
        buffer.start(2.0)
        assert buffer.deadline == 1002.0  # Idle.
        clock[0] = 1001.0
        client.sendall(POST[:-3])
        receive(buffer)
        assert 1011.0 <= buffer.deadline < 1011.01

    def test_a_byte_each_second_lengthens_nothing(self, clock, client_and_buffer):
        client, buffer = client_and_buffer
        client.sendall(b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n")
        receive(buffer)
        for _ in range(9):
            clock[0] += 1
            client.sendall(b"x")
            receive(buffer)
        assert 1010.0 <= buffer.deadline < 1010.01

    def test_what_arrives_steadily_may_take_long_and_ends_when_it_stops(self, clock, client_and_buffer):
        client, buffer = client_and_buffer
        client.sendall(b"POST / HTTP/1.1\r\nContent-Length: 10000000\r\n\r\n")
        receive(buffer)
        for _ in range(120):  # Five kilobytes a second, for two minutes.
            clock[0] += 1
            client.sendall(b"x" * 5120)
            receive(buffer)
            assert clock[0] < buffer.deadline
        assert buffer.deadline == clock[0] + 10.0


def test_parser_that_wants_more_waits_no_longer_than_the_deadline(client_and_buffer, monkeypatch):
    client, buffer = client_and_buffer
    monkeypatch.setattr(request_buffer, "REQUEST_SECONDS", 0.05)
    client.sendall(GET)
    receive(buffer)
    assert read(buffer) == GET
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        buffer.recv(1)
    assert time.monotonic() - began < 5
