"""What a PDF gives away without showing it. Runs in the child process; needs no Django."""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf

from .annotations import annotations_of
from .incremental_updates import count_earlier_revisions
from .redactions.covered_text import CHARACTERS_OF_A_FINDING, find_covered

# Seconds on the clock for looking under what is drawn; a report of 500 plain pages takes about one.
SECONDS = 8.0
COMMENTS = 200
ATTACHMENTS = 200
CHARACTERS = 500
PAGES = 2_000
OBJECTS = 200_000

# Control characters, halves of characters, and marks that turn the direction of what follows them.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_SCRIPT = re.compile(rb"/S\s*/JavaScript\b")

# Annotations that hold no comment, but are part of the page: links, windows of other comments, fields, bare icons.
NO_COMMENTS = {"/Link", "/Popup", "/Widget", "/FileAttachment", "/PrinterMark", "/TrapNet", "/Watermark", "/Screen"}


def clean(value: Any, longest: int = CHARACTERS) -> str:
    """Return anything a PDF calls text as text to show: composed (NFC), without control characters, not too long."""
    if value is None:
        return ""
    text = unicodedata.normalize("NFC", _UNSHOWN.sub(" ", str(value)))
    return " ".join(text.split())[:longest]


def _of_document(pdf: pikepdf.Pdf, name: str, metadata_name: str) -> str:
    """Return what a PDF says of itself under a name: in its older table, else in its metadata."""
    with suppress(pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        if value := clean(pdf.docinfo.get(name)):
            return value
    with suppress(pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        stated = pdf.open_metadata(set_pikepdf_as_editor=False).get(metadata_name)
        return clean(", ".join(stated) if isinstance(stated, list | set) else stated)
    return ""


def author_of(pdf: pikepdf.Pdf) -> str:
    """Return who wrote a PDF, as it says itself; empty where it does not."""
    return _of_document(pdf, "/Author", "dc:creator")


def producer_of(pdf: pikepdf.Pdf) -> str:
    """Return the program that wrote a PDF; empty where it does not say."""
    return _of_document(pdf, "/Producer", "pdf:Producer")


def comments_of(pdf: pikepdf.Pdf) -> list[dict]:
    """Return the comments on the pages of a PDF, hidden ones too: page, author, text."""
    found: list[dict] = []
    for number, page in enumerate(pdf.pages, start=1):
        if number > PAGES:
            break
        for annotation in annotations_of(page):
            if len(found) == COMMENTS:
                return found
            with suppress(pikepdf.PdfError, ValueError, TypeError):
                text = clean(annotation.get("/Contents"))
                if text and str(annotation.get("/Subtype", "")) not in NO_COMMENTS:
                    found.append({"page": number, "author": clean(annotation.get("/T")), "text": text})
    return found


def _name_of(specification: Any) -> str:
    """Return the name of a file within a PDF."""
    if isinstance(specification, pikepdf.Dictionary):
        return clean(specification.get("/UF")) or clean(specification.get("/F"))
    return clean(specification)


def attachments_of(pdf: pikepdf.Pdf) -> list[str]:
    """Return the names of the files in a PDF: of the whole document, and those pinned to a page."""
    names: list[str] = []
    for key in list(pdf.attachments)[:ATTACHMENTS]:
        name = ""
        with suppress(pikepdf.PdfError, ValueError, TypeError, KeyError):
            name = clean(pdf.attachments[key].filename)
        names.append(name or clean(key) or "(without a name)")
    for page in list(pdf.pages)[:PAGES]:
        for annotation in annotations_of(page):
            with suppress(pikepdf.PdfError, ValueError, TypeError):
                if annotation.get("/Subtype") == pikepdf.Name("/FileAttachment"):
                    names.append(_name_of(annotation.get("/FS")) or "(without a name)")
    return list(dict.fromkeys(names))[:ATTACHMENTS]


def count_scripts(pdf: pikepdf.Pdf) -> int:
    """Return how many actions of a PDF run a script (JavaScript), wherever in it they are."""
    count = 0
    for number, part in enumerate(pdf.objects):
        if number == OBJECTS:
            break
        if isinstance(part, pikepdf.Dictionary | pikepdf.Array):
            with suppress(pikepdf.PdfError, ValueError, TypeError):
                count += len(_SCRIPT.findall(part.unparse(resolved=True)))
    return count


def find_hidden(path: Path, pdf: pikepdf.Pdf, *, seconds: float = SECONDS, looks_under: bool = True) -> dict:
    """
    Return what a PDF gives away without showing it, as JSON holds it; never raises for what a file holds.

    ``author`` and ``producer``: texts. ``comments``: page, author and text of each. ``attachments``: names of files.
    ``earlier_revisions``: how many. ``covered``: page and text of each text that something lies over. ``scripts``: how
    many. ``unread``: the names of those of them that could not be looked at, or not to the end.

    ``pdf`` is the file at ``path``, opened. ``looks_under=False`` leaves out what needs PDFium, which may end the
    process; ``seconds`` are for that, too.
    """
    unread: list[str] = []
    found: dict[str, Any] = {}

    def look(name: str, nothing: Any, reader: Callable[[], Any]) -> None:
        try:
            found[name] = reader()
        except Exception:  # noqa: BLE001  # A broken part of a file must not hide what the others give away.
            found[name] = nothing
            unread.append(name)

    def covered() -> list[dict]:
        if not looks_under:
            unread.append("covered")
            return []
        findings, is_complete = find_covered(path, pdf, seconds)
        if not is_complete:
            unread.append("covered")
        return [{**finding, "text": clean(finding["text"], CHARACTERS_OF_A_FINDING)} for finding in findings]

    look("author", "", lambda: author_of(pdf))
    look("producer", "", lambda: producer_of(pdf))
    look("comments", [], lambda: comments_of(pdf))
    look("attachments", [], lambda: attachments_of(pdf))
    look("earlier_revisions", 0, lambda: count_earlier_revisions(path))
    look("covered", [], covered)
    look("scripts", 0, lambda: count_scripts(pdf))
    return {**found, "unread": unread}
