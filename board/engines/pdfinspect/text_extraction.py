"""Text extraction, page by page."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from . import resource_limits
from .geometry import BoundingBox

# A word divided at the end of a line: PDFium's mark, or a soft hyphen.
_DIVIDED = re.compile("\ufffe|\u00ad\\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")

# A page with fewer characters has no words: it is empty, or a scan with a page number or a stamp.
MIN_CHARACTERS_PER_PAGE = 10
_PAGE_NUMBER = re.compile(r"(page|p\.?)?\s*\d+\s*((of|/)\s*\d+)?", re.IGNORECASE)
# Images that fill this fraction of a page are its content; strips into which a scan was cut count together.
PICTURE = 0.5


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


def has_words(text: str) -> bool:
    """Return whether a page's text is more than a page number or a stamp."""
    return sum(map(str.isalnum, text)) >= MIN_CHARACTERS_PER_PAGE and not _PAGE_NUMBER.fullmatch(text.strip())


def find_picture_pages(path: Path, pages: list[str]) -> list[int]:
    """Return the numbers of the pages that are pictures: an image fills most of each, and it has no words."""
    import pypdfium2  # noqa: PLC0415

    from .redactions.page_objects import page_objects  # noqa: PLC0415

    without_words = [number for number, text in enumerate(pages, start=1) if not has_words(text)]
    numbers = []
    with pypdfium2.PdfDocument(path) as pdf:
        for number in without_words:
            page = pdf[number - 1]
            box = BoundingBox(*page.get_bbox())
            with suppress(ValueError):  # A page of too many objects.
                images = (each.box for each in page_objects(page) if each.is_image)
                if sum(image.intersection(box).area for image in images) >= PICTURE * box.area:
                    numbers.append(number)
            page.close()
    return numbers


def extract_text(path: Path, extractor: str) -> dict:
    """
    Return the text of each page of a PDF (``pages``), and what is known of it.

    ``is_cut``: whether something was left out for its length; ``picture_pages``: the numbers of the pages that are
    pictures, where PDFium reads the file. ``extractor`` is one of ``EXTRACTORS``. Raises what that library raises for a
    file that it can't read.
    """
    pages: list[str] = []
    is_cut = False
    left = resource_limits.CHARACTERS
    for text in EXTRACTORS[extractor](path):
        if len(pages) == resource_limits.PAGES or left <= 0:
            is_cut = True
            break
        pages.append(normalise_text(text[:left]))
        left -= len(text)
    facts = {"pages": pages, "is_cut": is_cut or left < 0, "picture_pages": []}
    if extractor == "pdfium":
        with suppress(Exception):  # A broken page must not lose the text of the others.
            facts["picture_pages"] = find_picture_pages(path, pages)
    return facts
