"""
The public items of a news index in their order, so that no page of the list is slower than another.

Counting rows and skipping them takes longer the more there are. A process reads keys and days once, 12 bytes for each
item, and keeps them while nothing public changes; a page of the list is then one query for its own twenty rows.
"""

import datetime as dt
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from board.basepage.pagination import in_order
from board.engines.pagecache import clock
from board.engines.pagecache.memo import Memo

from .filters import NewsFilter
from .models.news_page import NewsPage

CHUNK_SIZE = 2000


def year_of(day: int) -> int:
    """Return the year of one of an order's days."""
    return dt.date.fromordinal(-day).year


@dataclass(frozen=True)
class NewsOrder:
    """Primary keys and days of items, newest first. Days are negative ordinals, so that they ascend."""

    pks: Sequence[int]
    days: Sequence[int]

    def of_year(self, year: int | None) -> "NewsOrder":
        """Return the items of a calendar year, or all of them without one."""
        if year is None:
            return self
        start = bisect_left(self.days, -dt.date(year, 12, 31).toordinal())
        end = bisect_right(self.days, -dt.date(year, 1, 1).toordinal())
        return NewsOrder(self.pks[start:end], self.days[start:end])

    def without(self, items: Sequence[NewsPage]) -> "NewsOrder":
        """Return the order without a few items."""
        pks, days = array("q", self.pks), array("i", self.days)
        for item in items:
            day = -item.date.toordinal() if item.date else 0
            for position in range(bisect_left(days, day), bisect_right(days, day)):
                if pks[position] == item.pk:
                    del pks[position], days[position]
                    break
        return NewsOrder(pks, days)

    @property
    def years(self) -> range:
        """Return the years from the newest item's to the oldest one's."""
        if not self.days:
            return range(0)
        return range(year_of(self.days[0]), year_of(self.days[-1]) - 1, -1)


ORDERS: Memo[NewsOrder] = Memo()


def read_order(index, current: NewsFilter) -> NewsOrder:
    """Return the order of the public items of an index that match a filter, read from the database."""
    items = current.apply(NewsPage.objects.child_of(index).published())
    pks, days = array("q"), array("i")
    for pk, date in items.values_list("pk", "date").iterator(chunk_size=CHUNK_SIZE):
        pks.append(pk)
        days.append(-date.toordinal())
    return NewsOrder(pks, days)


def get_order(index, current: NewsFilter) -> NewsOrder:
    """Return the order of the items that match a filter; a year is cut out of the order of all years."""
    all_years = replace(current, year=None)
    key = (index.pk, current.topic and current.topic.pk, current.statements, clock.today())
    return ORDERS.get(key, lambda: read_order(index, all_years)).of_year(current.year)


class NewsListing:
    """The items of an order, for a ``Paginator``: counted without a query, and a page read in one."""

    def __init__(self, order: NewsOrder, items: Any) -> None:
        self.order = order
        self.items = items

    def __len__(self) -> int:
        return len(self.order.pks)

    def __getitem__(self, part: slice) -> list[NewsPage]:
        """Return the items of a slice, out of the query set of what may be shown."""
        return in_order(self.items, list(self.order.pks[part]))
