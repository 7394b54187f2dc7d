"""
The public items of a news index in their order, so that no page of the list is dearer than another.

Counting rows and skipping them takes longer the more there are. A process reads numbers and days once, 12 bytes for
each item, and keeps them while nothing public changes; a page of the list is then one query for its own twenty rows.
"""

import datetime as dt
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from board.basepage.pagination import in_order
from board.caching import clock
from board.stamps.remembered import Remembered

from .items import NewsPage
from .selection import Selection

READ_AT_ONCE = 2000


def year_of(day: int) -> int:
    """Return the year of a day as the list has it."""
    return dt.date.fromordinal(-day).year


@dataclass(frozen=True)
class Listed:
    """Primary keys and days, newest first. Days are negative ordinals, so that they rise with the list."""

    pks: Sequence[int]
    days: Sequence[int]

    def of_year(self, year: int | None) -> "Listed":
        """Return the items of a calendar year, or all of them without one."""
        if year is None:
            return self
        start = bisect_left(self.days, -dt.date(year, 12, 31).toordinal())
        end = bisect_right(self.days, -dt.date(year, 1, 1).toordinal())
        return Listed(self.pks[start:end], self.days[start:end])

    def without(self, items: Sequence[NewsPage]) -> "Listed":
        """Return the list without a few items."""
        pks, days = array("q", self.pks), array("i", self.days)
        for item in items:
            day = -item.date.toordinal() if item.date else 0
            for place in range(bisect_left(days, day), bisect_right(days, day)):
                if pks[place] == item.pk:
                    del pks[place], days[place]
                    break
        return Listed(pks, days)

    @property
    def years(self) -> range:
        """Return the years from the newest item's to the oldest one's."""
        if not self.days:
            return range(0)
        return range(year_of(self.days[0]), year_of(self.days[-1]) - 1, -1)


LISTED: Remembered[Listed] = Remembered()


def read_listed(index, selection: Selection) -> Listed:
    """Return the public items of an index of a topic, or the statements, read from the database."""
    items = selection.of(NewsPage.objects.child_of(index).published())
    pks, days = array("q"), array("i")
    for pk, date in items.values_list("pk", "date").iterator(chunk_size=READ_AT_ONCE):
        pks.append(pk)
        days.append(-date.toordinal())
    return Listed(pks, days)


def listed(index, selection: Selection) -> Listed:
    """Return the public items of an index that a selection chooses; the year is cut out of a list that is known."""
    whole = Selection(topic=selection.topic, statements=selection.statements)
    key = (index.pk, whole.topic and whole.topic.pk, whole.statements, clock.today())
    return LISTED.get(key, lambda: read_listed(index, whole)).of_year(selection.year)


class Results:
    """The items of a list, for a ``Paginator``: counted without a query, and a part read in one."""

    def __init__(self, found: Listed, items: Any) -> None:
        self.found = found
        self.items = items

    def __len__(self) -> int:
        return len(self.found.pks)

    def __getitem__(self, part: slice) -> list[NewsPage]:
        """Return the items of a part, from the query set of what may be shown."""
        return in_order(self.items, list(self.found.pks[part]))
