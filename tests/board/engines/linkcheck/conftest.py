"""Remote servers, which all run on this machine, and a checker that may send requests to them."""

import socket
from pathlib import Path

import pytest

from board.engines.linkcheck.check import LinkChecker
from board.engines.linkcheck.gate import Gate
from board.engines.linkcheck.throttling import HostThrottle, Limits
from tests.board.engines.linkcheck.server import running

CERTIFICATE = Path(__file__).parent / "data" / "secure.test.pem"
# Short, so that only tests of the limits themselves take time.
LIMITS = Limits(connect=2, read=0.3, request=0.6, pause=0, back_off=(0, 0), patience=60)


def resolver(**names):
    """Return a resolver that knows ``*.test`` as this machine, ``names`` as given, and otherwise only IP addresses."""

    def resolve(host, port, **options):
        addresses = names.get(host.replace(".", "_"))
        if addresses is None and host.endswith(".test"):
            addresses = ["127.0.0.1"]
        if addresses is None:
            return socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return resolve


class Clock:
    """A clock that advances only when something sleeps."""

    def __init__(self):
        self.now = 0.0
        self.waits = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.waits.append(seconds)
        self.now += seconds


def gate_to(*servers, **names):
    """Return a gate that allows these servers and nothing else on this machine."""
    return Gate(exceptions=frozenset(("127.0.0.1", server.port) for server in servers), getaddrinfo=resolver(**names))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def remote():
    with running() as server:
        yield server


@pytest.fixture
def checker(remote, clock):
    """A checker that may send requests to ``remote``, and sleeps without time passing."""
    return make_checker(remote, clock)


def make_checker(server, clock, *, limits=LIMITS, gate=None, tls=None):
    throttle = HostThrottle(limits.pause, clock=clock, sleep=clock.sleep)
    gate = gate or gate_to(server)
    user_agent = "BoardLinkCheck/1.0 (+https://board.test)"
    return LinkChecker("BoardLinkCheck", user_agent, gate=gate, limits=limits, throttle=throttle, tls=tls)
