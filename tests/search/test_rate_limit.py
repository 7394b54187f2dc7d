"""The rate limit, and that it stores no address."""

import pytest
from django.test import RequestFactory

from search.rate_limit import KEY_LIFETIME, MOST_CLIENTS, RATE_LIMITER, RateLimiter, limited_address

PUBLIC, OTHER = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


class FakeClock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def limiter():
    return RateLimiter(FakeClock())


def test_each_client_has_its_own_limit(limiter):
    assert [limiter.allows(PUBLIC, 3) for _ in range(5)] == [True, True, True, False, False]
    assert limiter.allows(OTHER, 3)
    limiter.clock.now = 20
    assert [limiter.allows(PUBLIC, 3) for _ in range(2)] == [True, False]


def test_unknown_address_and_zero_have_no_limit(limiter):
    assert all(limiter.allows("", 1) for _ in range(5))
    assert all(limiter.allows(PUBLIC, 0) for _ in range(5))


def test_no_address_is_stored_and_the_key_changes(limiter):
    limiter.allows(PUBLIC, 1)
    key = limiter.key
    assert PUBLIC not in repr(vars(limiter))
    limiter.clock.now = KEY_LIFETIME + 1
    assert limiter.allows(PUBLIC, 1)
    assert limiter.key != key


def test_number_of_clients_is_bounded(limiter):
    for number in range(MOST_CLIENTS + 10):
        limiter.allows(f"2606::{number:x}", 1)
    assert len(limiter.buckets) == MOST_CLIENTS


@pytest.mark.parametrize(
    ("address", "forwarded", "client"),
    [
        (PUBLIC, None, PUBLIC),
        ("127.0.0.1", None, ""),
        ("10.1.2.3", None, ""),
        ("127.0.0.1", PUBLIC, PUBLIC),
        ("127.0.0.1", f"6.6.6.6, {PUBLIC}", PUBLIC),
        (PUBLIC, "6.6.6.6", PUBLIC),
        ("127.0.0.1", "nonsense", ""),
        ("", None, ""),
        (f"::ffff:{PUBLIC}", None, PUBLIC),
    ],
)
def test_limited_address(settings, address, forwarded, client):
    settings.FORWARDED_ALLOW_IPS = ["127.0.0.1"]
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert limited_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=address)) == client


def test_limited_client_gets_429_with_the_contacts(client, db, settings):
    settings.SEARCHES_PER_MINUTE = 1
    RATE_LIMITER.reset()
    assert client.get("/search/?q=heron", REMOTE_ADDR=PUBLIC).status_code == 200
    response = client.get("/search/?q=heron", REMOTE_ADDR=PUBLIC)
    assert (response.status_code, response["Retry-After"]) == (429, "30")
    assert "999" in response.content.decode()
    assert client.get("/search/", REMOTE_ADDR=PUBLIC).status_code == 200
    RATE_LIMITER.reset()
