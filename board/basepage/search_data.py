"""What a page contributes to the search index, so that the search need not know page types."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wagtail.search import index

from board.approvals.digest import carried_files
from board.media.issues import blocking_issues
from board.media.models import BoardDocument

# Indexed in fields of their own, with other weights.
INDEXED_SEPARATELY = {"title", "summary"}
# How Wagtail writes a text block that was left empty.
EMPTY = {"", "None"}
# Keeps the texts of two blocks from reading as one sentence.
BETWEEN_BLOCKS = " · "


class LabelledValue(NamedTuple):
    """A value of a facet: as addresses write it, and as readers see it."""

    value: str
    label: str


@dataclass(frozen=True)
class SearchData:
    """The facets of a page, and the ``date`` that results are sorted by; ``None`` for a page without one."""

    kind: LabelledValue
    date: dt.date | None = None
    audience: LabelledValue | None = None
    topics: Sequence[LabelledValue] = ()


@dataclass(frozen=True)
class SearchFile:
    """A file that a public page carries."""

    document: BoardDocument

    @property
    def version(self) -> str:
        """Return a string that changes with the file's bytes, its inspection and its title."""
        inspection = self.document.current_inspection
        inspected_at = inspection.inspected_at.isoformat() if inspection and inspection.inspected_at else ""
        return f"{self.document.file_hash} {inspected_at} {self.document.title}"[:300]

    @property
    def pages(self) -> list[tuple[int, str]]:
        """Return the numbers and texts of the pages of the file, in one query."""
        return list(self.document.texts.order_by("page_number").values_list("page_number", "text"))


def get_search_text(page) -> str:
    """Return the text of a specific page's ``search_fields`` except title and summary."""
    fields = [field for field in page.get_search_fields() if isinstance(field, index.SearchField)]
    values = [field.get_value(page) for field in fields if field.field_name not in INDEXED_SEPARATELY]
    # A stream field returns a list with the text of each block, any other field its text.
    texts = [text for value in values for text in (value if isinstance(value, list) else [value])]
    return BETWEEN_BLOCKS.join(str(text) for text in texts if str(text).strip() not in EMPTY)


def get_search_files(page) -> list[SearchFile]:
    """Return the documents that a live specific page carries and readers may fetch, in a fixed order."""
    carried = [file for file in carried_files(page).values() if isinstance(file, BoardDocument)]
    return [SearchFile(document) for document in carried if not blocking_issues(document)]
