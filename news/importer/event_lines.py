"""The rules for events whose day, time and place stand on lines below each other or in the columns of a table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .dates import DateMatch, TimesMatch, find_dates, find_spans, find_times, recurs
from .event_rules import EDGES, PLACE_WORDS, event_note, make_event, place_note, place_of
from .inline import ADDRESS, LINK, plain
from .lines import Line
from .parsed_item import MAX_TITLE_LENGTH, Paragraph, ParsedBlock, ParsedEvent

_LABEL = re.compile(
    r"(?P<label>when|date|dates|date (?:and|&) time|time|times|where|venue|location|place)\s*:\s*(?P<words>.*)",
    re.IGNORECASE,
)
_PLACE_LABELS = ("where", "venue", "location", "place")
_COLUMNS = {
    "name": ("course", "event", "training", "session", "title", "name", "topic", "what", "subject"),
    "date": ("date", "dates", "when", "day"),
    "time": ("time", "times", "start", "hours"),
    "place": ("venue", "location", "where", "place", "address"),
}


@dataclass
class _EventLines:
    """The facts of an event as far as its lines have given them."""

    words: list[str]
    dates: Sequence[DateMatch] = ()
    times: TimesMatch | None = None
    place: str = ""
    name: str = ""

    def take(self, line: Line) -> bool:
        """Add a line's facts; return ``False`` for a line that is not of the group."""
        words = plain(line.text)
        label = _LABEL.fullmatch(words)
        bare = label["words"] if label else words
        if label and label["label"].casefold() in _PLACE_LABELS:
            return self._take_place(words, bare)
        dates, times = find_dates(bare), find_times(bare)
        rest = _without(bare, dates, times)
        if find_spans(bare) or recurs(bare) or len(times) > 1:
            return False
        if dates and not self.dates and not rest:
            self.dates, self.times = dates, (times[0] if times else self.times)
        elif times and not dates and not self.times and not rest:
            self.times = times[0]
        elif not label and self.dates and self.times and not self.place and not dates and not times:
            return _may_be_place(line) and self._take_place(words, bare)
        else:
            return False
        self.words.append(words)
        return True

    def _take_place(self, words: str, place: str) -> bool:
        if self.place or len(place) > MAX_TITLE_LENGTH:
            return False
        self.place = place_of(place)
        self.words.append(words)
        return True


def _without(words: str, dates: Sequence[DateMatch], times: Sequence[TimesMatch]) -> str:
    # Days named together have one place in the text.
    spans = {*((date.start, date.end) for date in dates), *(time.span for time in times)}
    for start, end in sorted(spans, reverse=True):
        words = words[:start] + words[end:]
    return words.strip(EDGES + ".")


def _may_be_place(line: Line) -> bool:
    """Return whether a line without a label may name a place: a few words, with one that places have, or commas."""
    words = plain(line.text)
    if (
        line.style == "h2"
        or words.endswith((".", "!", "?", ":", ")"))
        or LINK.search(line.text)
        or ADDRESS.search(words)
    ):
        return False
    return bool(PLACE_WORDS.search(words)) or "," in words


def read_event_lines(lines: Sequence[Line], years: Iterable[int], title: str) -> tuple[list[ParsedBlock], int] | None:
    """
    Return the event whose day, time and place stand on lines of their own, and how many lines it takes.

    The lines may be labelled: ``Date:``, ``Time:``, ``Venue:``. ``None`` where the first line begins no such group.
    """
    group = _EventLines([])
    taken = 0
    while taken < len(lines) and taken < len(_COLUMNS) and group.take(lines[taken]):
        taken += 1
    if not group.dates or not (group.times or group.place) or (taken < 2 and not group.times):  # noqa: PLR2004
        return None
    words = " ".join(group.words)
    events = [make_event(title, group.place, date, group.times, words=words, years=years) for date in group.dates]
    if not group.place and not events[0].note:
        events[0] = replace(events[0], note=place_note(title))
    return [*events], taken


# In a table ----------------------------------------------------------------------------------------


def event_label_note(words: str) -> str:
    """Return the note of a line labelled as an event's day, time or place that no event has taken, or nothing."""
    return event_note(words) if _LABEL.fullmatch(plain(words)) else ""


def _cells(line: Line) -> list[str]:
    if "\t" in line.text:
        return [cell.strip() for cell in line.text.split("\t")]
    if line.text.startswith("|") or line.text.count("|") > 1:
        return [cell.strip() for cell in line.text.strip("| ").split("|")]
    return []


def read_table(lines: Sequence[Line], years: Iterable[int]) -> tuple[list[ParsedBlock], int] | None:
    """
    Return the blocks of a table and how many lines it takes; ``None`` where the first line begins none.

    A table of events becomes events. Any other becomes a list, one point for each row, and a note.
    """
    rows: list[list[str]] = []
    for line in lines:
        if not (cells := _cells(line)):
            break
        rows.append(cells)
    if len(rows) < 2:  # noqa: PLR2004  A heading and a row.
        return None
    header = [cell.casefold().strip(": *") for cell in rows[0]]
    places = {
        kind: next((header.index(name) for name in names if name in header), None) for kind, names in _COLUMNS.items()
    }
    body = [row for row in rows[1:] if not all(re.fullmatch(r":?-{2,}:?", cell) for cell in row)]
    if places["name"] is not None and places["date"] is not None:
        return [_row_event(row, places, years) for row in body], len(rows)
    points: list[ParsedBlock] = [Paragraph(" · ".join(filter(None, row)), "ul") for row in [rows[0], *body]]
    points[0] = replace(points[0], note="check a table of the list, which became points")
    return points, len(rows)


def _row_event(row: Sequence[str], places: dict[str, int | None], years: Iterable[int]) -> ParsedEvent:
    def cell(kind: str) -> str:
        place = places[kind]
        return plain(row[place]) if place is not None and place < len(row) else ""

    dates, times = find_dates(cell("date")), find_times(f"{cell('date')} {cell('time')}")
    words = " · ".join(filter(None, map(plain, row)))
    name = (cell("name") or "Event")[:MAX_TITLE_LENGTH]
    event = make_event(
        name,
        cell("place")[:MAX_TITLE_LENGTH],
        dates[0] if len(dates) == 1 and not find_spans(cell("date")) else None,
        times[0] if len(times) == 1 else None,
        words=words,
        years=years,
    )
    has_more = len([value for value in row if value]) > sum(bool(cell(kind)) for kind in places)
    return replace(event, description=words) if has_more and not event.description else event
