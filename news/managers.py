"""Queries of the lists of news."""

import datetime as dt

from django.db.models import Q

from board.basepage.managers import BasePageQuerySet
from board.engines.pagecache import clock


class NewsPageQuerySet(BasePageQuerySet):
    """Query sets of news items."""

    def published(self):
        """
        Return the items that readers may see, newest first.

        The bound on the date steers SQLite to the index on ``date``; without it the whole tree is sorted.
        """
        return self.live().public().filter(date__lte=clock.today()).order_by("-date", "-pk")

    def undated(self):
        """Return the items that no list shows yet: those without a date, and those of a day still to come."""
        return self.filter(Q(date__gt=clock.today()) | Q(date=None))

    def statements(self):
        """Return the items that speak in the board's name."""
        return self.exclude(statement_digest="")

    def current(self):
        """Return the items that were news on this site, without archived material."""
        return self.filter(archived=False)

    def of_year(self, year: int):
        """Return the items of a calendar year."""
        return self.filter(date__gte=dt.date(year, 1, 1), date__lte=dt.date(year, 12, 31))

    def awareness_running(self, today: dt.date):
        """Return the items whose awareness week, day or month is on."""
        return self.filter(awareness_starts__lte=today, awareness_ends__gte=today)
