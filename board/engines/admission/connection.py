"""A client's connection, which receives requests and keeps what the client does not read yet, without a thread."""

import contextlib
import os
import select
import socket
import time
from collections import deque
from typing import BinaryIO

from gunicorn.http import get_parser
from gunicorn.workers.gthread import TConn

from .request_buffer import RequestBuffer

# Seconds for which a client may read nothing of what waits for it.
READING_SECONDS = 30.0
# Bytes that wait in memory for a client. A thread that has more to say waits, for READING_SECONDS at most.
MAX_UNSENT = 1024 * 1024
SENT_AT_ONCE = 256 * 1024


class UnsentFile:
    """A part of a file that waits to be sent, with a descriptor of its own."""

    in_memory = 0

    def __init__(self, file: BinaryIO, offset: int, count: int) -> None:
        self.descriptor = os.dup(file.fileno())
        self.offset, self.left = offset, count

    def send(self, sock: socket.socket) -> None:
        """Send what the client takes. Raises ``BlockingIOError`` where that is nothing."""
        sent = os.sendfile(sock.fileno(), self.descriptor, self.offset, min(self.left, SENT_AT_ONCE))
        if sent == 0:
            raise OSError("A file became shorter while it was sent.")
        self.offset += sent
        self.left -= sent

    def close(self) -> None:
        """Let the file go."""
        os.close(self.descriptor)


class UnsentBytes:
    """Bytes that wait to be sent. They are not copied: many clients may wait for the same stored page."""

    def __init__(self, data: bytes) -> None:
        self.rest = memoryview(data)

    @property
    def left(self) -> int:
        """Return how many bytes wait."""
        return len(self.rest)

    in_memory = left

    def send(self, sock: socket.socket) -> None:
        """Send what the client takes. Raises ``BlockingIOError`` where that is nothing."""
        self.rest = self.rest[sock.send(self.rest[:SENT_AT_ONCE]) :]

    def close(self) -> None:
        """Let the bytes go."""


class ClientSocket:
    """
    Stands in for a socket before gunicorn's response: ``sendall`` and ``sendfile`` return although the client is slow.

    What is unsent then is sent by ``send_unsent``, whenever the client reads. All else is the socket's own.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.unsent: deque[UnsentFile | UnsentBytes] = deque()
        self.progress_at = time.monotonic()

    def __getattr__(self, name: str):
        return getattr(self.sock, name)

    @property
    def deadline(self) -> float:
        """Return until when the client has to read something, on the monotonic clock."""
        return self.progress_at + READING_SECONDS

    def sendall(self, data: bytes) -> None:
        """Send, or keep what the client does not read yet. Raises ``TimeoutError`` where too much waits too long."""
        self.send_after_unsent(UnsentBytes(data))
        while sum(part.in_memory for part in self.unsent) > MAX_UNSENT:
            writable = select.poll()
            writable.register(self.sock, select.POLLOUT)
            if not writable.poll(max(0.0, self.deadline - time.monotonic()) * 1000):
                raise TimeoutError("The client does not read what it asked for.")
            self.send_unsent()

    def sendfile(self, file: BinaryIO, offset: int = 0, count: int | None = None) -> int:
        """Send a part of a file, or keep it open for when the client reads; return its length."""
        count = os.fstat(file.fileno()).st_size - offset if count is None else count
        self.send_after_unsent(UnsentFile(file, offset, count))
        return count

    def send_after_unsent(self, part: UnsentFile | UnsentBytes) -> None:
        """Put a part behind what waits already, and send what the client takes."""
        if not self.unsent:
            self.progress_at = time.monotonic()
        self.unsent.append(part)
        self.send_unsent()

    def send_unsent(self) -> bool:
        """Send as much as the client takes; return whether nothing waits any more. Raises ``OSError``."""
        timeout = self.sock.gettimeout()
        self.sock.setblocking(False)
        try:
            while self.unsent:
                if self.unsent[0].left:
                    self.unsent[0].send(self.sock)
                    self.progress_at = time.monotonic()
                else:
                    self.unsent.popleft().close()
        except BlockingIOError:
            return False
        finally:
            self.sock.settimeout(timeout)
        return True

    def close(self) -> None:
        """Close the socket and let go what waits."""
        while self.unsent:
            self.unsent.popleft().close()
        self.sock.close()


class Connection(TConn):
    """A connection whose requests are received, and whose responses are sent, without a thread."""

    def __init__(self, cfg, sock: socket.socket, client, server) -> None:
        super().__init__(cfg, sock, client, server)
        self.buffer = RequestBuffer(sock)
        self.sock = ClientSocket(sock)
        self.parser = get_parser(cfg, self.buffer, client)
        self.data_ready = True
        self.share = ""
        self.queued_at = 0.0
        self.is_kept_alive = False

    def close(self, graceful: bool = False) -> None:
        """Close at once; ``AdmissionWorker.close_gracefully`` is the other way."""
        self.buffer.close()
        with contextlib.suppress(OSError):
            self.sock.close()
