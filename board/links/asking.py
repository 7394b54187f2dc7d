"""One question to one server, at an address that was looked at before."""

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

from .addresses import MOST_ADDRESSES, Place
from .limits import Limits
from .outcomes import LinkError, Outcome


class Question(NamedTuple):
    """What is asked, and how many bytes of the answer's body are read at most."""

    method: str
    headers: Mapping[str, str]
    most_bytes: int = 0


class Answer(NamedTuple):
    """What a server said. ``headers`` is read without regard to case; ``body`` is what was asked for of it."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def trusted() -> ssl.SSLContext:
    """Return what a certificate is held to: Mozilla's list of authorities, and the name of the host."""
    return ssl.create_default_context(cafile=certifi.where())


def no_answer(detail: str) -> LinkError:
    """Return the end of a check that may go better in a moment."""
    return LinkError(Outcome.NO_ANSWER, detail, try_again=True)


def connect(place: Place, limits: Limits, tls: ssl.SSLContext) -> HTTPConnection:
    """
    Return an open connection to a place.

    The socket is opened to an IP address of the place and to nothing else; the certificate is held to its name. No
    proxy, cookie or password of the machine takes part.
    """
    for address in place.addresses[:MOST_ADDRESSES]:
        connection: HTTPConnection
        if place.scheme == "https":
            connection = HTTPSConnection(
                address, place.port, timeout=limits.connect, ssl_context=tls, server_hostname=place.host
            )
        else:
            connection = HTTPConnection(address, place.port, timeout=limits.connect)
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
    """Hangs up when a request takes too long: a time-out of the socket begins anew with every byte that drips in."""

    def __init__(self, connection: HTTPConnection, seconds: float):
        self._connection = connection
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self.has_hung_up = False

    def _hang_up(self) -> None:
        self.has_hung_up = True
        # It may have ended just now.
        with contextlib.suppress(OSError, AttributeError):
            self._connection.sock.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "Watchdog":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def ask(place: Place, question: Question, limits: Limits, tls: ssl.SSLContext) -> Answer:
    """Ask a place once. Raises ``LinkError`` where there is no answer, or none that can be trusted."""
    try:
        connection = connect(place, limits, tls)
        try:
            connection.timeout = limits.read
            with Watchdog(connection, limits.request) as watchdog:
                return answer_of(connection, watchdog, place, question)
        finally:
            connection.close()
    except ssl.SSLCertVerificationError as error:
        raise LinkError(Outcome.BAD_CERTIFICATE, f"{error.verify_message.rstrip('.').capitalize()}.") from error
    except ssl.SSLError as error:
        raise no_answer("No secure connection could be made.") from error
    except TimeoutError as error:
        raise no_answer("It took too long.") from error
    except (HTTPError, http.client.HTTPException, OSError) as error:
        raise no_answer("The connection broke off.") from error


def answer_of(connection: HTTPConnection, watchdog: Watchdog, place: Place, question: Question) -> Answer:
    """Put a question over an open connection; one that was hung up raises ``TimeoutError``."""
    headers = {"Host": place.authority, "Connection": "close", **question.headers}
    try:
        connection.request(question.method, place.target, headers=headers, preload_content=False)
        with contextlib.closing(connection.getresponse()) as response:
            body = response.read(question.most_bytes) if question.most_bytes else b""
    except (HTTPError, http.client.HTTPException, OSError, ValueError):
        # A secure socket that was shut raises ValueError.
        if watchdog.has_hung_up:
            raise TimeoutError from None
        raise
    if watchdog.has_hung_up:
        raise TimeoutError
    return Answer(response.status, response.headers, body)
