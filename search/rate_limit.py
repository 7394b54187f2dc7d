"""So many searches a minute for each client, without keeping who they are."""

import hashlib
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings

MINUTE = 60.0
# Clients that are told apart; beyond it those that have been quiet longest are forgotten.
MOST_CLIENTS = 10_000
# After so many seconds everything is forgotten, and the key with it: nobody can find out whose the numbers were.
FORGOTTEN_AFTER = 600.0


def client_address(request) -> str:
    """
    Return the address of whoever asks, or nothing where it is not known.

    Behind a proxy that gunicorn trusts too (``FORWARDED_ALLOW_IPS``) it is the last that the proxy has written down. An
    address of the machine's own or of a private network may stand for everybody behind a proxy: it is nobody's.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "")
    if forwarded and {"*", address} & set(settings.FORWARDED_ALLOW_IPS):
        address = forwarded.rsplit(",", 1)[-1].strip()
    try:
        return address if ipaddress.ip_address(address).is_global else ""
    except ValueError:
        return ""


class Limiter:
    """
    A bucket for each client that holds so many searches as a minute may have, and fills up evenly.

    A client is a keyed hash of its address; this process makes the key, stores it nowhere and changes it now and then.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.lock = threading.Lock()
        self.start_anew()

    def start_anew(self) -> None:
        """Forget everything, the key included."""
        self.key = secrets.token_bytes(32)
        self.since = self.clock()
        self.buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def allows(self, address: str, per_minute: int) -> bool:
        """Count a search of an address, and say whether it is within the limit; nobody's address has none."""
        if not address or not per_minute:
            return True
        with self.lock:
            now = self.clock()
            if now - self.since > FORGOTTEN_AFTER:
                self.start_anew()
            client = hashlib.blake2b(address.encode(), key=self.key, digest_size=16).digest()
            left, at = self.buckets.pop(client, (float(per_minute), now))
            left = min(per_minute, left + (now - at) * per_minute / MINUTE)
            allowed = left >= 1
            self.buckets[client] = (left - 1 if allowed else left, now)
            if len(self.buckets) > MOST_CLIENTS:
                self.buckets.popitem(last=False)
            return allowed


LIMITER = Limiter()


def may_search(request) -> bool:
    """Say whether whoever asks has searches left (``SEARCHES_PER_MINUTE``; 0 for no limit)."""
    return LIMITER.allows(client_address(request), settings.SEARCHES_PER_MINUTE)
