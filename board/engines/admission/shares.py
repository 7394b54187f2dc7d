"""The threads of a worker in shares."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from .connection import Connection


class Share(NamedTuple):
    """The threads for a kind of request, and after how many seconds without one it is refused, if ever."""

    threads: int
    max_wait: float | None = None


class ThreadShares:
    """An executor with a pool of threads for each share, of which none works for another."""

    def __init__(self, shares: Mapping[str, Share]) -> None:
        self.pools = {name: ThreadPoolExecutor(share.threads, name) for name, share in shares.items()}

    def submit(self, handle: Callable, connection: Connection) -> Future:
        """Let the request of a connection be handled by a thread of its share."""
        return self.pools[connection.share].submit(handle, connection)

    def shutdown(self, wait: bool = True) -> None:
        """Take no more requests."""
        for pool in self.pools.values():
            pool.shutdown(wait=wait)
