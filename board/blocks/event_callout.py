"""An event with its date, time and place."""

import datetime as dt
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from wagtail import blocks

from board.engines.pagecache import clock

from .base import CrossFieldStructBlock
from .dates import DateTimeBlock


def in_words(moment: dt.datetime) -> str:
    """Return date and time in words and local time, such as ``Tuesday 13 March 2018, 12:00``."""
    return date_format(timezone.localtime(moment), "l j F Y, H:i")


class EventCalloutValue(blocks.StructValue):
    """An event's name, time and place."""

    @property
    def is_one_day(self) -> bool:
        """Return whether the event ends on the day it starts, in local time."""
        start, end = self.get("start"), self.get("end")
        return bool(start and end and timezone.localdate(start) == timezone.localdate(end))

    @property
    def is_past(self) -> bool:
        """Return whether the event is over; without an end it is over when its day is, in local time."""
        start, end = self.get("start"), self.get("end")
        if end:
            return clock.has_come(end)
        return bool(start) and clock.has_come(clock.start_of(timezone.localdate(start) + dt.timedelta(days=1)))

    @property
    def start_in_words(self) -> str:
        """Return the start in words, or an empty string while it is to be completed."""
        start = self.get("start")
        return in_words(start) if start else ""

    @property
    def end_in_words(self) -> str:
        """Return the end in words: the time alone where the event ends on the day it starts."""
        end = self.get("end")
        if not end:
            return ""
        return date_format(timezone.localtime(end), "H:i") if self.is_one_day else in_words(end)


class EventCalloutBlock(CrossFieldStructBlock):
    """Name, time and place of an event."""

    name = blocks.CharBlock(max_length=255)
    start = DateTimeBlock()
    end = DateTimeBlock(required=False)
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
        """Return an error unless the event ends after it starts."""
        start, end = value.get("start"), value.get("end")
        if start and end and end <= start:
            return {"end": ValidationError("An event ends after it starts.", code="ends_before_start")}
        return {}


def event_callouts(page) -> Iterator:
    """Yield the event callouts of a specific page's streams that have a start, as children of their streams."""
    for name in page.get_streamfield_names():
        for child in getattr(page, name):
            if isinstance(child.block, EventCalloutBlock) and child.value.get("start"):
                yield child
