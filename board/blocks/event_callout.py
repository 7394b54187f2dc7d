"""An event with its date, time and place."""

import datetime as dt
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from wagtail import blocks

from board.dates import written_out, years_after
from board.engines.pagecache import clock

from .base import CrossFieldStructBlock
from .dates import DateTimeBlock

# The last minute of a day, which some give as the end of an event that lasts the whole of it.
LAST_MINUTE = dt.time(23, 59)


def in_words(moment: dt.datetime) -> str:
    """Return date and time in words and local time, such as ``Tuesday 13 March 2018, 12:00``."""
    return date_format(timezone.localtime(moment), "l j F Y, H:i")


def minute_of(moment: dt.datetime) -> dt.time:
    """Return the time of day in local time, without seconds."""
    return timezone.localtime(moment).time().replace(second=0, microsecond=0)


class EventCalloutValue(blocks.StructValue):
    """An event's name, time and place."""

    @property
    def is_all_day(self) -> bool:
        """
        Return whether the event is on whole days, so that its times say nothing.

        It is where an editor says so, and from midnight without an end or until the last minute of a day: events were
        stored like that before editors could say so.
        """
        start, end = self.get("start"), self.get("end")
        if not start:
            return False
        is_whole = minute_of(start) == dt.time.min and (not end or minute_of(end) == LAST_MINUTE)
        return bool(self.get("all_day")) or is_whole

    @property
    def first_day(self) -> dt.date | None:
        """Return the day on which the event starts, in local time."""
        start = self.get("start")
        return timezone.localdate(start) if start else None

    @property
    def last_day(self) -> dt.date | None:
        """Return the day on which the event ends, in local time; the first day where it has no end."""
        end = self.get("end")
        return timezone.localdate(end) if end else self.first_day

    @property
    def is_one_day(self) -> bool:
        """Return whether the event ends on the day it starts."""
        return bool(self.get("end")) and self.first_day == self.last_day

    @property
    def starts_at(self) -> dt.datetime | None:
        """Return the moment at which the event starts: of whole days, the start of the first."""
        return clock.start_of(self.first_day) if self.first_day and self.is_all_day else self.get("start")

    @property
    def ends_at(self) -> dt.datetime | None:
        """Return the moment at which the event ends: of several whole days, the end of the last; if there is none."""
        if not self.is_all_day:
            return self.get("end") or None
        return clock.end_of(self.last_day) if self.last_day and self.last_day != self.first_day else None

    @property
    def is_past(self) -> bool:
        """Return whether the event is over; without an end it is over when its day is, in local time."""
        if self.ends_at:
            return clock.has_come(self.ends_at)
        day = self.first_day
        return day is not None and clock.has_come(clock.end_of(day))

    @property
    def start_in_words(self) -> str:
        """Return the start in words, or an empty string while it is to be completed."""
        start, day = self.get("start"), self.first_day
        if not start or day is None:
            return ""
        return date_format(day, "l j F Y") if self.is_all_day else in_words(start)

    @property
    def end_in_words(self) -> str:
        """Return the end in words: the time alone where the event ends on the day it starts."""
        end, day = self.get("end"), self.last_day
        if not end or day is None or (self.is_all_day and self.is_one_day):
            return ""
        if self.is_all_day:
            return date_format(day, "l j F Y")
        return date_format(timezone.localtime(end), "H:i") if self.is_one_day else in_words(end)

    @property
    def start_date(self) -> str:
        """Return the start as schema.org and HTML write it: of whole days, the day alone."""
        return self._written_out("start", self.first_day)

    @property
    def end_date(self) -> str:
        """Return the end as schema.org and HTML write it: of whole days, the last one; empty without an end."""
        return self._written_out("end", self.last_day)

    def _written_out(self, name: str, day: dt.date | None) -> str:
        moment = self.get(name)
        if not moment or day is None:
            return ""
        return day.isoformat() if self.is_all_day else written_out(moment)


class EventCalloutBlock(CrossFieldStructBlock):
    """Name, time and place of an event."""

    name = blocks.CharBlock(max_length=255)
    start = DateTimeBlock()
    end = DateTimeBlock(required=False)
    all_day = blocks.BooleanBlock(
        required=False, help_text="On a whole day, or from the first day to the last. Readers then see no times."
    )
    location = blocks.CharBlock(max_length=255, required=False, help_text="Where it is, with enough to find it.")
    description = blocks.TextBlock(required=False, rows=3)
    url = blocks.URLBlock(required=False, label="Address", help_text="Booking or more information.", max_length=2000)
    cancelled = blocks.BooleanBlock(
        required=False, help_text="Readers and their calendars are told. Better than taking the event away."
    )

    class Meta:
        icon = "calendar"
        label = "Event"
        group = "Events"
        description = "A stand, meeting or training with date, time and place."
        template = "blocks/event_callout.html"
        value_class = EventCalloutValue
        label_format = "Event: {name}"
        preview_value = {
            "name": "Safer internet evening for parents",
            "start": dt.datetime(2027, 2, 9, 18, 0, tzinfo=dt.UTC),
            "end": dt.datetime(2027, 2, 9, 19, 30, tzinfo=dt.UTC),
            "location": "Central Library, first floor",
            "description": "Questions welcome. No booking needed.",
        }

    def errors_between_fields(self, value) -> dict[str, ValidationError]:
        """Return an error unless the event ends after it starts; one on whole days may end on the day it starts."""
        start, end = value.get("start"), value.get("end")
        # What is no date stands there as it was typed.
        if not isinstance(start, dt.datetime) or not isinstance(end, dt.datetime):
            return {}
        if value.is_all_day and value.last_day < value.first_day:
            return {"end": ValidationError("The last day lies before the first.", code="ends_before_start")}
        if not value.is_all_day and end <= start:
            return {"end": ValidationError("An event ends after it starts.", code="ends_before_start")}
        return {}

    def unusual_dates(self, value, *, is_archived: bool) -> dict[str, str]:
        """Return why dates are probably slips, by field; archived material tells of events long past."""
        first_day, last_day = value.first_day, value.last_day
        reasons = {}
        if first_day and not is_archived and first_day < years_after(clock.today(), -1):
            reasons["start"] = f"{date_format(first_day, 'j F Y')} was more than a year ago."
        if first_day and last_day and last_day > years_after(first_day, 1):
            reasons["end"] = f"An event until {date_format(last_day, 'j F Y')} lasts more than a year."
        return reasons


def event_callouts(page) -> Iterator:
    """Yield the event callouts of a specific page's streams that have a start, as children of their streams."""
    for name in page.get_streamfield_names():
        for child in getattr(page, name):
            if isinstance(child.block, EventCalloutBlock) and child.value.get("start"):
                yield child
