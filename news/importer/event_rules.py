"""The rule for a stand, meeting or training of which one sentence tells."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils import timezone

from .dates import DateMatch, TimesMatch, UncertainTimeError, find_dates, find_spans, find_times, recurs
from .inline import LINK, addresses_within, complete_address, excerpt, plain
from .parsed_item import MAX_TITLE_LENGTH, ParsedEvent

# What a sentence says between an event's name and its date.
_VERBS = re.compile(
    r"[\s,]+(?:(?:is|are|was|were|has been|have been|will be|to be)(?:\s+(?:being\s+)?(?:held|scheduled|arranged"
    r"|organi[sz]ed|running|taking place|happening))?(?:\s+for)?|(?:will\s+)?takes?\s+place|took\s+place"
    r"|(?:will\s+)?runs?|held|starts|begins)$",
    re.IGNORECASE,
)
# "The launch takes place at the Guildhall on …"
_NAME_AND_PLACE = re.compile(
    r"(?P<name>.+?)\s+(?:(?:will\s+)?takes?\s+place|(?:is|are|will\s+be)(?:\s+(?:being\s+)?held)?|runs?|meets?)\s+(?:at|in)\s+"
    r"(?P<place>.+)",
    re.IGNORECASE,
)
_EVENT_WORDS = re.compile(
    r"\b(conferences?|trainings?|seminars?|webinars?|workshops?|briefings?|forums?|meetings?|drop[- ]ins?|stalls?"
    r"|courses?|events?|launch(?:es)?|sessions?|open (?:day|evening)s?|roadshows?|tak(?:es|ing) place"
    r"|(?:be|is|being) held|hosting|join us|save the date|all[- ]day)\b",
    re.IGNORECASE,
)
_NOT_A_PLACE = re.compile(
    r"(?:for|to|with|when|who|which|by|and|or|about|so|please|if|as|we|there|it|this|you|followed)\b", re.IGNORECASE
)
PLACE_WORDS = re.compile(
    r"\b(hall|cent(?:re|er)|librar(?:y|ies)|schools?|church|room|road|rd|street|st|square|house|hotel|college|university"
    r"|hospital|office|station|park|stadium|ground|suite|building|theatre|museum|academy|club|online|teams|zoom|floor"
    r"|lane|avenue|guildhall|mosque|temple|chapel|arena|pavilion|campus|court|gardens?|market|mall|cafe|café|hub)\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b",
    re.IGNORECASE,
)
# What has a time and a day and is no event: telephone hours, and days by which to answer.
_NO_EVENT = re.compile(
    r"^(?:ring|call|phone|text|e-?mail|contact|book|apply|register|reply|return)\b|\b(?:deadline|closing date|closes)\b"
    r"|\bby\s*$|\d{4,}",
    re.IGNORECASE,
)
_TELEPHONE_HOURS = re.compile(r"(?:ring|call|phone|text)\b", re.IGNORECASE)
_OUTCOME = re.compile(
    r"\s+(?:has|have|had|is|are|was|were|will)\s+(?:now\s+|unfortunately\s+)?(?:been\s+|be\s+)?"
    r"(?:cancelled|postponed|moved|rescheduled|re-?arranged).*$",
    re.IGNORECASE,
)
_CANCELLED = re.compile(r"\b(?<!not )(?<!if )cancelled\b", re.IGNORECASE)
_MOVED = re.compile(r"\b(?:postponed|rescheduled|re-arranged|rearranged|moved)\b", re.IGNORECASE)
EDGES = " \t\u00a0,;:()[]|–—-"


@dataclass(frozen=True)
class _Parts:
    """What a sentence says before its first date or time, between the two, and after."""

    before: str
    between: str
    after: str


def _local(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


def place_of(words: str) -> str:
    """Return a place without the commas and small words around it, and without what became of the event there."""
    words = _OUTCOME.sub("", words)
    if "(" not in words:
        words = words.strip(EDGES).partition(")")[0]
    words = re.sub(r"^[\s,;:(|–-]+(?:(?:at|in|@)\s+)?|^(?:at|in|@)\s+", "", words, flags=re.IGNORECASE)
    words = re.sub(r"[\s,;:)|–-]+(?:and|or|&)?[\s,;:|–-]*$", "", words.rstrip(". "))
    return "" if words.casefold() in {"and", "or", "&"} else re.sub(r"^(?:and|or|&)\s+", "", words)


def name_of(words: str) -> tuple[str, bool]:
    """Return an event's name from what stands before its date, and whether that left out more than “is held”."""
    name = words.strip(EDGES)
    bare = _VERBS.sub("", name).strip(EDGES)
    return bare, len(name.split()) - len(bare.split()) > 2  # noqa: PLR2004


def _is_place(words: str) -> bool:
    return bool(words) and not _NOT_A_PLACE.match(words) and len(words) <= MAX_TITLE_LENGTH


def _with_state(event: ParsedEvent, words: str) -> ParsedEvent:
    """Return an event as its words say it stands: cancelled, or moved, which a person has to look at."""
    if _CANCELLED.search(words):
        return replace(event, is_cancelled=True, note=event.note or f"check whether “{event.name}” was cancelled")
    if _MOVED.search(words):
        return replace(event, note=event.note or f"check when “{event.name}” is: the list says that it was moved")
    return event


def make_event(
    name: str, place: str, date: DateMatch | None, times: TimesMatch | None, *, words: str, years: Iterable[int]
) -> ParsedEvent:
    """
    Return an event, ``words`` being the whole of what the list says of it.

    Where day or time are not certain both stay empty, the words become the description, and the note says why. On a
    certain day without a time it is on the whole day, which the note says too.
    """
    try:
        if date is None:
            raise UncertainTimeError("the list gives no date")
        day = date.resolve(years)
        if times is None and not find_times(words):
            note = f"check when “{name}” is: the list gives no time"
            return ParsedEvent(name, place, _local(day, dt.time.min), all_day=True, description=words, note=note)
        if times is None:
            raise UncertainTimeError("the list gives several times")
        start, end = times.resolve()
    except UncertainTimeError as reason:
        return ParsedEvent(name, place, description=words, note=f"check when “{name}” is: {reason}")
    # "7 for 7.30pm" says more than a start.
    description = words if times.match["doors"] else ""
    return ParsedEvent(name, place, _local(day, start), _local(day, end) if end else None, description=description)


def place_note(name: str) -> str:
    """Return the note of an event whose place is not certain."""
    return f"check where “{name}” is: the list does not say it clearly"


def event_note(words: str) -> str:
    """Return the note of words that may tell of an event."""
    return f"check for an event: “{excerpt(words)}”"


def _parts(sentence: str, dates: Sequence[DateMatch], times: TimesMatch) -> _Parts:
    """Return the parts of a sentence whose days stand together, with one time before or after them."""
    first, last = (dates[0].start, dates[-1].end), times.span
    if last < first:
        first, last = last, first
    return _Parts(sentence[: first[0]], sentence[first[1] : last[0]], sentence[last[1] :])


def _one_time(
    sentence: str, dates: Sequence[DateMatch], times: TimesMatch, years: Sequence[int], title: str
) -> list[ParsedEvent]:
    """Return the events, one on each day, of a sentence with one time; none where it is not about an event."""
    parts = _parts(sentence, dates, times)
    name, says_more = name_of(parts.before)
    between, after = place_of(parts.between), place_of(parts.after)
    if (
        (len(dates) > 1 and _MOVED.search(sentence))
        or _NO_EVENT.search(parts.before.strip(EDGES))
        or re.fullmatch(r"\W*by\W*", parts.between, re.IGNORECASE)
    ):
        return []
    says_more = says_more or bool(re.search(r"\)\s*\w", parts.after)) or bool(_OUTCOME.search(sentence))
    if not between and not after and (placed := _NAME_AND_PLACE.fullmatch(parts.before.strip(EDGES))):
        name, after = placed["name"], placed["place"]
    if not name and between and after:
        name, between = between, ""
    if name and between and after:
        place, says_more = (after if _is_place(after) else ""), True
    else:
        place = between or after
    if not _is_place(place) or (not name and not PLACE_WORDS.search(place)):
        says_more = says_more or bool(place)
        place = ""
    if (not name or (says_more and not place)) and title:
        says_more, name = says_more or bool(name), title
    if not name or len(name) > MAX_TITLE_LENGTH:
        return []
    events = [make_event(name, place, date, times, words=sentence, years=years) for date in dates]
    if says_more:
        events[0] = replace(events[0], description=sentence)
    if not place and not events[0].note:
        events[0] = replace(events[0], note=place_note(name))
    return events


def _each_with_time(
    sentence: str, dates: Sequence[DateMatch], times: Sequence[TimesMatch], years: Sequence[int], title: str
) -> list[ParsedEvent]:
    """Return the events of a sentence that gives a time, and perhaps a place, after each of its days."""
    name, _ = name_of(sentence[: dates[0].start])
    name = name or title
    ends = [*(date.start for date in dates[1:]), len(sentence)]
    events = []
    for date, time, end in zip(dates, times, ends, strict=True):
        if not date.end <= time.span[0] < end:
            return []
        places = [place_of(sentence[date.end : time.span[0]]), place_of(sentence[time.span[1] : end])]
        place = " ".join(place for place in places if place)
        if not name or len(place) > MAX_TITLE_LENGTH or len(name) > MAX_TITLE_LENGTH:
            return []
        events.append(make_event(name, place, date, time, words=sentence, years=years))
    return events


def _stand_together(sentence: str, dates: Sequence[DateMatch]) -> bool:
    """Return whether nothing but “and” and the like stands between days."""
    gaps = (sentence[a.end : b.start] for a, b in pairwise(dates))
    return all(re.fullmatch(r"[\s,;/&–-]*(?:and|or)?[\s,]*", gap, re.IGNORECASE) for gap in gaps)


def _without_address(words: str) -> tuple[str, str]:
    """Return a sentence without the one address in it, and that address; where there are more, none is taken."""
    bare = addresses_within(words)
    completed = complete_address(bare[0]) if len(bare) == 1 and not LINK.search(words) else None
    if not completed:
        return plain(words), ""
    return re.sub(r"[\s:,;(–-]+$", "", words.replace(bare[0], "").rstrip(" .)")), completed[0]


def read_events(words: str, years: Iterable[int], title: str = "") -> tuple[list[ParsedEvent], str]:
    """
    Return the events of a sentence, and a note where it may tell of one that could not be read.

    What stands before the date is the name, or else the item's ``title``; what stands beside the time is the place.
    """
    years = list(years)
    sentence, url = _without_address(words)
    dates, times = find_dates(sentence), find_times(sentence)
    events: list[ParsedEvent] = []
    if dates and not find_spans(sentence) and not recurs(sentence) and (url or not addresses_within(words)):
        if len(times) == 1 and _stand_together(sentence, dates):
            events = _one_time(sentence, dates, times[0], years, title)
        elif len(times) == len(dates) and len(dates) > 1 and not _MOVED.search(sentence):
            events = _each_with_time(sentence, dates, times, years, title)
    state = f"{title} {sentence}"
    events = [replace(_with_state(event, state), url=url) for event in events]
    if len(events) > 1 and not events[0].note:
        note = f"check the {len(events)} events “{events[0].name}”: the list names them in one sentence"
        events[0] = replace(events[0], note=note)
    if events:
        return events, ""
    has_day = bool(dates or find_spans(sentence)) and not _TELEPHONE_HOURS.match(sentence)
    may_be_event = has_day and bool(times or _EVENT_WORDS.search(sentence))
    return [], event_note(words) if may_be_event else ""
