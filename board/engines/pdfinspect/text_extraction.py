"""The text of a PDF, page by page. Runs in the child process; needs no Django."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from . import resource_limits as limits

# A word that was divided at the end of a line, as PDFium marks it, and as a plain hyphen.
_DIVIDED = re.compile("\ufffe|\u00ad\\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")


def clean(text: str) -> str:
    """
    Return text fit for any database and for searching: ligatures apart, no control characters, single spaces.

    Lines stay lines, so that an extract does not run a heading into a paragraph.
    """
    text = _CONTROL.sub(" ", unicodedata.normalize("NFKC", _DIVIDED.sub("", text.replace("\r", "\n"))))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def pdfium_pages(path: Path) -> Iterator[str]:
    """Yield the text of each page as PDFium reads it: the quickest, and the one that copes with most files."""
    import pypdfium2  # noqa: PLC0415  # Only the child that needs it loads it.

    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text_page = page.get_textpage()
            yield text_page.get_text_range()
            text_page.close()
            page.close()


def pypdf_pages(path: Path) -> Iterator[str]:
    """Yield the text of each page as pypdf reads it: slow, and it survives files that end PDFium's process."""
    import pypdf  # noqa: PLC0415

    for page in pypdf.PdfReader(path).pages:
        yield page.extract_text()


READERS: dict[str, Callable[[Path], Iterator[str]]] = {"pdfium": pdfium_pages, "pypdf": pypdf_pages}


def read_pages(path: Path, reader: str) -> tuple[list[str], bool]:
    """
    Return the text of each page of a PDF and whether something was left out for its length.

    ``reader`` is one of ``READERS``. Raises what that library raises for a file that it can't read.
    """
    pages: list[str] = []
    left = limits.CHARACTERS
    for text in READERS[reader](path):
        if len(pages) == limits.PAGES or left <= 0:
            return pages, True
        pages.append(clean(text[:left]))
        left -= len(text)
    return pages, left < 0
