"""Who asks: the address that the proxy tells, one for each client."""

import pytest
from django.test import RequestFactory

from board.clients import UNKNOWN, Client, client_address, client_of


@pytest.mark.parametrize(
    ("address", "forwarded", "expected"),
    [
        ("10.0.0.7", None, "10.0.0.7"),
        ("10.0.0.7", "192.0.2.1", "10.0.0.7"),
        ("127.0.0.1", "6.6.6.6, 192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "192.0.2.1:50123", "192.0.2.1"),
        ("127.0.0.1", "[2001:db8::1]:50123", "2001:db8::1"),
        ("127.0.0.1", "::ffff:192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "nonsense", ""),
        ("", None, ""),
    ],
)
def test_client_address(settings, address, forwarded, expected):
    settings.FORWARDED_ALLOW_IPS = ["127.0.0.1"]
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=address)) == expected


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.17", Client("192.0.2.17", "192.0.2.0/24")),
        ("2001:db8:1:2:3::4", Client("2001:db8:1:2::/64", "2001:db8:1::/48")),
        ("2001:db8:1:2:ffff::4", Client("2001:db8:1:2::/64", "2001:db8:1::/48")),
        ("fe80::1%eth0", Client("fe80::/64", "fe80::/48")),
        ("", Client(UNKNOWN, UNKNOWN)),
    ],
)
def test_client_and_network(address, client):
    assert client_of(RequestFactory().get("/", REMOTE_ADDR=address)) == client
