"""Words inside the files that public pages carry, with the page of the file on which they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .access import public_carriers
from .documents import BoardDocument
from .findings import stops
from .readings import DocumentText

# Characters around the first word that was found.
BEFORE, AFTER = 80, 160


@dataclass(frozen=True)
class Passage:
    """
    Words on one page of a file.

    ``extract`` is the text around them in pieces, each with whether it is one of the words.
    """

    document: BoardDocument
    page_number: int
    carrier: object
    extract: tuple[tuple[str, bool], ...]

    @property
    def url(self) -> str:
        """Return the file's address with the page at which a viewer opens it (RFC 8118, section 3)."""
        return f"{self.document.url}#page={self.page_number}"


def extract_of(text: str, words: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Return the text around the first of the words, in pieces that say of themselves whether they are one of them."""
    pattern = re.compile("(" + "|".join(re.escape(word) for word in words) + ")", re.IGNORECASE)
    flat = " ".join(text.split())
    first = pattern.search(flat)
    start = max(first.start() - BEFORE, 0) if first else 0
    end = start + BEFORE + AFTER
    if start:
        start = flat.find(" ", start) + 1
    part = ("… " if start else "") + flat[start:end] + (" …" if end < len(flat) else "")
    return tuple((piece, index % 2 == 1) for index, piece in enumerate(pattern.split(part)) if piece)


def find_passages(words: Sequence[str], pages, limit: int) -> list[Passage]:
    """
    Return pages of public files on which all the words stand, in the order of titles and pages, at most ``limit``.

    ``pages`` are those whose files are looked into; what of them is not public, and files that are stopped, are left
    out here. The texts are read from one end to the other: half a second for some ten thousand pages of text.
    """
    carriers = public_carriers(pages)
    if not words or not carriers:
        return []
    texts = DocumentText.objects.filter(document__in=carriers)
    for word in words:
        texts = texts.filter(text__icontains=word)
    found: list[Passage] = []
    documents = BoardDocument.objects.in_bulk(set(texts.order_by().values_list("document", flat=True)))
    public = {pk: document for pk, document in documents.items() if not stops(document)}
    for text in texts.filter(document__in=public).order_by("document__title", "document", "page_number")[:limit]:
        document = public[text.document_id]
        carrier = carriers[text.document_id][0]
        found.append(Passage(document, text.page_number, carrier, extract_of(text.text, words)))
    return found
