"""Events as iCalendar files (RFC 5545)."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone
from icalendar import Event as CalendarEvent

from board.characters import one_line, printable

from .public_events import Event

ZONE = ZoneInfo("Europe/London")
# The clock changes of the United Kingdom since 1996 (Summer Time Order 2002): the last Sundays of March and October,
# at one o'clock Greenwich time. Times are those before the change (RFC 5545, 3.6.5). icalendar can generate the zone
# itself, but an hour late in March.
LONDON = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


def sequence(page) -> int:
    """
    Return the revision number of a page's events (RFC 5545, 3.8.7.4).

    The minutes between the first and the last publication grow with every change, and need no counter.
    """
    first_published = page.first_published_at or page.last_published_at
    return int((page.last_published_at - first_published).total_seconds()) // 60


def add_days(entry: CalendarEvent, value) -> None:
    """Add the days of an event on whole days, as dates; the end is the day after the last (RFC 5545, 3.6.1)."""
    entry.add("dtstart", value.first_day)
    if value.first_day <= value.last_day < dt.date.max:
        entry.add("dtend", value.last_day + dt.timedelta(days=1))


def add_times(entry: CalendarEvent, value) -> None:
    """Add the start of an event and, where it is known, its end, which is later (RFC 5545, 3.8.2.2)."""
    entry.add("dtstart", value["start"].astimezone(ZONE))
    if value.get("end") and value["end"] > value["start"]:
        entry.add("dtend", value["end"].astimezone(ZONE))


def calendar_event(event: Event, page_url: str) -> CalendarEvent:
    """Return an event as a calendar component; ``page_url`` is the full URL of the event on its page."""
    value, page = event.value, event.page
    entry = CalendarEvent()
    entry.add("uid", str(event.uid))
    entry.add("summary", one_line(value.get("name") or ""))
    (add_days if value.is_all_day else add_times)(entry, value)
    if value.get("location"):
        entry.add("location", one_line(value["location"]))
    if value.get("description"):
        entry.add("description", printable(value["description"]))
    entry.add("url", page_url)
    entry.add("status", "CANCELLED" if value.get("cancelled") else "CONFIRMED")
    published = page.last_published_at  # type: ignore[attr-defined]  # Any page type.
    if published:
        # The same content gives the same bytes, whenever it is requested.
        entry.add("dtstamp", published.astimezone(dt.UTC).replace(microsecond=0))
        entry.add("last-modified", published.astimezone(dt.UTC).replace(microsecond=0))
        entry.add("sequence", sequence(page))
    else:
        entry.add("dtstamp", value["start"].astimezone(dt.UTC))
    return entry


def calendar_file(events: Iterable[Event], name: str, request) -> bytes:
    """Return the file with events; ``name`` is the name of the calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Safeguarding children board//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add_component(Timezone.from_ical(LONDON))
    for event in events:
        url = f"{event.page.get_full_url(request)}#{event.anchor}"  # type: ignore[attr-defined]
        calendar.add_component(calendar_event(event, url))
    return calendar.to_ical()
