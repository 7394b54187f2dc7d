"""The lines of an item, each with the style that its first characters give it: a bullet, a number, a heading mark."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# Bullets as keyboards, Word (two of them from its symbol fonts) and Markdown write them.
_BULLET = re.compile(
    r"(?:[•·▪▫■□●○◦‣⁃∙➢➤►✓✔\uf0b7\uf0a7]\s*|(?:[-–—*+]|o(?=\s))\s+)(?P<text>\S.*)",
    re.DOTALL,
)
_NUMBER = re.compile(r"\(?(?P<number>\d{1,2})[.)]\s+(?P<text>\S.*)")
# "- ends -" closes a statement.
_END = re.compile(r"\W*ends?\W*", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.*?)[\s#]*")
_QUOTATION = re.compile(r">\s*(?P<text>\S.*)")
# Lines that only part what is above from what is below.
_RULE = re.compile(r"[\s*_=~.·—–-]*")
_LABELS = (
    r"source|date(?: posted| published| added| and time)?|time|when|where|venue|location|place|author"
    r"|posted(?: by| on)?|published(?: by| on)?|category|tags|cost"
)
# "Source: DfE  Date: 25 October 2017" are two facts; a label begins with a capital, so that "date:" may be words.
_LABEL = re.compile(rf"(?:{_LABELS})\s*:", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A line's words, and the name of the HTML element that its style stands for."""

    text: str
    style: str = "p"


def normalise_spaces(words: str) -> str:
    """Return words with each run of spaces of any kind made one space, for comparison alone."""
    return " ".join(words.split())


def strip_line(line: str) -> str:
    """Return a line without spaces around it; a tab before others stays, for it is an empty cell of a table."""
    words = line.strip()
    return line.strip(" \u00a0\r\n").rstrip() if "\t" in words else words


def split_facts(line: str) -> list[str]:
    """Return the facts of a line that begins with a label, such as ``Source: …  Date: …``, each as a line."""
    if not _LABEL.match(line):
        return [line]
    places = [match.start() for match in _LABEL.finditer(line) if match.start()]
    starts = [place for place in places if line[place].isupper() and line[place - 1] in " \t\u00a0|;"]
    cuts = [0, *starts, len(line)]
    return [line[first:last].strip(" \t\u00a0|;,") for first, last in pairwise(cuts)]


def _numbered(lines: Sequence[str]) -> set[int]:
    """Return the places of lines that count from 1 up without a gap, at least two of them: anything else is words."""
    places: set[int] = set()
    run: list[int] = []
    for place, line in enumerate([*lines, ""]):
        match = _NUMBER.fullmatch(line)
        if match and int(match["number"]) == len(run) + 1:
            run.append(place)
            continue
        if len(run) > 1:
            places.update(run)
        run = [place] if match and int(match["number"]) == 1 else []
    return places


def styled_lines(lines: Sequence[str]) -> list[Line]:
    """Return lines with their styles and without the marks that gave them; rules and blank lines are left out."""
    facts = [fact for line in lines for fact in split_facts(line)]
    facts = [line for line in facts if not _RULE.fullmatch(line)]
    numbered = _numbered(facts)
    styled = []
    for place, line in enumerate(facts):
        if place in numbered and (match := _NUMBER.fullmatch(line)):
            styled.append(Line(match["text"], "ol"))
        elif (match := _BULLET.fullmatch(line)) and not _END.fullmatch(line):
            styled.append(Line(match["text"], "ul"))
        elif match := _HEADING.fullmatch(line):
            styled.append(Line(match["text"], "h2"))
        elif match := _QUOTATION.fullmatch(line):
            styled.append(Line(match["text"], "blockquote"))
        else:
            styled.append(Line(line))
    return styled
