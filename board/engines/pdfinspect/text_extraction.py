"""Text extraction, page by page."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from . import resource_limits

# A word divided at the end of a line: PDFium's mark, or a soft hyphen.
_DIVIDED = re.compile("\ufffe|\u00ad\\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")


def normalise_text(text: str) -> str:
    """
    Return text fit for any database and for searching: NFKC, without control characters, with single spaces.

    Line breaks stay, so that a snippet does not run a heading into a paragraph.
    """
    text = _CONTROL.sub(" ", unicodedata.normalize("NFKC", _DIVIDED.sub("", text.replace("\r", "\n"))))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def extract_with_pdfium(path: Path) -> Iterator[str]:
    """Yield the text of each page as PDFium extracts it: the quickest, and it copes with most files."""
    import pypdfium2  # noqa: PLC0415  # Only the child that needs it loads it.

    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text_page = page.get_textpage()
            yield text_page.get_text_range()
            text_page.close()
            page.close()


def extract_with_pypdf(path: Path) -> Iterator[str]:
    """Yield the text of each page as pypdf extracts it: slow, and it survives files that end PDFium's process."""
    import pypdf  # noqa: PLC0415

    for page in pypdf.PdfReader(path).pages:
        yield page.extract_text()


EXTRACTORS: dict[str, Callable[[Path], Iterator[str]]] = {"pdfium": extract_with_pdfium, "pypdf": extract_with_pypdf}


def extract_text(path: Path, extractor: str) -> tuple[list[str], bool]:
    """
    Return the text of each page of a PDF and whether something was left out for its length.

    ``extractor`` is one of ``EXTRACTORS``. Raises what that library raises for a file that it can't read.
    """
    pages: list[str] = []
    left = resource_limits.CHARACTERS
    for text in EXTRACTORS[extractor](path):
        if len(pages) == resource_limits.PAGES or left <= 0:
            return pages, True
        pages.append(normalise_text(text[:left]))
        left -= len(text)
    return pages, left < 0
