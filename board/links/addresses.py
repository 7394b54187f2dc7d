"""
Which machines may be asked: never one inside the network that the site runs in.

An address that an editor typed, or that a server elsewhere redirects to, must not make the site talk to its own
database, to a neighbour or to the service that hands out a cloud's secrets. A name is therefore resolved here, once;
every address it has must be public; and the connection is made to exactly these addresses (``asking.py``), so that a
name which is answered differently a moment later leads nowhere else.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import idna
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from .outcomes import LinkError, Outcome

PORTS = {"http": 80, "https": 443}
# A name with more addresses than this is not tried any further.
MOST_ADDRESSES = 4

# IANA's special-purpose registries (RFC 6890 and its updates), written out since ``is_global`` differs between Python
# versions, with those whose machines look public and are not.
SPECIAL = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # Carrier-grade NAT; also a cloud's metadata.
        "127.0.0.0/8",
        "168.63.129.16/32",  # Looks public: a cloud's service for the machines within it.
        "169.254.0.0/16",  # Link-local; clouds hand out their secrets here.
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # Protocol assignments, Teredo among them, which carries an IPv4 address.
        "2001:db8::/32",
        "2002::/16",  # 6to4, which carries an IPv4 address.
        "3fff::/20",
    )
]
# All of IPv6 that is given out to the public. Loopback, link-local, unique local, mapped and multicast lie outside.
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# The one translation prefix that networks without IPv4 put before public IPv4 addresses (RFC 6052).
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Say whether an IP address, as the resolver writes it, is one that anybody on the internet could ask."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.scope_id or ip not in GLOBAL_UNICAST:
            return False
    return ip.is_global and not any(ip in network for network in SPECIAL)


class Place(NamedTuple):
    """Where a web address leads: the server, the IP addresses it was found at, and what to ask there."""

    scheme: str
    host: str
    port: int
    addresses: tuple[str, ...]
    target: str

    @property
    def authority(self) -> str:
        """Return host and port as the ``Host`` header writes them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Return scheme and authority: what has one robots.txt."""
        return f"{self.scheme}://{self.authority}"


def not_an_address(detail: str) -> LinkError:
    """Return the end of the check of something that is no web address."""
    return LinkError(Outcome.NOT_AN_ADDRESS, detail)


def split(url: str) -> tuple[str, str, int, str]:
    """
    Return scheme, host in ASCII, port and request target of a web address.

    A name and password before the host are left out: they are for nobody but the reader. Raises ``LinkError``.
    """
    try:
        parts = parse_url(url)
        host = (parts.host or "").strip("[]").rstrip(".")
        if not host.isascii():
            host = idna.encode(host, uts46=True).decode("ascii")
    except (LocationParseError, UnicodeError) as error:
        raise not_an_address("It can’t be read as a web address.") from error
    if parts.scheme not in PORTS:
        raise not_an_address("It begins with neither https:// nor http://.")
    if not host:
        raise not_an_address("It names no site.")
    return parts.scheme, host.lower(), PORTS[parts.scheme] if parts.port is None else parts.port, parts.request_uri


@dataclass(frozen=True)
class Gate:
    """
    Lets through the places that may be asked.

    ``excepted`` are pairs of IP address and port that may be asked though they are not public: for tests, whose server
    runs on the same machine. ``resolve`` has the signature of ``socket.getaddrinfo``.
    """

    excepted: frozenset[tuple[str, int]] = frozenset()
    resolve: Callable = field(default=socket.getaddrinfo)

    def place(self, url: str) -> Place:
        """Return where an address leads. Raises ``LinkError`` for what may not, or can't, be asked."""
        scheme, host, port, target = split(url)
        addresses = self.addresses_of(host, port)
        if all((address, port) in self.excepted for address in addresses):
            return Place(scheme, host, port, addresses, target)
        if not all(is_public(address) for address in addresses):
            raise LinkError(Outcome.PRIVATE, f"{host} lies in a private network.")
        if port not in PORTS.values():
            raise LinkError(Outcome.UNCHECKABLE, f"It leads to port {port}, and only 80 and 443 are asked.")
        return Place(scheme, host, port, addresses, target)

    def addresses_of(self, host: str, port: int) -> tuple[str, ...]:
        """Return the IP addresses of a host, in the resolver's order. Raises ``LinkError`` where there is none."""
        try:
            found = self.resolve(host, port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise not_an_address("Its site’s name can’t be right.") from error
        except OSError as error:
            detail = f"There is no server called {host}."
            try_again = getattr(error, "errno", None) == socket.EAI_AGAIN
            raise LinkError(Outcome.NO_ANSWER, detail, try_again=try_again) from error
        return tuple(dict.fromkeys(entry[4][0] for entry in found))
