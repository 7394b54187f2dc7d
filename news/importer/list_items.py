"""From the list's text to the lines of each item: what begins an item, and what is its heading."""

import re
from dataclasses import dataclass, field

from board.textfiles import TextFileError

from .inline import plain
from .lines import normalise_spaces, strip_line
from .markup import clean

LIST_TITLE = "Latest News"
SEPARATOR = "news item"
# It may be marked, numbered or tagged: "News item:", "--- News item 3 ---", "<h3>News item</h3>".
_MARKS = r"(?:<[^<>]*>|[\W_])*"
_SEPARATOR = re.compile(rf"{_MARKS}news[\s_-]+item(?:\s+(?:no\.?|number)?\s*\d+)?{_MARKS}", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")


@dataclass
class RawItem:
    """The lines of an item as they stand in the file; ``number`` is that of its heading, or of its separator."""

    number: int
    separator: str
    lines: list[str] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Return whether the item begins with the separator and nothing beside it."""
        return normalise_spaces(self.separator).casefold() == SEPARATOR


def _is_list_title(line: str) -> bool:
    return normalise_spaces(plain(clean(line)[0])).strip(":*#- ").casefold() == LIST_TITLE.casefold()


def _group(lines: list[tuple[int, str]]) -> tuple[list[RawItem], list[int], list[int]]:
    """Return the items of numbered lines, the lines before the first one, and those that a heading only looks like."""
    items: list[RawItem] = []
    before: list[int] = []
    headings: list[int] = []
    for number, words in lines:
        item = items[-1] if items else None
        if _SEPARATOR.fullmatch(words):
            found = RawItem(number, words)
            # Below a separator, and written in another way, these words are a heading.
            if item is None or item.lines or not found.is_plain or item.separator == words:
                items.append(found)
                continue
            headings.append(number)
        if item is not None:
            item.number = item.number if item.lines else number
            item.lines.append(words)
        elif not _is_list_title(words):
            before.append(number)
    return items, before, headings


def split_items(text: str, name: str) -> tuple[list[RawItem], list[str]]:
    """
    Return the items of a list, blank lines left out, and notes; ``name`` is what errors call the file.

    Raises ``TextFileError`` where the separator is missing, no item follows it, or words stand before the first one.
    """
    lines = [(number, strip_line(line)) for number, line in enumerate(_LINE_END.split(text), start=1)]
    items, before, headings = _group([(number, words) for number, words in lines if words])
    if not items:
        raise TextFileError(f"{name} has no line “{SEPARATOR}”. Put one, on a line of its own, before each item.")
    if before:
        message = f"{name}: line {before[0]} stands before the first “{SEPARATOR}”. Move it into an item or delete it."
        raise TextFileError(message)
    notes = [f"{name}, line {line}: read as a heading, since the line above it begins the item." for line in headings]
    if marked := next((item for item in items if not item.is_plain), None):
        line = next(number for number, words in lines if words == marked.separator)
        notes.append(f"{name}, line {line}: “{marked.separator}” was read as “{SEPARATOR}”, here and below.")
    notes += [f"{name}, line {item.number}: an item without words was left out." for item in items if not item.lines]
    items = [item for item in items if item.lines]
    if not items:
        raise TextFileError(f"{name} has no item after “{SEPARATOR}”. Choose the file that holds the whole list.")
    return items, notes
