"""Awareness weeks of news items."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format


@dataclass(frozen=True)
class AwarenessPeriod:
    """The days from ``starts`` to ``ends``, both included."""

    starts: dt.date
    ends: dt.date

    def is_on(self, today: dt.date) -> bool:
        """Return whether a day is one of them."""
        return self.starts <= today <= self.ends

    def is_past(self, today: dt.date) -> bool:
        """Return whether all of them are before a day."""
        return self.ends < today

    @property
    def in_words(self) -> str:
        """Return the days as short as they can be said, such as ``9 to 15 February 2026``."""
        if self.starts == self.ends:
            return date_format(self.starts, "j F Y")
        first = "j F Y"
        if self.starts.year == self.ends.year:
            first = "j" if self.starts.month == self.ends.month else "j F"
        return f"{date_format(self.starts, first)} to {date_format(self.ends, 'j F Y')}"
