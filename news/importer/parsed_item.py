"""An item of the list as the parser reads it. Empty means that the list does not say."""

import datetime as dt
from dataclasses import dataclass

# Lengths that the blocks allow; words that do not fit stay in a paragraph.
MAX_WORDS = 255
MAX_SPEAKER = 120
MAX_ROLE = 160
MAX_URL = 2000


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text, or a heading within it."""

    words: str
    is_heading: bool = False
    note: str = ""


@dataclass(frozen=True)
class ParsedLink:
    """A link to something else, whose address the list mostly lost."""

    title: str = ""
    url: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class ParsedPdf:
    """A PDF that the list names."""

    title: str
    note: str = ""


@dataclass(frozen=True)
class ParsedEvent:
    """A stand or meeting; ``description`` holds the words of the list where its date is not certain."""

    name: str
    location: str
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    description: str = ""
    note: str = ""


@dataclass(frozen=True)
class ParsedStatement:
    """A statement by a named speaker."""

    speaker: str
    role: str
    paragraphs: tuple[str, ...]
    note: str = ""


ParsedBlock = Paragraph | ParsedLink | ParsedPdf | ParsedEvent | ParsedStatement


@dataclass(frozen=True)
class ParsedItem:
    """One item of the list."""

    title: str
    blocks: tuple[ParsedBlock, ...]

    @property
    def notes(self) -> list[str]:
        """Return what an editor should check although nothing is missing there."""
        return [block.note for block in self.blocks if block.note]
