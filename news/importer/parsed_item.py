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
    """
    A paragraph, or whatever its ``style`` makes of it: the name of an HTML element.

    Links and bold words within ``text`` are in the notation of ``inline``.
    """

    text: str
    style: str = "p"
    note: str = ""


@dataclass(frozen=True)
class ParsedLink:
    """A link; the list has lost the URLs of most links."""

    title: str = ""
    url: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class ParsedDocument:
    """A PDF, or another file to be offered as one, that the list mentions."""

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class ParsedEvent:
    """An event; where the list says more than name, date and place, ``description`` is its own words."""

    name: str
    location: str
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    all_day: bool = False
    description: str = ""
    url: str = ""
    is_cancelled: bool = False
    note: str = ""


@dataclass(frozen=True)
class ParsedStatement:
    """A statement; without a speaker where the list names a role or a body alone."""

    speaker: str
    role: str
    paragraphs: tuple[Paragraph, ...]
    note: str = ""


ParsedBlock = Paragraph | ParsedLink | ParsedDocument | ParsedEvent | ParsedStatement


@dataclass(frozen=True)
class ParsedItem:
    """A news item. ``heading`` is the list's, by which the item is known from run to run; ``title`` is for readers."""

    heading: str
    title: str
    blocks: tuple[ParsedBlock, ...]
    date: dt.date | None = None
    notes_to_editors: tuple[Paragraph, ...] = ()
    item_notes: tuple[str, ...] = ()

    @property
    def notes(self) -> list[str]:
        """Return the notes that tell an editor what to check."""
        parts = (*self.blocks, *self.notes_to_editors)
        return [*self.item_notes, *(part.note for part in parts if part.note)]
