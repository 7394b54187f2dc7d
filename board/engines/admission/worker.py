"""A gunicorn worker whose threads are given to whole requests only, each kind of which has its share of them."""

import contextlib
import errno
import selectors
import socket
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from http import HTTPStatus
from typing import NamedTuple

from gunicorn.workers.gthread import ThreadWorker

from .connection import Connection
from .request_buffer import IN_MEMORY, RequestHead
from .shares import Share, ThreadShares

# Seconds after which a thread that computes lets another one go on. With Python's own 0.005 a stored page would wait
# for as long each of the ten times that it takes the interpreter's lock.
SWITCH_INTERVAL = 0.001
# For how long a request of a limited share lets those of unlimited ones go first, since each that computes beside one
# takes half of the interpreter's time from it.
GIVE_WAY_SECONDS = 0.1
GIVE_WAY_INTERVAL = 0.002
# What a client whose request is refused is told to wait, in seconds.
RETRY_AFTER = 10
# Requests of a limited share that are handled or wait at once, and requests kept in temporary files.
MAX_QUEUE = 100
MAX_FILES = 32
# Seconds to wait for a client's own end of a connection (RFC 9112, 9.6).
CLOSING_SECONDS = 2.0
# Seconds between two looks at the deadlines, and between two lines of the log about refused requests.
LOOK_INTERVAL = 0.25
LOG_INTERVAL = 60.0


class Awaited(NamedTuple):
    """Until when the main thread waits for a connection, and what it does then."""

    deadline: Callable[[], float]
    on_timeout: Callable[[Connection], None]


class AdmissionWorker(ThreadWorker):
    """
    Gives threads to whole requests only, each kind of request in its share.

    The main thread receives what clients send and sends what they have not read, so slow ones cost no thread. A
    subclass names the shares.
    """

    def get_shares(self) -> Mapping[str, Share]:
        """Return the shares by name."""
        raise NotImplementedError

    def get_share(self, head: RequestHead) -> str:
        """Return the name of the share of a request."""
        raise NotImplementedError

    def get_max_body(self) -> int:
        """Return the length of the longest body that is taken, in bytes."""
        raise NotImplementedError

    def get_refusal_page(self, status: HTTPStatus) -> str:
        """Return the HTML for a client whose request is refused."""
        raise NotImplementedError

    @classmethod
    def check_config(cls, cfg, log) -> None:
        """Raise ``RuntimeError``, which gunicorn prints, where TLS would need reads that know nothing of a request."""
        if cfg.is_ssl:
            raise RuntimeError("This worker speaks plain HTTP. Put TLS into the proxy in front of it.")
        super().check_config(cfg, log)

    # What gunicorn calls -------------------------------------------------------------------------

    def init_process(self) -> None:
        """Set up what this process alone has, and serve."""
        self.shares = self.get_shares()
        self.awaited: dict[Connection, Awaited] = {}
        self.outstanding = dict.fromkeys(self.shares, 0)
        self.next_look = self.next_log = 0.0
        self.refused = 0
        sys.setswitchinterval(SWITCH_INTERVAL)
        super().init_process()

    def get_thread_pool(self) -> ThreadShares:
        """Return the threads in their shares."""
        return ThreadShares(self.shares)

    def accept(self, listener: socket.socket) -> None:
        """Accept a connection and wait for its first request, without a thread."""
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self.make_room()
            elif error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        if self.nr_conns >= self.worker_connections - 1:
            self.make_room()
        self.nr_conns += 1
        self.await_request(Connection(self.cfg, sock, client, listener.getsockname()))

    def handle(self, connection: Connection) -> bool:
        """Handle a request in a thread of its share; return whether the connection may be used again."""
        max_wait = self.shares[connection.share].max_wait
        if max_wait is not None:
            if time.monotonic() - connection.queued_at > max_wait:
                self.send_refusal(connection, HTTPStatus.SERVICE_UNAVAILABLE)
                return False
            self.give_way()
        try:
            return super().handle(connection)
        finally:
            connection.buffer.close()

    def give_way(self) -> None:
        """Wait until nothing is asked of an unlimited share, or for a moment."""
        until = time.monotonic() + GIVE_WAY_SECONDS
        unlimited = [name for name, share in self.shares.items() if share.max_wait is None]
        while any(self.outstanding[name] for name in unlimited) and time.monotonic() < until:
            time.sleep(GIVE_WAY_INTERVAL)

    def finish_request(self, connection: Connection, future: Future) -> None:
        """Go on with a connection whose request was handled."""
        self.outstanding[connection.share] -= 1
        connection.is_kept_alive = bool(not future.cancelled() and future.exception() is None and future.result())
        self.send(connection)

    def murder_pending(self) -> None:
        """Let go the connections whose time is over, and when stopping those on which nothing happens."""
        now = time.monotonic()
        if now < self.next_look:
            return
        self.next_look = now + LOOK_INTERVAL
        for connection, awaited in list(self.awaited.items()):
            is_idle = connection.buffer.is_idle and now > connection.buffer.started_at + CLOSING_SECONDS
            if awaited.deadline() <= now or (is_idle and not self.alive):
                awaited.on_timeout(connection)
        if self.refused and now > self.next_log:
            self.log.warning("%d requests were refused: all threads for their kind were taken.", self.refused)
            self.refused, self.next_log = 0, now + LOG_INTERVAL

    def murder_keepalived(self, force: bool = False) -> None:
        """Let go all connections at the end; before that ``murder_pending`` does it."""
        if force:
            for connection in list(self.awaited):
                self.drop(connection)

    def make_room(self) -> None:
        """Let go the connection that has been waited for longest."""
        if self.awaited:
            self.drop(next(iter(self.awaited)))

    # A connection in the main thread -------------------------------------------------------------

    def await_client(
        self,
        connection: Connection,
        event: int,
        on_ready: Callable[[Connection], None],
        deadline: Callable[[], float],
        on_timeout: Callable[[Connection], None],
    ) -> None:
        """Call ``on_ready`` when a client can be read from or written to, ``on_timeout`` after the deadline."""
        self.stop_awaiting(connection)
        self.awaited[connection] = Awaited(deadline, on_timeout)
        self.poller.register(connection.sock.sock, event, lambda _: on_ready(connection))

    def stop_awaiting(self, connection: Connection) -> None:
        """Wait for a client no longer."""
        if self.awaited.pop(connection, None):
            self.poller.unregister(connection.sock.sock)

    def await_request(self, connection: Connection) -> None:
        """Wait for the next request of a connection, of which some may be there."""
        connection.sock.setblocking(False)
        buffer = connection.buffer
        self.await_client(connection, selectors.EVENT_READ, self.receive, lambda: buffer.deadline, self.time_out)
        if buffer.pending:
            self.take(connection)

    def receive(self, connection: Connection) -> None:
        """Receive what has arrived of a request."""
        try:
            has_arrived = connection.buffer.receive()
        except BlockingIOError:
            return
        except OSError:
            has_arrived = False
        if has_arrived:
            self.take(connection)
        else:
            self.drop(connection)

    def take(self, connection: Connection) -> None:
        """Hand a request that is complete to its share; refuse one that can't be taken."""
        buffer = connection.buffer
        is_new = buffer.head is None
        head = buffer.read_head()
        if head is None:
            if buffer.is_too_long:
                self.refuse(connection, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif head.length is None:
            self.refuse(connection, HTTPStatus.LENGTH_REQUIRED)
        elif head.length > self.get_max_body():
            self.refuse(connection, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif is_new and head.length > IN_MEMORY and self.count_files() > MAX_FILES:
            self.refuse(connection, HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self.keep(connection, head)

    def keep(self, connection: Connection, head: RequestHead) -> None:
        """Keep what has arrived of a request, and hand it to its share when it is complete."""
        try:
            connection.buffer.keep()
        except OSError:
            self.log.exception("A request can't be kept in a temporary file.")
            self.refuse(connection, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        if connection.buffer.is_complete:
            self.stop_awaiting(connection)
            self.admit(connection, self.get_share(head))

    def count_files(self) -> int:
        """Return how many requests are being received into temporary files."""
        heads = (connection.buffer.head for connection in self.awaited)
        return sum(head is not None and (head.length or 0) > IN_MEMORY for head in heads)

    def admit(self, connection: Connection, name: str) -> None:
        """Let a request wait for a thread of its share, unless too many do already."""
        if self.shares[name].max_wait is not None and self.outstanding[name] >= MAX_QUEUE:
            self.refuse(connection, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        connection.share, connection.queued_at = name, time.monotonic()
        self.outstanding[name] += 1
        self.enqueue_req(connection)

    def send(self, connection: Connection) -> None:
        """Send what the client has not read, then wait for its next request or close."""
        try:
            is_sent = connection.sock.send_unsent()
        except OSError:
            self.drop(connection)
            return
        if not is_sent:
            sock = connection.sock
            if connection not in self.awaited:
                self.await_client(connection, selectors.EVENT_WRITE, self.send, lambda: sock.deadline, self.drop)
        elif connection.is_kept_alive:
            connection.buffer.start(self.cfg.keepalive)
            self.await_request(connection)
        else:
            self.close_gracefully(connection)

    def time_out(self, connection: Connection) -> None:
        """Let go a client that did not send its request in time."""
        if connection.buffer.head is None:
            self.drop(connection)
        else:
            self.refuse(connection, HTTPStatus.REQUEST_TIMEOUT)

    def refuse(self, connection: Connection, status: HTTPStatus) -> None:
        """Tell a client that its request is not handled, and why, and close."""
        self.stop_awaiting(connection)
        connection.is_kept_alive = False
        self.send_refusal(connection, status)
        self.send(connection)

    def send_refusal(self, connection: Connection, status: HTTPStatus) -> None:
        """Send the page for a refused request."""
        self.refused += status == HTTPStatus.SERVICE_UNAVAILABLE
        body = self.get_refusal_page(status).encode()
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nRetry-After: {RETRY_AFTER}\r\nCache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
        )
        with contextlib.suppress(OSError):
            connection.sock.sendall(head.encode() + body)

    def close_gracefully(self, connection: Connection) -> None:
        """Close after the client has, or after two seconds; otherwise it may lose the end of the response."""
        try:
            connection.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.drop(connection)
            return
        until = time.monotonic() + CLOSING_SECONDS
        connection.sock.setblocking(False)
        self.await_client(connection, selectors.EVENT_READ, self.discard, lambda: until, self.drop)

    def discard(self, connection: Connection) -> None:
        """Read what a client still sends, until its end."""
        try:
            if connection.sock.recv(65536):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.drop(connection)

    def drop(self, connection: Connection) -> None:
        """Close a connection at once."""
        self.stop_awaiting(connection)
        self.nr_conns -= 1
        connection.close()
