"""How politely other people's servers are asked: limits, and the pauses between requests to one host."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Times are in seconds."""

    connect: float = 5
    read: float = 10
    # For one request from the first byte to the last, however slowly they arrive.
    request: float = 20
    # No new request is made for a link after this, except to follow its redirects.
    link: float = 90
    redirects: int = 5
    # Between two requests to one host; its robots.txt may ask for more.
    pause: float = 1
    # Before the second and the third attempt.
    back_off: tuple[float, ...] = (3, 10)
    # The longest Retry-After, and the longest Crawl-delay, that is respected by waiting.
    patience: float = 60
    # Hosts that are checked at the same time.
    hosts: int = 8


class HostThrottle:
    """Lets one thread at a time send requests to a host, with a pause between two requests."""

    def __init__(self, pause: float, *, clock: Callable[[], float] = time.monotonic, sleep: Callable = time.sleep):
        self._pause = pause
        self._pauses: dict[str, float] = {}
        self._free_at: dict[str, float] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._registry = threading.Lock()
        self.clock = clock
        self.sleep = sleep

    def lengthen_pause(self, host: str, pause: float) -> None:
        """Pause for at least this long between two requests to a host."""
        self._pauses[host] = max(pause, self._pause)

    @contextmanager
    def slot(self, host: str) -> Iterator[None]:
        """Wait for the host to be free, and occupy it."""
        with self._registry:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            wait = self._free_at.get(host, 0) - self.clock()
            if wait > 0:
                self.sleep(wait)
            try:
                yield
            finally:
                self._free_at[host] = self.clock() + self._pauses.get(host, self._pause)
