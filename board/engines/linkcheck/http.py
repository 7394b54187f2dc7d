"""The HTTP client: one request to one server, at an IP address that the gate has approved."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import NamedTuple

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from .gate import MAX_ADDRESSES, ResolvedURL
from .outcomes import LinkError, LinkOutcome
from .throttling import Limits


class LinkRequest(NamedTuple):
    """A request, and how many bytes of the response's body to read at most."""

    method: str
    headers: Mapping[str, str]
    max_bytes: int = 0


class LinkResponse(NamedTuple):
    """A response. The names of ``headers`` are case-insensitive; ``body`` holds what was read of it."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def default_tls_context() -> ssl.SSLContext:
    """Return a context that verifies certificates against Mozilla's authorities and the host's name."""
    return ssl.create_default_context(cafile=certifi.where())


def no_answer(detail: str) -> LinkError:
    """Return the error for a request that got no response and is worth another attempt."""
    return LinkError(LinkOutcome.NO_ANSWER, detail, is_transient=True)


def connect(url: ResolvedURL, limits: Limits, tls: ssl.SSLContext) -> HTTPConnection:
    """
    Return an open connection to a resolved URL.

    The socket is opened to one of its IP addresses and to nothing else; the certificate is verified against its host.
    No proxy, cookie or password of the machine is used.
    """
    for address in url.addresses[:MAX_ADDRESSES]:
        connection: HTTPConnection
        if url.scheme == "https":
            connection = HTTPSConnection(
                address, url.port, timeout=limits.connect, ssl_context=tls, server_hostname=url.host
            )
        else:
            connection = HTTPConnection(address, url.port, timeout=limits.connect)
        try:
            connection.connect()
        except (NewConnectionError, ConnectTimeoutError) as error:
            connection.close()
            failure = error
        except BaseException:
            connection.close()
            raise
        else:
            return connection
    raise no_answer("Nothing could be reached at its address.") from failure


class Watchdog:
    """Closes a connection after a number of seconds: a socket's time-out starts again with every byte received."""

    def __init__(self, connection: HTTPConnection, seconds: float):
        self._connection = connection
        self._timer = threading.Timer(seconds, self._close)
        self._timer.daemon = True
        self.has_closed = False

    def _close(self) -> None:
        self.has_closed = True
        # The request may have ended just now.
        with contextlib.suppress(OSError, AttributeError):
            self._connection.sock.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "Watchdog":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def send(url: ResolvedURL, request: LinkRequest, limits: Limits, tls: ssl.SSLContext) -> LinkResponse:
    """Send one request. Raises ``LinkError`` where there is no response, or none that can be trusted."""
    try:
        connection = connect(url, limits, tls)
        try:
            connection.timeout = limits.read
            with Watchdog(connection, limits.request) as watchdog:
                return send_over(connection, watchdog, url, request)
        finally:
            connection.close()
    except ssl.SSLCertVerificationError as error:
        raise LinkError(LinkOutcome.BAD_CERTIFICATE, f"{error.verify_message.rstrip('.').capitalize()}.") from error
    except ssl.SSLError as error:
        raise no_answer("No secure connection could be made.") from error
    except TimeoutError as error:
        raise no_answer("It took too long.") from error
    except (HTTPError, http.client.HTTPException, OSError) as error:
        raise no_answer("The connection broke off.") from error


def send_over(connection: HTTPConnection, watchdog: Watchdog, url: ResolvedURL, request: LinkRequest) -> LinkResponse:
    """Send a request over an open connection. Raises ``TimeoutError`` where the watchdog has closed it."""
    headers = {"Host": url.authority, "Connection": "close", **request.headers}
    try:
        connection.request(request.method, url.target, headers=headers, preload_content=False)
        with contextlib.closing(connection.getresponse()) as response:
            body = response.read(request.max_bytes) if request.max_bytes else b""
    except (HTTPError, http.client.HTTPException, OSError, ValueError):
        # A secure socket that was shut down raises ValueError.
        if watchdog.has_closed:
            raise TimeoutError from None
        raise
    if watchdog.has_closed:
        raise TimeoutError
    return LinkResponse(response.status, response.headers, body)
