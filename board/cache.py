"""A cache in Redis that costs speed while it is away, never a page."""

import logging
import pickle
import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.cache import caches
from django.core.cache.backends import redis as django_redis_cache
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.utils.crypto import get_random_string
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# A server on the same network answers within a millisecond.
CONNECTION = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3}
# After a failure no process asks again for so long: a page may ask its cache a dozen times.
PAUSE_SECONDS = 10
# What ``pickle`` raises for values that other code has stored (https://docs.python.org/3/library/pickle.html).
UNREADABLE = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError)


class RedisCache(django_redis_cache.RedisCache):
    """
    Django's own Redis cache, in which a server that fails or is silent counts as empty.

    django-redis can ignore failures too, but waits for a silent server at each call anew.
    """

    # When each server may be asked again, by the clock of ``time.monotonic``; Django makes a cache for each thread.
    paused_until: ClassVar[dict[tuple[str, ...], float]] = {}

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        # Once more and at once: the server may have closed a connection that lay unused.
        options = {**CONNECTION, "retry": Retry(NoBackoff(), 1), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self.servers = (server,) if isinstance(server, str) else tuple(server)

    def ask(self, method: Callable, *args, otherwise: Any = None) -> Any:
        """Return what a method of Django's cache returns, or ``otherwise`` while the server is away."""
        if time.monotonic() < self.paused_until.get(self.servers, 0):
            return otherwise
        try:
            return method(*args)
        except (RedisError, OSError) as error:
            self.paused_until[self.servers] = time.monotonic() + PAUSE_SECONDS
            logger.warning("The cache does not answer (%s): it is left alone for %s seconds.", error, PAUSE_SECONDS)
        except UNREADABLE:
            logger.warning("The cache holds a value that can’t be read: it counts as missing.", exc_info=True)
        return otherwise

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        # An empty cache takes everything: django-allauth takes no code that it can't add (its mark of used codes).
        return self.ask(super().add, key, value, timeout, version, otherwise=True)

    def get(self, key, default=None, version=None):
        return self.ask(super().get, key, default, version, otherwise=default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask(super().set, key, value, timeout, version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask(super().touch, key, timeout, version, otherwise=False)

    def delete(self, key, version=None):
        return self.ask(super().delete, key, version, otherwise=False)

    def get_many(self, keys, version=None):
        return self.ask(super().get_many, keys, version, otherwise={})

    def has_key(self, key, version=None):
        return self.ask(super().has_key, key, version, otherwise=False)

    def incr(self, key, delta=1, version=None):
        """Return the new value; raises ``ValueError`` as for a key that is not there while the server is away."""
        value = self.ask(super().incr, key, delta, version)
        if value is None:
            raise ValueError(f"Key '{key}' not found.")
        return value

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask(super().set_many, data, timeout, version, otherwise=list(data))

    def delete_many(self, keys, version=None):
        return self.ask(super().delete_many, keys, version)

    def clear(self):
        return self.ask(super().clear, otherwise=False)


def cache_answers() -> bool:
    """Return whether the cache of the site gives back what it was just given."""
    key, value = f"health-{get_random_string(12)}", get_random_string(12)
    caches["default"].set(key, value, timeout=10)
    return caches["default"].get(key) == value
