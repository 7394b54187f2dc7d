"""Nothing within the network is ever asked, however its address is written, and whoever names it."""

import socket

import pytest

from board.links.addresses import Gate, is_public, split
from board.links.outcomes import LinkError, Outcome
from tests.board.links.conftest import gate_to, make_checker, resolver
from tests.board.links.server import REDIRECTS, running

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
def test_private(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address):
    assert is_public(address)


@pytest.fixture
def connections(monkeypatch):
    """Where sockets are connected to; no connection is made."""
    made = []

    def connect(self, address):
        made.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return made


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
        "somebody:secret@10.0.0.1",
        "public.test@127.0.0.1",
    ],
)
def test_no_spelling_of_a_private_address_is_connected_to(elsewhere, clock, connections, host):
    gate = Gate(resolve=resolver(public_test=["93.184.216.34"]))
    for scheme in ("http", "https"):
        finding = make_checker(elsewhere, clock, gate=gate).check(f"{scheme}://{host}/")
        # Digits that are none are refused before they mean a number.
        assert finding.outcome == (Outcome.PRIVATE if host.isascii() else Outcome.NOT_AN_ADDRESS)
    assert connections == []


@pytest.mark.parametrize("address", [address for address in PRIVATE if address != "not an address"])
def test_no_name_that_leads_within_is_connected_to(elsewhere, clock, connections, address):
    for addresses in ([address], ["93.184.216.34", address]):
        gate = Gate(resolve=resolver(inside_example=addresses))
        finding = make_checker(elsewhere, clock, gate=gate).check("http://inside.example/")
        assert finding.outcome == Outcome.PRIVATE
    assert connections == []


def test_no_redirect_leads_within(elsewhere, clock, monkeypatch):
    with running() as inside:
        monkeypatch.setitem(REDIRECTS, "/inwards", (302, inside.url("/ok", "127.0.0.1")))
        checker = make_checker(elsewhere, clock, gate=gate_to(elsewhere))
        assert checker.check(elsewhere.url("/inwards")).outcome == Outcome.PRIVATE
        assert elsewhere.asked_for("/inwards") == ["HEAD"]
        assert inside.asked == []


def test_no_robots_txt_leads_within(elsewhere, clock, monkeypatch):
    """The question for the rules is held to the same gate, at its redirects too."""
    with running() as inside:
        monkeypatch.setitem(REDIRECTS, "/robots.txt", (302, inside.url("/robots.txt", "127.0.0.1")))
        monkeypatch.delattr("tests.board.links.server.Handler.answer_robots_txt")
        finding = make_checker(elsewhere, clock, gate=gate_to(elsewhere)).check(elsewhere.url("/ok"))
        assert finding.outcome == Outcome.UNCHECKABLE
        assert inside.asked == []
        assert elsewhere.asked_for("/ok") == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_is_looked_up_once_and_the_connection_goes_to_what_was_looked_at(
    elsewhere, clock, connections, monkeypatch, scheme
):
    """DNS rebinding: public for the gate, private for whoever asks for the name again."""
    looked_up = []

    def rebound(host, port, *args, **options):
        looked_up.append(host)
        address = host if host == "93.184.216.34" else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    gate = Gate(resolve=resolver(rebinding_example=["93.184.216.34"]))
    finding = make_checker(elsewhere, clock, gate=gate).check(f"{scheme}://rebinding.example/")
    assert finding.outcome == Outcome.NO_ANSWER
    assert set(connections) == {"93.184.216.34"}
    assert set(looked_up) == {"93.184.216.34"}


def test_a_name_that_turns_private_between_two_questions_is_let_go(elsewhere, clock, connections):
    """Every step of a check passes the gate again: here the link did, and the question for robots.txt does not."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]

    def rebinding(host, port, **options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    finding = make_checker(elsewhere, clock, gate=Gate(resolve=rebinding)).check("http://rebinding.example/")
    assert finding.outcome == Outcome.UNCHECKABLE
    assert connections == []


def test_the_proxy_of_the_machine_takes_no_part(elsewhere, checker, monkeypatch):
    with running() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url("", "127.0.0.1"))
        assert checker.check(elsewhere.url("/ok")).outcome == Outcome.WORKS
        assert proxy.asked == []


def test_the_next_address_of_a_name_is_tried(elsewhere, clock):
    """A machine without IPv6 still reaches a site that has both."""
    gate = Gate(
        excepted=frozenset({("127.0.0.1", elsewhere.port), ("::1", elsewhere.port)}),
        resolve=resolver(both_test=["::1", "127.0.0.1"]),
    )
    assert make_checker(elsewhere, clock, gate=gate).check(elsewhere.url("/ok", "both.test")).outcome == Outcome.WORKS


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("HTTPS://Example.ORG", ("https", "example.org", 443, "/")),
        ("http://example.org:8080/a?b=c#d", ("http", "example.org", 8080, "/a?b=c")),
        ("https://bücher.example/straße", ("https", "xn--bcher-kva.example", 443, "/stra%C3%9Fe")),
        ("https://somebody:secret@example.org/", ("https", "example.org", 443, "/")),
        ("https://example.org/a b", ("https", "example.org", 443, "/a%20b")),
    ],
)
def test_the_parts_of_an_address(url, parts):
    assert split(url) == parts


@pytest.mark.parametrize(
    "url", ["", "https:", "javascript:alert(1)", "gopher://example.org/", "http://example.org:99999/"]
)
def test_what_is_no_address(url):
    with pytest.raises(LinkError) as raised:
        split(url)
    assert raised.value.outcome == Outcome.NOT_AN_ADDRESS


def test_a_line_break_in_an_address_adds_no_header(elsewhere, checker):
    checker.check(elsewhere.url("/ok\r\nX-Evil: 1"))
    assert [path for _, _, path in elsewhere.asked if path != "/robots.txt"] in ([], ["/ok%0D%0AX-Evil:%201"])
