"""No request reaches a private network, however its address is written and wherever it comes from."""

import socket

import pytest

from board.engines.linkcheck.gate import Gate, is_public, split_url
from board.engines.linkcheck.outcomes import LinkError, LinkOutcome
from tests.board.engines.linkcheck.conftest import gate_to, make_checker, resolver
from tests.board.engines.linkcheck.server import REDIRECTS, running

PRIVATE = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%lo",
    "2606:4700::1%lo",
    "fec0::1",
    "ff02::1",
    "not an address",
]
PUBLIC = [
    "1.1.1.1",
    "93.184.216.34",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450:4009::1",
    "64:ff9b::101:101",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_address_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_is_public(address):
    assert is_public(address)


@pytest.fixture
def connections(monkeypatch):
    """The addresses that sockets try to connect to; no connection is made."""
    attempts = []

    def connect(self, address):
        attempts.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return attempts


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0177.0.0.1",
        "017700000001",
        "0x7f.0.0.1",
        "0x7f000001",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "127.0.0.1.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:ffff:7f00:1]",
        "[fc00::1]",
        "[64:ff9b::7f00:1]",
        "0",
        "169.254.169.254",
        "2852039166",
        "user:secret@10.0.0.1",
        "public.test@127.0.0.1",
    ],
)
def test_no_spelling_of_private_address_is_connected_to(remote, clock, connections, host):
    gate = Gate(getaddrinfo=resolver(public_test=["93.184.216.34"]))
    for scheme in ("http", "https"):
        result = make_checker(remote, clock, gate=gate).check(f"{scheme}://{host}/")
        # Digits that are none are refused before they mean a number.
        assert result.outcome == (LinkOutcome.PRIVATE if host.isascii() else LinkOutcome.NOT_AN_ADDRESS)
    assert connections == []


@pytest.mark.parametrize("address", [address for address in PRIVATE if address != "not an address"])
def test_name_with_private_address_is_not_connected_to(remote, clock, connections, address):
    for addresses in ([address], ["93.184.216.34", address]):
        gate = Gate(getaddrinfo=resolver(inside_example=addresses))
        result = make_checker(remote, clock, gate=gate).check("http://inside.example/")
        assert result.outcome == LinkOutcome.PRIVATE
    assert connections == []


def test_redirect_to_private_address_is_not_followed(remote, clock, monkeypatch):
    with running() as inside:
        monkeypatch.setitem(REDIRECTS, "/inwards", (302, inside.url("/ok", "127.0.0.1")))
        checker = make_checker(remote, clock, gate=gate_to(remote))
        assert checker.check(remote.url("/inwards")).outcome == LinkOutcome.PRIVATE
        assert remote.methods_of("/inwards") == ["HEAD"]
        assert inside.requests == []


def test_robots_txt_redirect_to_private_address_is_not_followed(remote, clock, monkeypatch):
    with running() as inside:
        monkeypatch.setitem(REDIRECTS, "/robots.txt", (302, inside.url("/robots.txt", "127.0.0.1")))
        monkeypatch.delattr("tests.board.engines.linkcheck.server.Handler.answer_robots_txt")
        result = make_checker(remote, clock, gate=gate_to(remote)).check(remote.url("/ok"))
        assert result.outcome == LinkOutcome.UNCHECKABLE
        assert inside.requests == []
        assert remote.methods_of("/ok") == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_name_is_resolved_once_and_connection_goes_to_that_address(remote, clock, connections, monkeypatch, scheme):
    """DNS rebinding: the name is public for the gate and private for any later lookup."""
    lookups = []

    def rebound(host, port, *args, **options):
        lookups.append(host)
        address = host if host == "93.184.216.34" else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    gate = Gate(getaddrinfo=resolver(rebinding_example=["93.184.216.34"]))
    result = make_checker(remote, clock, gate=gate).check(f"{scheme}://rebinding.example/")
    assert result.outcome == LinkOutcome.NO_ANSWER
    assert set(connections) == {"93.184.216.34"}
    assert set(lookups) == {"93.184.216.34"}


def test_name_that_turns_private_between_two_requests_is_refused(remote, clock, connections):
    """Every request passes the gate: here the link does, and its robots.txt does not."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]

    def rebinding(host, port, **options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    result = make_checker(remote, clock, gate=Gate(getaddrinfo=rebinding)).check("http://rebinding.example/")
    assert result.outcome == LinkOutcome.UNCHECKABLE
    assert connections == []


def test_proxy_of_the_machine_is_not_used(remote, checker, monkeypatch):
    with running() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url("", "127.0.0.1"))
        assert checker.check(remote.url("/ok")).outcome == LinkOutcome.WORKS
        assert proxy.requests == []


def test_next_address_of_a_name_is_tried(remote, clock):
    """A machine without IPv6 still reaches a site that has both."""
    gate = Gate(
        exceptions=frozenset({("127.0.0.1", remote.port), ("::1", remote.port)}),
        getaddrinfo=resolver(both_test=["::1", "127.0.0.1"]),
    )
    assert make_checker(remote, clock, gate=gate).check(remote.url("/ok", "both.test")).outcome == LinkOutcome.WORKS


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("HTTPS://Example.ORG", ("https", "example.org", 443, "/")),
        ("http://example.org:8080/a?b=c#d", ("http", "example.org", 8080, "/a?b=c")),
        ("https://bücher.example/straße", ("https", "xn--bcher-kva.example", 443, "/stra%C3%9Fe")),
        ("https://user:secret@example.org/", ("https", "example.org", 443, "/")),
        ("https://example.org/a b", ("https", "example.org", 443, "/a%20b")),
    ],
)
def test_url_is_split(url, parts):
    assert split_url(url) == parts


@pytest.mark.parametrize(
    "url", ["", "https:", "javascript:alert(1)", "gopher://example.org/", "http://example.org:99999/"]
)
def test_url_of_another_kind_is_refused(url):
    with pytest.raises(LinkError) as raised:
        split_url(url)
    assert raised.value.outcome == LinkOutcome.NOT_AN_ADDRESS


def test_line_break_in_url_adds_no_header(remote, checker):
    checker.check(remote.url("/ok\r\nX-Evil: 1"))
    assert [path for _, _, path in remote.requests if path != "/robots.txt"] in ([], ["/ok%0D%0AX-Evil:%201"])
