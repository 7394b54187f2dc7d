"""
The order of a news index's public items, held in memory so that late pages of the list are as fast as early ones.

Counting and skipping rows gets slower as the list grows. A process reads primary keys and dates once, 12 bytes for each
item, and keeps them until public content changes; a page of the list then takes one query for its own rows.
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


def year_of_day(day: int) -> int:
    """Return the year of a day of a ``NewsOrder``."""
    return dt.date.fromordinal(-day).year


@dataclass(frozen=True)
class NewsOrder:
    """Primary keys and days of items, newest first. Days are negative ordinals, in ascending order for ``bisect``."""

    pks: Sequence[int]
    days: Sequence[int]

    def of_year(self, year: int | None) -> "NewsOrder":
        """Return the order of a calendar year's items, or of all items for ``None``."""
        if year is None:
            return self
        start = bisect_left(self.days, -dt.date(year, 12, 31).toordinal())
        end = bisect_right(self.days, -dt.date(year, 1, 1).toordinal())
        return NewsOrder(self.pks[start:end], self.days[start:end])

    def without(self, items: Sequence[NewsPage]) -> "NewsOrder":
        """Return the order without some items."""
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
        """Return the years from the newest item's to the oldest item's."""
        if not self.days:
            return range(0)
        return range(year_of_day(self.days[0]), year_of_day(self.days[-1]) - 1, -1)


ORDERS: Memo[NewsOrder] = Memo()


def read_order(index, current: NewsFilter) -> NewsOrder:
    """Read the order of an index's public items that match a filter from the database."""
    items = current.apply(NewsPage.objects.child_of(index).published())
    pks, days = array("q"), array("i")
    for pk, date in items.values_list("pk", "date").iterator(chunk_size=CHUNK_SIZE):
        pks.append(pk)
        days.append(-date.toordinal())
    return NewsOrder(pks, days)


def get_order(index, current: NewsFilter) -> NewsOrder:
    """Return the order of an index's public items that match a filter; a year is a slice of the order of all years."""
    all_years = replace(current, year=None)
    key = (index.pk, current.topic and current.topic.pk, current.statements, clock.today())
    return ORDERS.get(key, lambda: read_order(index, all_years)).of_year(current.year)


class NewsListing:
    """The items of an order, for a ``Paginator``: counted without a query, and each page fetched with one."""

    def __init__(self, order: NewsOrder, items: Any) -> None:
        self.order = order
        self.items = items

    def __len__(self) -> int:
        return len(self.order.pks)

    def __getitem__(self, part: slice) -> list[NewsPage]:
        """Return the items of a slice that are in the query set."""
        return in_order(self.items, list(self.order.pks[part]))
