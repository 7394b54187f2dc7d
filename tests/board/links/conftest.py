"""Servers elsewhere, which are all on this machine, and a checker that may ask them."""

import socket
from pathlib import Path

import pytest

from board.links.addresses import Gate
from board.links.checker import Checker
from board.links.limits import Limits, Turns
from tests.board.links.server import running

CERTIFICATE = Path(__file__).parent / "data" / "secure.test.pem"
# Short enough for a test; what waits for nothing takes none of it.
LIMITS = Limits(connect=2, read=0.3, request=0.6, pause=0, back_off=(0, 0), patience=60)


def resolver(**names):
    """A resolver that knows ``*.test`` as this machine, ``names`` as given, and nothing else but IP addresses."""

    def resolve(host, port, **options):
        addresses = names.get(host.replace(".", "_"))
        if addresses is None and host.endswith(".test"):
            addresses = ["127.0.0.1"]
        if addresses is None:
            return socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return resolve


class Clock:
    """A time that passes when somebody waits."""

    def __init__(self):
        self.now = 0.0
        self.waits = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.waits.append(seconds)
        self.now += seconds


def gate_to(*servers, **names):
    """A gate that lets through to these servers and to nothing else on this machine."""
    return Gate(excepted=frozenset(("127.0.0.1", server.port) for server in servers), resolve=resolver(**names))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def elsewhere():
    """A server elsewhere."""
    with running() as server:
        yield server


@pytest.fixture
def checker(elsewhere, clock):
    """A checker that may ask ``elsewhere``, and waits without time passing."""
    return make_checker(elsewhere, clock)


def make_checker(server, clock, *, limits=LIMITS, gate=None, tls=None):
    turns = Turns(limits.pause, clock=clock, sleep=clock.sleep)
    gate = gate or gate_to(server)
    return Checker(
        "BoardLinkCheck", "BoardLinkCheck/1.0 (+https://board.test)", gate=gate, limits=limits, turns=turns, tls=tls
    )
