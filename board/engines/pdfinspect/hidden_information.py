"""Hidden information: what a PDF gives away without showing it."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf

from board.engines.inspection.result import displayable

from .annotations import page_annotations
from .incremental_updates import count_incremental_updates
from .redactions.covered_text import MAX_CHARACTERS_PER_TEXT, PageFindings, find_covered_text

MAX_COMMENTS = 200
MAX_ATTACHMENTS = 200
MAX_CHARACTERS = 500
MAX_PAGES = 2_000
MAX_OBJECTS = 200_000
UNNAMED = "(without a name)"

_JAVASCRIPT = re.compile(rb"/S\s*/JavaScript\b")

# Annotations that are part of the page: links, windows of other comments, fields, bare icons.
NO_COMMENTS = {"/Link", "/Popup", "/Widget", "/FileAttachment", "/PrinterMark", "/TrapNet", "/Watermark", "/Screen"}


def display_text(value: Any, longest: int = MAX_CHARACTERS) -> str:
    """Return anything a PDF calls text as text to display, cut."""
    return "" if value is None else displayable(str(value))[:longest]


def _metadata(pdf: pikepdf.Pdf, key: str, xmp_key: str) -> str:
    """Return an entry of the document information dictionary, or else of the XMP metadata."""
    with suppress(pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        if value := display_text(pdf.docinfo.get(key)):
            return value
    with suppress(pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        stated = pdf.open_metadata(set_pikepdf_as_editor=False).get(xmp_key)
        return display_text(", ".join(stated) if isinstance(stated, list | set) else stated)
    return ""


def list_comments(pdf: pikepdf.Pdf) -> list[dict]:
    """Return the page, author and text of each comment in a PDF, including those that are not displayed."""
    comments: list[dict] = []
    for number, page in enumerate(pdf.pages, start=1):
        if number > MAX_PAGES:
            break
        for annotation in page_annotations(page):
            if len(comments) == MAX_COMMENTS:
                return comments
            with suppress(pikepdf.PdfError, ValueError, TypeError):
                text = display_text(annotation.get("/Contents"))
                if text and str(annotation.get("/Subtype", "")) not in NO_COMMENTS:
                    comments.append({"page": number, "author": display_text(annotation.get("/T")), "text": text})
    return comments


def _file_name(specification: Any) -> str:
    """Return the name in a file specification."""
    if isinstance(specification, pikepdf.Dictionary):
        return display_text(specification.get("/UF")) or display_text(specification.get("/F"))
    return display_text(specification)


def list_attachments(pdf: pikepdf.Pdf) -> list[str]:
    """Return the names of the files embedded in a PDF: in the whole document, and in file attachment annotations."""
    names: list[str] = []
    for key in list(pdf.attachments)[:MAX_ATTACHMENTS]:
        name = ""
        with suppress(pikepdf.PdfError, ValueError, TypeError, KeyError):
            name = display_text(pdf.attachments[key].filename)
        names.append(name or display_text(key) or UNNAMED)
    for page in list(pdf.pages)[:MAX_PAGES]:
        for annotation in page_annotations(page):
            with suppress(pikepdf.PdfError, ValueError, TypeError):
                if annotation.get("/Subtype") == pikepdf.Name("/FileAttachment"):
                    names.append(_file_name(annotation.get("/FS")) or UNNAMED)
    return list(dict.fromkeys(names))[:MAX_ATTACHMENTS]


def count_scripts(pdf: pikepdf.Pdf) -> int:
    """Return the number of JavaScript actions anywhere in a PDF."""
    count = 0
    for number, item in enumerate(pdf.objects):
        if number == MAX_OBJECTS:
            break
        if isinstance(item, pikepdf.Dictionary | pikepdf.Array):
            with suppress(pikepdf.PdfError, ValueError, TypeError):
                count += len(_JAVASCRIPT.findall(item.unparse(resolved=True)))
    return count


def find_hidden_information(path: Path, pdf: pikepdf.Pdf) -> dict:
    """
    Return what a PDF gives away without showing it, as JSON holds it; never raises for what a file holds.

    - ``author``, ``producer``: texts;
    - ``comments``: page, author and text of each;
    - ``attachments``: names of embedded files;
    - ``earlier_revisions``: how many earlier states the file still holds;
    - ``scripts``: how many JavaScript actions;
    - ``covered``: page and text of each redaction that failed;
    - ``overprinted``: page and text of what is covered otherwise;
    - ``searched_pages``: how many pages were searched for the two former, from the first on;
    - ``not_searched``: the numbers of those among them that could not be;
    - ``not_examined``: the names of those of the above that could not be examined, or not to the end.

    ``pdf`` is the file at ``path``, opened. Covered text is searched for by ``search_pages``.
    """
    not_examined: list[str] = []
    hidden: dict[str, Any] = {}

    def examine(name: str, empty: Any, search: Callable[[], Any]) -> None:
        try:
            hidden[name] = search()
        except Exception:  # noqa: BLE001  # A broken part of a file must not hide what the others give away.
            hidden[name] = empty
            not_examined.append(name)

    examine("author", "", lambda: _metadata(pdf, "/Author", "dc:creator"))
    examine("producer", "", lambda: _metadata(pdf, "/Producer", "pdf:Producer"))
    examine("comments", [], lambda: list_comments(pdf))
    examine("attachments", [], lambda: list_attachments(pdf))
    examine("earlier_revisions", 0, lambda: count_incremental_updates(path))
    examine("scripts", 0, lambda: count_scripts(pdf))
    covered = {"covered": [], "overprinted": [], "searched_pages": 0, "not_searched": []}
    return {**hidden, **covered, "not_examined": not_examined}


def describe_findings(findings: PageFindings) -> dict:
    """Return what was found on a page, as JSON holds it."""

    def texts(lines: list[str]) -> list[dict]:
        return [{"page": findings.number, "text": display_text(line, MAX_CHARACTERS_PER_TEXT)} for line in lines]

    return {
        "number": findings.number,
        "covered": texts(findings.redactions),
        "overprinted": texts(findings.others),
        "is_examined": findings.is_examined,
    }


def search_pages(path: Path, pdf: pikepdf.Pdf, *, deadline: float, first_index: int = 0) -> Iterator[dict]:
    """Yield what ``describe_findings`` returns of each page; see ``find_covered_text``."""
    for findings in find_covered_text(path, pdf, deadline=deadline, first_index=first_index):
        yield describe_findings(findings)
