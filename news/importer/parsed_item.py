"""News items as parsed from the list; what the list does not give is empty."""

import datetime as dt
from dataclasses import dataclass

# The lengths that content blocks allow; longer text stays in a paragraph. Events' names and places count as titles.
MAX_TITLE_LENGTH = 255
MAX_SPEAKER_LENGTH = 120
MAX_ROLE_LENGTH = 160
MAX_URL_LENGTH = 2000


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or a heading."""

    text: str
    is_heading: bool = False
    note: str = ""


@dataclass(frozen=True)
class ParsedLink:
    """A link; the list has lost the URLs of most links."""

    title: str = ""
    url: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class ParsedPdf:
    """A PDF that the list mentions."""

    title: str
    note: str = ""


@dataclass(frozen=True)
class ParsedEvent:
    """An event; where its date is uncertain, ``description`` is the text of the list."""

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
    """A news item: its title and the blocks of its body."""

    title: str
    blocks: tuple[ParsedBlock, ...]

    @property
    def notes(self) -> list[str]:
        """Return the notes that tell an editor what to check."""
        return [block.note for block in self.blocks if block.note]
