"""Many links: the hosts beside each other, the links of a host one after the other."""

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor

from .addresses import split
from .checker import TOO_MANY_REQUESTS
from .outcomes import Finding, LinkError


class StoppedError(Exception):
    """The run is over; nobody waits for an answer any more."""


class Stop:
    """Ends the waiting of every thread at once."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def now(self) -> None:
        """End the run."""
        self._event.set()

    def sleep(self, seconds: float) -> None:
        """Wait; raises ``StoppedError`` as soon as the run is over."""
        if self._event.wait(seconds):
            raise StoppedError

    @property
    def is_now(self) -> bool:
        """Say whether the run is over."""
        return self._event.is_set()


def by_host(urls: Iterable[str]) -> list[list[str]]:
    """Return the addresses host by host, the host with the most of them first: it takes longest."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        try:
            host = split(url)[1]
        except LinkError:
            host = ""
        hosts[host].append(url)
    return sorted(hosts.values(), key=len, reverse=True)


def check_all(
    urls: Iterable[str], check: Callable[[str], Finding], *, hosts: int, stop: Stop | None = None
) -> Generator[Finding, None, None]:
    """
    Yield what came out for each address as soon as it is known, ``hosts`` hosts at a time.

    ``check`` is called from threads, which do nothing else: the database is the caller's. A host that answers "too many
    requests" is left alone for the rest of the run, and its remaining addresses are not yielded. Whoever leaves the
    iteration early ends the run.
    """
    stop = stop or Stop()
    found: queue.SimpleQueue[Finding | None] = queue.SimpleQueue()

    def check_host(of_host: list[str]) -> None:
        try:
            for url in of_host:
                if stop.is_now:
                    return
                finding = check(url)
                found.put(finding)
                if finding.status == TOO_MANY_REQUESTS:
                    return
        except StoppedError:
            pass
        finally:
            found.put(None)

    with ThreadPoolExecutor(max_workers=hosts, thread_name_prefix="links") as pool:
        try:
            jobs = [pool.submit(check_host, of_host) for of_host in by_host(urls)]
            remaining = len(jobs)
            while remaining:
                finding = found.get()
                if finding is None:
                    remaining -= 1
                else:
                    yield finding
            for job in jobs:
                job.result()
        finally:
            stop.now()
            pool.shutdown(wait=False, cancel_futures=True)
