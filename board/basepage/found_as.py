"""What a page tells the search about itself; the search knows no page type by name."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wagtail.search import index

from board.approvals.digest import carried_files
from board.media.documents import BoardDocument
from board.media.findings import stops

# Found beside the text, under weights of their own.
NAMES = {"title", "summary"}
# Wagtail's way to write a text block that was left empty.
EMPTY = {"", "None"}
# Between the texts of two blocks: neither is a part of the other's sentence.
BETWEEN_BLOCKS = " · "


class Label(NamedTuple):
    """A value as addresses write it, and in words."""

    value: str
    words: str


@dataclass(frozen=True)
class FoundAs:
    """By what readers narrow a list of results down; ``date`` is what sorts it, and ``None`` for a page without one."""

    kind: Label
    date: dt.date | None = None
    audience: Label | None = None
    topics: Sequence[Label] = ()


@dataclass(frozen=True)
class FoundFile:
    """A file that a page carries publicly."""

    document: BoardDocument

    @property
    def version(self) -> str:
        """Return what tells these bytes, as they were read, under this title from any others."""
        reading = self.document.what_was_read
        read_at = reading.read_at.isoformat() if reading and reading.read_at else ""
        return f"{self.document.file_hash} {read_at} {self.document.title}"[:300]

    @property
    def pages(self) -> list[tuple[int, str]]:
        """Return the numbers and texts of its pages, in one query."""
        return list(self.document.texts.order_by("page_number").values_list("page_number", "text"))


def own_text(page) -> str:
    """Return what a specific page says beside title and summary, by what its type declares in ``search_fields``."""
    fields = [field for field in page.get_search_fields() if isinstance(field, index.SearchField)]
    values = [field.get_value(page) for field in fields if field.field_name not in NAMES]
    # A stream gives the texts of its blocks, any other field its text alone.
    texts = [text for value in values for text in (value if isinstance(value, list) else [value])]
    return BETWEEN_BLOCKS.join(str(text) for text in texts if str(text).strip() not in EMPTY)


def found_files(page) -> list[FoundFile]:
    """Return the documents that a live specific page carries and that nothing stops, in a fixed order."""
    carried = [file for file in carried_files(page).values() if isinstance(file, BoardDocument)]
    return [FoundFile(document) for document in carried if not stops(document)]
