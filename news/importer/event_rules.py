"""The rule for a stand or meeting: date, time and place in one sentence."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable

from django.utils import timezone

from .parsed_item import MAX_TITLE_LENGTH, ParsedEvent

_MONTHS = [name.casefold() for name in calendar.month_name[1:]]
_WEEKDAYS = [name.casefold() for name in calendar.day_name]
_DATE = re.compile(
    rf"(?:\bon\s+)?(?:\b(?P<weekday>{'|'.join(_WEEKDAYS)}),?\s+)?(?:the\s+)?"
    # The lookbehind keeps out the end of a span of days, such as 12-18 March.
    rf"(?<![\d–-])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{'|'.join(_MONTHS)})\b"
    r"(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
_CLOCK = r"(?P<{0}>\d{{1,2}})(?:[:.](?P<{0}_minute>\d{{2}}))?\s*(?P<{0}_half>[ap]\.?m\b\.?)?"
_TIMES = re.compile(
    r"(?:\b(?:from|at|between)\s+)?(?<![\d:.])"
    + _CLOCK.format("start")
    + r"(?:\s*(?:-|–|—|\bto\b|\buntil\b|\band\b)\s*"
    + _CLOCK.format("end")
    + r")?(?![\d:])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Without "am", an event before this hour is more likely to be in the afternoon.
_FIRST_CERTAIN_HOUR = 7
_NOON = 12


class UncertainTimeError(Exception):
    """A date or time that the list does not give without doubt; the text says why."""


def years_of(title: str, lines: Iterable[str]) -> list[int]:
    """Return the years that an item names: those of its title, or else those of its text."""
    for words in (title, "\n".join(lines)):
        if years := sorted({int(year) for year in _YEAR.findall(words)}):
            return years
    return []


def resolve_day(match: re.Match[str], years: Iterable[int]) -> dt.date:
    """
    Return the day of a match of a date, the year taken from it or else from the item's ``years``.

    Raises ``UncertainTimeError`` where there is no such day, the weekday is another, or several years fit.
    """
    number, month = int(match["day"]), _MONTHS.index(match["month"].casefold()) + 1
    candidates = [int(match["year"])] if match["year"] else list(years)
    if not candidates:
        raise UncertainTimeError("the list gives no year")
    days = []
    for year in candidates:
        try:
            days.append(dt.date(year, month, number))
        except ValueError:
            continue
    if not days:
        raise UncertainTimeError("there is no such day")
    if match["weekday"]:
        weekday = _WEEKDAYS.index(match["weekday"].casefold())
        days = [day for day in days if day.weekday() == weekday]
    if not days:
        raise UncertainTimeError("the weekday and the date do not agree")
    if len(days) > 1:
        raise UncertainTimeError("the list gives several years")
    return days[0]


def clock_time(hour: str, minute: str | None, half: str | None) -> dt.time:
    """Return a time of day; ``half`` is am, pm or nothing. Raises ``UncertainTimeError`` where it is not certain."""
    number = int(hour)
    if half:
        if not 1 <= number <= _NOON:
            raise UncertainTimeError("there is no such time")
        number = number % _NOON + (_NOON if half[0].casefold() == "p" else 0)
    elif number < _FIRST_CERTAIN_HOUR:
        raise UncertainTimeError("the list does not say whether the time is in the morning or the afternoon")
    try:
        return dt.time(number, int(minute or 0))
    except ValueError as error:
        raise UncertainTimeError("there is no such time") from error


def resolve_times(match: re.Match[str]) -> tuple[dt.time, dt.time | None]:
    """
    Return start and end of a match of times; the end is ``None`` where the list gives none.

    Raises ``UncertainTimeError``. In "2-4pm" the start takes its half of the day from the end.
    """
    if not match["end"]:
        return clock_time(match["start"], match["start_minute"], match["start_half"]), None
    end = clock_time(match["end"], match["end_minute"], match["end_half"])
    halves = [match["start_half"] or match["end_half"]]
    if halves[0] and not match["start_half"]:
        halves.append("am")  # "11-1pm" starts in the morning.
    for half in halves:
        start = clock_time(match["start"], match["start_minute"], half)
        if start < end:
            return start, end
    raise UncertainTimeError("the end is not after the start")


def _is_time(match: re.Match[str]) -> bool:
    """Return whether numbers are a time of day: they have minutes, am or pm."""
    return any(match[name] for name in ("start_minute", "start_half", "end_minute", "end_half"))


def _place(words: str) -> str:
    """Return a place without the commas and small words around it."""
    words = re.sub(r"^[\s,;:(–-]+(?:(?:at|in)\s+)?|^(?:at|in)\s+", "", words, flags=re.IGNORECASE)
    return re.sub(r"[\s,;:)–-]+$", "", words.rstrip("."))


def read_event(sentence: str, years: Iterable[int]) -> ParsedEvent | None:
    """
    Return the event of a sentence that gives one date, then one time and one place; else ``None``.

    What stands before the date is the event's name. Where date or time are not certain they stay empty,
    the whole sentence becomes the description, and the note says why.
    """
    dates = list(_DATE.finditer(sentence))
    if len(dates) != 1:
        return None
    date = dates[0]
    rest = sentence[date.end() :]
    times = [each for each in _TIMES.finditer(rest) if _is_time(each)]
    if len(times) != 1:
        return None
    name = re.sub(r"[\s,;:–-]+$", "", sentence[: date.start()])
    before, after = _place(rest[: times[0].start()]), _place(rest[times[0].end() :])
    # The place stands before or after the time; words on both sides are more than a place.
    if not name or bool(before) == bool(after) or max(len(name), len(before or after)) > MAX_TITLE_LENGTH:
        return None
    location = before or after
    try:
        day = resolve_day(date, years)
        start, end = resolve_times(times[0])
    except UncertainTimeError as reason:
        return ParsedEvent(name, location, description=sentence, note=f"check when “{name}” is: {reason}")
    return ParsedEvent(name, location, _local(day, start), _local(day, end) if end else None)


def _local(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))
