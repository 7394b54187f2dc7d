"""The site as production serves it, without nginx, while clients half-send what they send (docs/decisions/0030)."""

import socket
import time
from contextlib import ExitStack

import pytest

from bench.measuring import ask

pytestmark = [pytest.mark.xdist_group("cached"), pytest.mark.own_database]
BODIES = [(b"login=", 1000), (b"x" * 5000, 10_000), (b"y" * 100_000, 5_000_000)]


def test_readers_never_wait_for_half_sent_posts_which_are_cut(publisher, port):
    ask(port, "/")
    with ExitStack() as stack:
        began, clients = time.monotonic(), []
        for number in range(48):
            body, length = BODIES[number % 3]
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
            head = f"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n"
            client.sendall(head.encode() + body)
            clients.append(client)
        ask(port, "/")
        ask(port, "/search/?q=neglect")
        assert time.monotonic() - began < 9, "A reader waited for those who send nothing."
        for client in clients:
            answer = client.recv(65536).decode()
            assert answer.startswith("HTTP/1.1 408 ")
            assert "Nothing was saved" in answer
            assert "tel:999" in answer
        assert 9 < time.monotonic() - began < 40
