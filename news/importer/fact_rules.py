"""The rules for facts about an item that are no words of it: when it was posted, by whom, under which heading."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from .dates import DateMatch, UncertainTimeError, only_date
from .inline import excerpt, plain

_POSTED = r"(?:date\s+)?(?:first\s+)?(?:posted|published|submitted|added|uploaded|created|issued)(?:\s+(?:on|at))?|date"
_BY = (
    r"(?:[\s,|–—-]*(?:\bby\s+(?P<author>[^,|]{2,60}?)|\bin\s+(?P<category>[^,|]{2,60}?)"
    r"|(?:\bat\s+)?\d{1,2}[:.]\d\d\s*(?:am|pm)?))*"
)
_LINE = re.compile(
    rf"(?P<label>{_POSTED})(?:\s+by\s+(?P<writer>[^,|]{{2,60}}?)\s+on)?\s*[:,–-]?\s+(?P<date>.*?\d.*?){_BY}[\s.]*",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    rf"(?P<title>.*\S)\s*[-–—|(]\s*(?P<label>posted|published|added)(?:\s+on)?\s*:?\s+(?P<date>[^()]*?\d[^()]*?){_BY}[\s).]*",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"(?:(?:posted|published|written)\s+by|author|category|categories|tags?|tagged|filed\s+under|topics?|views|comments)\s*:\s*.*"
    r"|(?:posted|published|written)\s+by\s+\w+(?:\s+\w+){0,3}|last\s+(?:updated|modified|reviewed)\s*(?:on)?\s*:?\s*.*\d.*",
    re.IGNORECASE,
)


@dataclass
class Facts:
    """What an item's lines say about the item: the day it was published, and what is left out, each with a note."""

    years: Iterable[int]
    date: dt.date | None = None
    notes: list[str] = field(default_factory=list)

    def take(self, line: str) -> bool:
        """Take a line that is a fact; return ``False`` for one that is words of the item."""
        words = plain(line)
        if _LEFT_OUT.fullmatch(words):
            self.notes.append(f"“{excerpt(words)}” was left out")
            return True
        match = _LINE.fullmatch(words)
        found = only_date(match["date"]) if match else None
        if not match or not found or not self.take_date(found, words, is_certain=match["label"].casefold() != "date"):
            return False
        self._leave_out(match)
        return True

    def take_title(self, title: str) -> str:
        """Return a title without ``– Posted 12/03/2018 by admin``, which is taken."""
        parts = re.split(r"\s+\|\s+", title)
        while len(parts) > 1 and self.take(parts[-1]):
            parts.pop()
        title = " | ".join(parts)
        match = _SUFFIX.fullmatch(title)
        found = only_date(match["date"]) if match else None
        if not match or not found or not self.take_date(found, title, is_certain=True):
            return title
        self._leave_out(match)
        return match["title"]

    def take_date(self, found: DateMatch, words: str, *, is_certain: bool) -> bool:
        """Take the day on which the item was published; return ``False`` where it is none or there is one already."""
        try:
            day = found.resolve(self.years)
        except UncertainTimeError as reason:
            self.notes.append(f"check the date: the list says “{excerpt(words)}”, but {reason}")
            return True
        if day > timezone.localdate():
            self.notes.append(f"check the date: the list says “{excerpt(words)}”, which is to come")
            return True
        if self.date and day != self.date:
            self.notes.append(f"check the date: the list also says “{excerpt(words)}”")
            return True
        if not is_certain:
            self.notes.append(f"check the date: the list says “{excerpt(words)}”")
        self.date = day
        return True

    def _leave_out(self, match: re.Match[str]) -> None:
        for name, label in (("writer", "by"), ("author", "by"), ("category", "in")):
            if words := match.groupdict().get(name):
                self.notes.append(f"“{label} {words}” was left out")


def lone_date_note(line: str) -> str:
    """Return the note of a line that is a day and nothing else, or an empty string."""
    return f"check the date “{line}”: is it an event’s, or the day this was published?" if only_date(line) else ""
