"""
The guard against server-side request forgery: no request reaches the network that the site runs in.

A URL that an editor typed, or that a server redirects to, must not make the site talk to its own database, to a
neighbour or to the service that hands out a cloud's secrets. A host is therefore resolved here, once; all of its IP
addresses must be public; and the connection is made to exactly these addresses (``http.py``), so that a name that
resolves differently a moment later (DNS rebinding) leads nowhere else.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import idna
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from .outcomes import LinkError, LinkOutcome

PORTS = {"http": 80, "https": 443}
# No more of a host's addresses are tried.
MAX_ADDRESSES = 4

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
# All of IPv6 that is allocated to the public. Loopback, link-local, unique local, mapped and multicast lie outside.
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# The one translation prefix that networks without IPv4 put before public IPv4 addresses (RFC 6052).
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Return whether an IP address, as the resolver writes it, is one on the public internet."""
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


class ResolvedURL(NamedTuple):
    """A URL's server, the server's IP addresses, and the target to request there."""

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
        """Return scheme and authority, which share one robots.txt."""
        return f"{self.scheme}://{self.authority}"


def not_an_address(detail: str) -> LinkError:
    """Return the error for what is not a URL of the web."""
    return LinkError(LinkOutcome.NOT_AN_ADDRESS, detail)


def split_url(url: str) -> tuple[str, str, int, str]:
    """
    Return scheme, host in ASCII, port and request target of a URL.

    A user name and password are left out. Raises ``LinkError`` for anything but ``http`` and ``https``.
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
    Resolves the URLs that may be requested, and refuses all others.

    ``exceptions`` are pairs of IP address and port that are allowed though they are not public, for tests whose server
    runs on the same machine. ``getaddrinfo`` has the signature of ``socket.getaddrinfo``.
    """

    exceptions: frozenset[tuple[str, int]] = frozenset()
    getaddrinfo: Callable = field(default=socket.getaddrinfo)

    def resolve(self, url: str) -> ResolvedURL:
        """Return a URL with its IP addresses. Raises ``LinkError`` where it may not, or can't, be requested."""
        scheme, host, port, target = split_url(url)
        addresses = self.addresses_of(host, port)
        resolved = ResolvedURL(scheme, host, port, addresses, target)
        if all((address, port) in self.exceptions for address in addresses):
            return resolved
        if not all(is_public(address) for address in addresses):
            raise LinkError(LinkOutcome.PRIVATE, f"{host} lies in a private network.")
        if port not in PORTS.values():
            raise LinkError(LinkOutcome.UNCHECKABLE, f"It leads to port {port}, and only 80 and 443 are asked.")
        return resolved

    def addresses_of(self, host: str, port: int) -> tuple[str, ...]:
        """Return a host's IP addresses in the resolver's order. Raises ``LinkError`` where there are none."""
        try:
            entries = self.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise not_an_address("Its site’s name can’t be right.") from error
        except OSError as error:
            is_transient = getattr(error, "errno", None) == socket.EAI_AGAIN
            raise LinkError(
                LinkOutcome.NO_ANSWER, f"There is no server called {host}.", is_transient=is_transient
            ) from error
        return tuple(dict.fromkeys(entry[4][0] for entry in entries))
