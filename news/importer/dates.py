"""Days and times of day as people write them in Britain; what is not certain is said to be so."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
    r"\b\.?"
)
_DAY = r"(?<![\d:./£])\d{1,2}(?:st|nd|rd|th)?(?![\d:]|[./]\d)"
_YEAR = r"(?:,?\s+(?:(?:19|20)\d\d\b(?!/\d)|[’'‘]\d\d\b))"
_ON = rf"(?:\bon\s+)?(?:\b(?:{_WEEKDAY}),?\s+)?(?:the\s+)?"
_DASH = r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill?\b|\bthrough\b)\s*"
# Several days as one: "12-18 March", "Monday 18th to Friday 22nd June 2018", "30 May – 2 June", "w/c 3 June".
_SPAN = re.compile(
    rf"{_ON}{_DAY}(?:\s+(?:of\s+)?{_MONTH})?{_YEAR}?{_DASH}(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}"
    rf"{_YEAR}?"
    rf"|\b(?:w/c|w/b|wc|week\s+(?:commencing|beginning|of|starting))\.?:?\s+(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}"
    rf"(?:\s+(?:of\s+)?{_MONTH}{_YEAR}?|/\d{{1,2}}(?:/\d{{2,4}})?)?",
    re.IGNORECASE,
)
# "3, 10 and 17 June 2019", "Tues 4th & Weds 5th June": the first days take month and year from the last.
_FIRST_DAYS = (
    rf"(?P<first>(?:\d{{1,2}}(?:st|nd|rd|th)?\s*(?:,|&|/|\band\b|\bor\b)\s*(?:and\s+)?"
    rf"(?:{_WEEKDAY},?\s+)?(?:the\s+)?){{1,12}})?"
)
_DATE = re.compile(
    rf"(?:\bon\s+)?(?:\b(?P<weekday>{_WEEKDAY}),?\s+)?(?:the\s+)?(?:"
    rf"(?<![\d:./£–-]){_FIRST_DAYS}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})"
    rf"(?:,?\s+(?P<year>(?:19|20)\d\d)\b(?!/\d)|,?\s+[’'‘](?P<short>\d\d)\b)?"
    rf"|\b(?P<us_month>{_MONTH})\s+(?P<us_day>\d{{1,2}})(?:(?:st|nd|rd|th)\b(?:,?\s+(?P<us_year>(?:19|20)\d\d)\b)?"
    rf"|,?\s+(?P<us_year2>(?:19|20)\d\d)\b)"
    rf"|(?<![\d./-])(?P<iso_year>[12]\d{{3}})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?![\d-])"
    rf"|(?<![\d./-])(?P<n_day>\d{{1,2}})(?P<dot>[./-])(?P<n_month>\d{{1,2}})(?P=dot)(?P<n_year>[12]\d{{3}}|\d\d)(?![\d/-])"
    r")",
    re.IGNORECASE,
)
_EVERY = re.compile(
    rf"\b(?:every|each)\s+(?:\w+\s+)?(?:{_WEEKDAY}|week|month|day|term)|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b"
    r"|\b(?:weekly|fortnightly|monthly|daily|termly)\b",
    re.IGNORECASE,
)
_HALF = r"(?:[ap]\.?\s?m\b\.?)"
_CLOCK = (
    rf"(?:(?P<{{0}}_noon>(?:12\s*)?(?:noon|midday)\b|12\s*midnight\b|midnight\b)"
    rf"|(?P<{{0}}_four>(?:[01]\d|2[0-4])[0-5]\d)(?=\s*(?:h(?:ou)?rs?\b|{_DASH}\d{{{{4}}}}\s*h(?:ou)?rs?\b))(?:\s*h(?:ou)?rs?\b)?"
    rf"|(?P<{{0}}>\d{{{{1,2}}}})(?:[:.](?P<{{0}}_minute>\d{{{{2}}}})(?!\d))?(?P<{{0}}_oclock>\s*o[’'‘]?clock\b)?"
    rf"\s*(?P<{{0}}_half>{_HALF})?(?:\s*h(?:ou)?rs\b)?)"
)
_TIMES = re.compile(
    r"(?:\b(?:from|at|between|@)\s+)?(?<![\d:.£/])"
    + _CLOCK.format("start")
    + r"(?:\s*(?:(?P<doors>\bfor\b)|-|–|—|\bto\b|\buntil\b|\btill?\b|(?P<and>\band\b|&))\s*"
    + _CLOCK.format("end")
    + r")?(?![\d:£])",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
# Without "am", an event before this hour is more likely to be in the afternoon or evening.
_FIRST_CERTAIN_HOUR = 8
_NOON = 12
_PARTS_OF_THE_DAY = {"morning": "am", "afternoon": "pm", "evening": "pm", "tonight": "pm"}


class UncertainTimeError(Exception):
    """A date or time that the list does not give without doubt; the text says why."""


@dataclass(frozen=True)
class DateMatch:
    """Where a day stands in a text, and its parts; ``year`` is ``None`` where the text gives none."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    weekday: int | None

    def resolve(self, years: Iterable[int]) -> dt.date:
        """
        Return the day, its year taken from the text or else from ``years``.

        Raises ``UncertainTimeError`` where there is no such day, the weekday is another, or several years fit.
        """
        candidates = [self.year] if self.year else list(years)
        if not candidates:
            raise UncertainTimeError("the list gives no year")
        days = []
        for year in candidates:
            try:
                days.append(dt.date(year, self.month, self.day))
            except ValueError:
                continue
        if not days:
            raise UncertainTimeError("there is no such day")
        if self.weekday is not None:
            days = [day for day in days if day.weekday() == self.weekday]
        if not days:
            raise UncertainTimeError("the weekday and the date do not agree")
        if len(days) > 1:
            raise UncertainTimeError("the list gives several years")
        return days[0]


@dataclass(frozen=True)
class TimesMatch:
    """Where a time, or a start and an end, stand in a text; ``part_of_day`` is ``am``, ``pm`` or nothing."""

    match: re.Match[str]
    part_of_day: str = ""

    @property
    def span(self) -> tuple[int, int]:
        return self.match.span()

    def _clock(self, name: str, half: str | None) -> dt.time:
        """Return a time of day. Raises ``UncertainTimeError`` where it is not certain or there is none."""
        match = self.match
        if match[f"{name}_noon"]:
            if "midnight" in match[f"{name}_noon"].casefold():
                raise UncertainTimeError("midnight belongs to two days")
            return dt.time(_NOON)
        if four := match[f"{name}_four"]:
            return clock_time(four[:2], four[2:], None)
        hour = match[name]
        is_written_in_full = hour.startswith("0") and match[f"{name}_minute"]
        if not half and int(hour) <= _NOON and not is_written_in_full:
            half = self.part_of_day or None
        if match[f"{name}_oclock"] and not half:
            raise UncertainTimeError("the list does not say whether the time is in the morning or the afternoon")
        return clock_time(hour, match[f"{name}_minute"], half)

    def resolve(self) -> tuple[dt.time, dt.time | None]:
        """
        Return start and end; the end is ``None`` where the list gives none.

        Raises ``UncertainTimeError``. In "2-4pm" the start takes its half of the day from the end, in "10am-4" the
        end is the first such hour after the start, and in "7 for 7.30pm" people arrive before the start.
        """
        match = self.match
        if not self._has_end:
            return self._clock("start", match["start_half"]), None
        if match["doors"]:
            return self._clock("end", match["end_half"]), None
        if match["start_half"] or match["start_noon"]:
            start = self._clock("start", match["start_half"])
            return start, self._end_after(start)
        end_half = match["end_half"]
        if not end_half and not match["end_noon"]:
            start = self._clock("start", None)
            return start, self._end_after(start)
        end = self._clock("end", end_half)
        # "11-1pm" and "10-12 noon" start in the morning.
        for half in (end_half, "am"):
            if half:
                start = self._clock("start", half)
                if start < end:
                    return start, end
        raise UncertainTimeError("the end is not after the start")

    @property
    def _has_end(self) -> bool:
        return any(self.match[name] for name in ("end", "end_noon", "end_four"))

    def _end_after(self, start: dt.time) -> dt.time:
        halves = [self.match["end_half"]] if self.match["end_half"] else [None, "am", "pm"]
        for half in halves:
            try:
                end = self._clock("end", half)
            except UncertainTimeError:
                if half or self.match["end_noon"]:
                    raise
                continue
            if end > start:
                return end
        raise UncertainTimeError("the end is not after the start")


def clock_time(hour: str, minute: str | None, half: str | None) -> dt.time:
    """Return a time of day; ``half`` is am, pm or nothing. Raises ``UncertainTimeError`` where it is not certain."""
    number = int(hour)
    if half:
        if not 1 <= number <= _NOON:
            raise UncertainTimeError("there is no such time")
        number = number % _NOON + (_NOON if half[0].casefold() == "p" else 0)
    elif number < _FIRST_CERTAIN_HOUR and not (hour.startswith("0") and minute):
        raise UncertainTimeError("the list does not say whether the time is in the morning or the afternoon")
    try:
        return dt.time(number, int(minute or 0))
    except ValueError as error:
        raise UncertainTimeError("there is no such time") from error


def years_of(title: str, lines: Iterable[str]) -> list[int]:
    """Return the years that an item names: those of its title, or else those of its text."""
    for words in (title, "\n".join(lines)):
        if years := sorted({int(year) for year in _YEARS.findall(words)}):
            return years
    return []


def _number_of(name: str, names: Sequence[str]) -> int:
    return names.index(name[:3].casefold())


def _from_match(match: re.Match[str]) -> list[DateMatch]:
    weekday = _number_of(match["weekday"], _WEEKDAYS) if match["weekday"] else None
    if match["day"]:
        month = _number_of(match["month"], _MONTHS) + 1
        year = int(match["year"]) if match["year"] else 2000 + int(match["short"]) if match["short"] else None
        last = DateMatch(*match.span(), int(match["day"]), month, year, None if match["first"] else weekday)
        days = [int(day) for day in re.findall(r"\d+", match["first"] or "")]
        # A weekday before several days is that of the first.
        weekdays = [weekday, *[None] * len(days)]
        first = [DateMatch(*match.span(), day, month, year, name) for day, name in zip(days, weekdays, strict=False)]
        return [*first, last]
    if match["us_day"]:
        month, us_year = _number_of(match["us_month"], _MONTHS) + 1, match["us_year"] or match["us_year2"]
        return [DateMatch(*match.span(), int(match["us_day"]), month, int(us_year) if us_year else None, weekday)]
    kind = "iso" if match["iso_day"] else "n"
    year = int(match[f"{kind}_year"])
    year += 2000 if year < 100 else 0  # noqa: PLR2004  The list is of this century.
    return [DateMatch(*match.span(), int(match[f"{kind}_day"]), int(match[f"{kind}_month"]), year, weekday)]


def find_dates(text: str) -> list[DateMatch]:
    """Return the single days that a text names, in its order; spans of days are left out."""
    spans = [match.span() for match in find_spans(text)]
    return [
        date
        for match in _DATE.finditer(text)
        if not any(first < match.end() and match.start() < last for first, last in spans)
        for date in _from_match(match)
    ]


def find_spans(text: str) -> list[re.Match[str]]:
    """Return where a text names several days as one, such as ``12-18 March`` or ``w/c 3 June``."""
    return list(_SPAN.finditer(text))


def recurs(text: str) -> bool:
    """Return whether a text speaks of what happens again and again, such as ``every Tuesday``."""
    return bool(_EVERY.search(text))


def find_times(text: str) -> list[TimesMatch]:
    """Return the times of day in a text: numbers with minutes, am or pm, noon, or o'clock; none within a date."""
    dates = [(date.start, date.end) for date in find_dates(text)] + [match.span() for match in find_spans(text)]
    part = next(
        (half for word, half in _PARTS_OF_THE_DAY.items() if re.search(rf"\b{word}\b", text, re.IGNORECASE)), ""
    )
    found = []
    masked = list(text)
    for first, last in dates:
        masked[first:last] = "|" * (last - first)
    for match in _TIMES.finditer("".join(masked)):
        marks = ("minute", "half", "noon", "oclock", "four")
        if any(match[f"{end}_{mark}"] for end in ("start", "end") for mark in marks):
            # "10am and 2pm" are two times; only "between" makes one of them.
            if match["and"] and not match[0].casefold().startswith("between"):
                found += [TimesMatch(match, part)] * 2
            else:
                found.append(TimesMatch(match, part))
    return found


def only_date(words: str) -> DateMatch | None:
    """Return the day where words are a day and nothing else."""
    dates = find_dates(words)
    if len(dates) != 1 or (words[: dates[0].start] + words[dates[0].end :]).strip(" .,;:-–—()\u00a0"):
        return None
    return dates[0]
