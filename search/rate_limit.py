"""A rate limit on searches for each client, without storing who the clients are."""

import hashlib
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings

from board.clients import client_address

MINUTE = 60.0
# Beyond so many clients, those that have been quiet longest are forgotten.
MOST_CLIENTS = 10_000
# After so many seconds all is forgotten, and the key with it, so that the hashes cannot be traced to addresses.
KEY_LIFETIME = 600.0


def limited_address(request) -> str:
    """
    Return the address of the client, or an empty string where it is not known.

    A private address, or one of this machine, may stand for everybody behind a proxy: it counts as not known.
    """
    address = client_address(request)
    return address if address and ipaddress.ip_address(address).is_global else ""


class RateLimiter:
    """
    A token bucket for each client, which holds the searches of a minute and fills up evenly.

    A client is a keyed hash of its address. This process makes the key, stores it nowhere and changes it regularly.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget everything, the key included."""
        self.key = secrets.token_bytes(32)
        self.since = self.clock()
        self.buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def allows(self, address: str, per_minute: int) -> bool:
        """Count a search, and return whether it is within the limit; an unknown address has no limit."""
        if not address or not per_minute:
            return True
        with self.lock:
            now = self.clock()
            if now - self.since > KEY_LIFETIME:
                self.reset()
            client = hashlib.blake2b(address.encode(), key=self.key, digest_size=16).digest()
            tokens, at = self.buckets.pop(client, (float(per_minute), now))
            tokens = min(per_minute, tokens + (now - at) * per_minute / MINUTE)
            allowed = tokens >= 1
            self.buckets[client] = (tokens - 1 if allowed else tokens, now)
            if len(self.buckets) > MOST_CLIENTS:
                self.buckets.popitem(last=False)
            return allowed


RATE_LIMITER = RateLimiter()


def may_search(request) -> bool:
    """Return whether the client has searches left (``SEARCHES_PER_MINUTE``; 0 for no limit)."""
    return RATE_LIMITER.allows(limited_address(request), settings.SEARCHES_PER_MINUTE)
