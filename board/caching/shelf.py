"""What one worker keeps of one state of the site."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict

from .answers import Read
from .kept import Kept

# Scheme, host and path: where an answer stands.
Place = tuple[str, str, str]
Values = tuple[tuple[Read, tuple[str, ...]], ...]

# How many addresses are remembered as those of answers that are never kept, and ways to read one address.
MOST_PASSING = 5000
MOST_READS = 16


def values_of(reads: Iterable[Read], query: QueryDict) -> Values:
    """Return what was read of an address; parameters that are not there count for nothing."""
    found = []
    for read in reads:
        values = query.getlist(read.name)
        if values:
            found.append((read, tuple(values[-1:] if read.last else values)))
    return tuple(found)


def canonical(values: Values) -> str:
    """Return the query string that has nothing but what is read."""
    by_name: dict[str, tuple[str, ...]] = {}
    for read, found in values:
        if not read.last or read.name not in by_name:
            by_name[read.name] = found
    return urlencode(by_name, doseq=True)


class Shelf:
    """
    The answers that were made under one stamp, the least used thrown away when they are too many.

    An answer is a function of the parameters that its making looked at, so it is found by them: parameters that nobody
    reads make no other answer, and so neither pass it by nor take any room.
    """

    def __init__(self, stamp: str, limit: int) -> None:
        self.stamp = stamp
        self.limit = limit
        self.size = 0
        self.pages: OrderedDict[tuple[Place, Values], Kept] = OrderedDict()
        self.reads: dict[Place, list[tuple[Read, ...]]] = {}
        self.passing: set[Place] = set()
        self.lock = threading.Lock()

    def find(self, place: Place, query: str) -> Kept | None:
        """Return the answer for an address, or ``None``; whether it is still true is for the caller to see."""
        if not query:
            return self.take((place, ()))
        parameters = None
        for reads in self.reads.get(place, ()):
            if parameters is None:
                parameters = QueryDict(query.encode("latin-1"))
            if kept := self.take((place, values_of(reads, parameters))):
                return kept
        return None

    def take(self, key: tuple[Place, Values]) -> Kept | None:
        """Return an answer, used last now."""
        kept = self.pages.get(key)
        if kept is not None:
            try:  # noqa: SIM105  # This is the path of every reader, and `suppress` costs as much as all of it.
                self.pages.move_to_end(key)
            except KeyError:
                pass  # Thrown away by another thread just now.
        return kept

    def keep(self, place: Place, reads: tuple[Read, ...] | None, values: Values, kept: Kept) -> None:
        """Keep an answer whose making looked at ``reads``, ``None`` for all there could be, and found ``values``."""
        if kept.size > self.limit // 8:
            return
        with self.lock:
            ways = self.reads.get(place, [])
            if reads is not None and reads not in ways:
                self.reads[place] = [reads, *ways][:MOST_READS]
            before = self.pages.pop((place, values), None)
            self.size += kept.size - (before.size if before else 0)
            self.pages[place, values] = kept
            while self.size > self.limit:
                self.size -= self.pages.popitem(last=False)[1].size

    def let_pass(self, place: Place) -> None:
        """Remember that the answer of an address is never kept, so that nobody waits for it."""
        if len(self.passing) >= MOST_PASSING:
            self.passing.clear()
        self.passing.add(place)
