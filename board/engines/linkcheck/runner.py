"""Checking many links: different hosts at the same time, the links of one host one after another."""

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from .gate import split_url
from .outcomes import LinkCheck, LinkError


class StoppedError(Exception):
    """The run is over, so its threads stop waiting."""


class StopSignal:
    """Ends the waiting of every thread of a run at once."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """End the run."""
        self._event.set()

    def sleep(self, seconds: float) -> None:
        """Wait. Raises ``StoppedError`` as soon as the run is over."""
        if self._event.wait(seconds):
            raise StoppedError

    @property
    def is_set(self) -> bool:
        """Return whether the run is over."""
        return self._event.is_set()


def group_by_host(urls: Iterable[str]) -> list[list[str]]:
    """Return the URLs of each host, the host with the most of them first, since it takes longest."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        try:
            host = split_url(url)[1]
        except LinkError:
            host = ""
        hosts[host].append(url)
    return sorted(hosts.values(), key=len, reverse=True)


def check_all(
    urls: Iterable[str], check: Callable[[str], LinkCheck], *, hosts: int, stop: StopSignal | None = None
) -> Generator[LinkCheck, None, None]:
    """
    Yield the result for each URL as soon as it is known, checking ``hosts`` hosts at a time.

    ``check`` is called in threads and all else in the caller's, so only the caller uses the database. After status 429
    a host is left alone: its remaining URLs yield nothing. Closing the generator ends the run.
    """
    stop = stop or StopSignal()
    results: queue.SimpleQueue[LinkCheck | None] = queue.SimpleQueue()

    def check_host(host_urls: list[str]) -> None:
        try:
            for url in host_urls:
                if stop.is_set:
                    return
                result = check(url)
                results.put(result)
                if result.status == HTTPStatus.TOO_MANY_REQUESTS:
                    return
        except StoppedError:
            pass
        finally:
            results.put(None)

    with ThreadPoolExecutor(max_workers=hosts, thread_name_prefix="links") as pool:
        try:
            jobs = [pool.submit(check_host, host_urls) for host_urls in group_by_host(urls)]
            running = len(jobs)
            while running:
                result = results.get()
                if result is None:
                    running -= 1
                else:
                    yield result
            for job in jobs:
                job.result()
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
