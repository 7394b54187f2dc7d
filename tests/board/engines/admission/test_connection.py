"""What a slow client does not read waits without a thread."""

import socket
import time

import pytest

from board.engines.admission import connection
from board.engines.admission.connection import MAX_UNSENT, ClientSocket


@pytest.fixture
def client_and_server():
    """A client that has room for little, and the socket that stands in for the server's."""
    client, server = socket.socketpair()
    for end in (client, server):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(5)
    with client:
        wrapped = ClientSocket(server)
        yield client, wrapped
        wrapped.close()


def read_all(client, server, size):
    """Return what the client reads, while the server sends what it can."""
    got = b""
    while len(got) < size:
        server.send_unsent()
        got += client.recv(65536)
    return got


def test_sending_returns_although_the_client_reads_nothing(client_and_server, tmp_path):
    client, server = client_and_server
    path = tmp_path / "file"
    path.write_bytes(b"0123456789" * 30_000)
    page = b"page" * 100_000
    server.sendall(b"head")
    server.sendall(page)
    with path.open("rb") as file:
        assert server.sendfile(file, 5, 250_000) == 250_000
    server.sendall(b"end")
    assert not server.send_unsent()
    wanted = b"head" + page + (b"0123456789" * 30_000)[5:250_005] + b"end"
    assert read_all(client, server, len(wanted)) == wanted
    assert server.send_unsent()


def test_who_never_reads_holds_a_thread_only_for_very_much_and_not_for_long(client_and_server, monkeypatch):
    _, server = client_and_server
    monkeypatch.setattr(connection, "READING_SECONDS", 0.05)
    server.sendall(b"x" * (MAX_UNSENT // 2))
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        server.sendall(b"x" * MAX_UNSENT)
    assert time.monotonic() - began < 5


def test_file_that_became_shorter_is_an_error(client_and_server, tmp_path):
    _, server = client_and_server
    path = tmp_path / "file"
    path.write_bytes(b"short")
    with path.open("rb") as file, pytest.raises(OSError, match="shorter"):
        server.sendfile(file, 0, 10)


def test_client_that_is_gone_is_an_error(client_and_server):
    client, server = client_and_server
    client.close()
    with pytest.raises(BrokenPipeError):
        server.sendall(b"x" * 100_000)
