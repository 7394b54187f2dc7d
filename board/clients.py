"""Where requests come from: the address of a client and its network, and whether it is a script of a page."""

import ipaddress
from typing import NamedTuple

from django.conf import settings

# One household or office has at least a /64 of IPv6, and one customer of a hosting company often a /48.
PREFIXES = {4: (32, 24), 6: (64, 48)}
UNKNOWN = "unknown"


class Client(NamedTuple):
    """The smallest part of the network that one client can be told apart by, and the network around it."""

    address: str
    network: str


def without_port(address: str) -> str:
    """Return an address that a proxy may have written down with its port, as in RFC 7239, 6."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def client_address(request) -> str:
    """
    Return the address of the client, or an empty string where it is not known.

    Behind a proxy that gunicorn trusts too (``FORWARDED_ALLOW_IPS``) it is the last that the proxy has written down.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "")
    if forwarded and {"*", address} & set(settings.FORWARDED_ALLOW_IPS):
        address = without_port(forwarded.rsplit(",", 1)[-1].strip())
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    # The same client must not count twice, as 192.0.2.1 and as ::ffff:192.0.2.1 (RFC 4291, 2.5.5.2).
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def client_of(request) -> Client:
    """Return the client: an address of IPv4 within its /24, or a /64 of IPv6 within its /48."""
    address = client_address(request)
    if not address:
        return Client(UNKNOWN, UNKNOWN)
    parsed = ipaddress.ip_address(address.partition("%")[0])
    host, network = PREFIXES[parsed.version]
    nearest, around = (str(ipaddress.ip_network((parsed, prefix), strict=False)) for prefix in (host, network))
    return Client(address if host == parsed.max_prefixlen else nearest, around)


def is_script(request) -> bool:
    """Return whether a script of a page made a request, by the header that Wagtail's scripts send."""
    return bool(request.headers.get("x-requested-with") == "XMLHttpRequest")
