"""What the page cache of this process has done, for monitoring."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .store import ResponseStore


class Statistics:
    """
    How many requests were answered from the store, fetched for it, or passed on by this process; and the store in use.

    Threads add without a lock, so the numbers are approximate, which is enough.
    """

    def __init__(self) -> None:
        self.hits = self.misses = self.passes = 0
        self.store: ResponseStore | None = None

    def summary(self) -> dict[str, int]:
        """Return the numbers, with how many responses are stored and their bytes."""
        responses, size = (len(self.store.responses), self.store.size) if self.store else (0, 0)
        return {
            "pages": responses,
            "bytes": size,
            "answered": self.hits,
            "made": self.misses,
            "passed": self.passes,
        }


STATISTICS = Statistics()
