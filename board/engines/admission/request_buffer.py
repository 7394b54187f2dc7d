"""What has arrived of a request, kept until the whole of it is there."""

import re
import socket
import tempfile
import time
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

# Seconds that a client has for its request, and one more for each so many bytes of a body that have arrived: Apache's
# "RequestReadTimeout body=10,MinRate=4096" (mod_reqtimeout). 4 kB/s is what a telephone sends over 2G. When nothing
# arrives for so long, it is over too.
REQUEST_SECONDS = 10.0
MIN_RATE = 4096
# The longest head: request line and headers.
MAX_HEAD = 64 * 1024
# Bodies up to this size are kept in memory, longer ones in a temporary file.
IN_MEMORY = 64 * 1024
RECEIVED_AT_ONCE = 256 * 1024

END_OF_HEAD = b"\r\n\r\n"
REQUEST_LINE = re.compile(rb"([A-Z]+) (/[^ ?#]*)[^ ]* HTTP/1\.[01]\r\n")
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*([^\r]*?)[ \t]*(?=\r\n)", re.IGNORECASE)
TRANSFER_ENCODING = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)
LENGTH = re.compile(rb"\d{1,15}")


class RequestHead(NamedTuple):
    """
    What the head of a request says (RFC 9112, 3 and 6), as far as it matters before gunicorn parses it.

    ``method`` and ``path`` are empty where gunicorn may read the head otherwise. ``length`` is that of the body;
    ``None`` means that the body itself says where it ends.
    """

    method: str
    path: str
    size: int
    length: int | None


def parse_head(head: bytes) -> RequestHead:
    """Return what a head, its empty line included, says."""
    if TRANSFER_ENCODING.search(head):
        return RequestHead("", "", len(head), None)
    line, lengths = REQUEST_LINE.match(head), CONTENT_LENGTH.findall(head)
    if line is None or len(lengths) > 1 or not all(map(LENGTH.fullmatch, lengths)):
        return RequestHead("", "", len(head), 0)
    path = unquote_to_bytes(line[2]).decode("latin-1")
    return RequestHead(line[1].decode(), path, len(head), int(lengths[0]) if lengths else 0)


class RequestBuffer:
    """
    Receives requests of one connection without blocking, and stands in for its socket before gunicorn's parser.

    Only the bytes of the current request are passed to the parser; those of the next one stay here.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.pending = bytearray()
        self.file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self.start(REQUEST_SECONDS)

    def start(self, idle_seconds: float) -> None:
        """Wait for the next request, which has to begin within so many seconds."""
        self.close()
        self.head: RequestHead | None = None
        self.file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self.received = self.passed_on = 0
        self.idle_seconds = idle_seconds
        self.started_at = self.arrived_at = time.monotonic()

    @property
    def is_idle(self) -> bool:
        """Return whether nothing of the next request has arrived."""
        return self.head is None and not self.pending

    @property
    def is_too_long(self) -> bool:
        """Return whether the head is longer than any that is taken."""
        return self.head is None and len(self.pending) > MAX_HEAD

    @property
    def is_complete(self) -> bool:
        """Return whether the whole request has arrived."""
        return self.head is not None and self.missing == 0

    @property
    def missing(self) -> int:
        """Return how many bytes of the request whose head is there have not arrived."""
        return self.head.size + (self.head.length or 0) - self.received if self.head else 0

    @property
    def deadline(self) -> float:
        """Return until when the rest has to arrive, on the monotonic clock: later for what is arriving steadily."""
        if self.is_idle:
            return self.started_at + self.idle_seconds
        body = max(0, self.received - self.head.size) if self.head else 0
        return REQUEST_SECONDS + min(self.arrived_at, self.started_at + body / MIN_RATE)

    def receive(self) -> bool:
        """
        Take what has arrived; return whether anything has, or ``False`` where the client has closed.

        Raises ``BlockingIOError`` where nothing is there, and ``OSError`` where the connection is broken.
        """
        data = self.sock.recv(RECEIVED_AT_ONCE)
        if not data:
            return False
        self.arrived_at = time.monotonic()
        if self.is_idle:
            self.started_at = self.arrived_at
        self.pending += data
        return True

    def read_head(self) -> RequestHead | None:
        """Return the head once it is there."""
        if self.head is None and (end := self.pending.find(END_OF_HEAD)) >= 0:
            self.head = parse_head(bytes(self.pending[: end + len(END_OF_HEAD)]))
        return self.head

    def keep(self) -> None:
        """Keep what has arrived of the request whose head is there."""
        part = self.pending[: self.missing]
        self.file.write(part)
        self.received += len(part)
        del self.pending[: len(part)]

    def recv(self, size: int) -> bytes:
        """
        Return up to so many bytes of the request, for the parser.

        All of them are there, unless the parser reads a request otherwise than ``parse_head``. Then they are waited for
        until the deadline; raises ``TimeoutError`` after it.
        """
        if self.passed_on < self.received:
            self.file.seek(self.passed_on)
            data = self.file.read(size)
            self.passed_on += len(data)
            return data
        if self.pending:
            data = bytes(self.pending[:size])
            del self.pending[:size]
            return data
        self.sock.settimeout(max(0.001, self.deadline - time.monotonic()))
        try:
            return self.sock.recv(size)
        finally:
            self.sock.settimeout(None)

    def close(self) -> None:
        """Forget what is kept of the request."""
        self.file.close()
