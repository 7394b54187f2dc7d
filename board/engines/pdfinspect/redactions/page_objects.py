"""The page objects of a content stream in painting order, as PDFium parses them, and the words that they show."""

import ctypes
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from board.engines.pdfinspect.geometry import BoundingBox, box_around_points, enclosing_box

# A page of more objects is a map or an attack; form XObjects are seldom nested more than three deep.
MAX_OBJECTS = 300_000
MAX_FORM_DEPTH = 8
MAX_CHARACTERS = 50_000
# The fraction of a word's area that must lie on the page.
MIN_ON_PAGE = 0.5

# Points: a stroke of this width hides what is under it.
BROAD_STROKE = 3.0
INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
# Full blocks and squares: painted over a text they are a black box made of characters.
BLOCK_CHARACTERS = set("█■▇▆▉▊▮⬛\u25fc\u25fe")
# Most scripts that write no spaces between words begin here.
FIRST_IDEOGRAPH = 0x2E80


class TooManyObjectsError(ValueError):
    """A page has more objects than are worth examining."""


@dataclass
class PageObject:
    """
    A page object: text, path, image or shading.

    ``order`` is its place in painting order; ``colour`` is its fill (red, green, blue, opacity, 0 to 255), or ``None``.
    ``handle`` is PDFium's, valid while the page is open.
    """

    order: int
    kind: int
    box: BoundingBox
    handle: Any
    colour: tuple[int, int, int, int] | None = None
    is_invisible: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is a text object."""
        return self.kind == pdfium.FPDF_PAGEOBJ_TEXT

    @property
    def is_image(self) -> bool:
        """Whether it is an image."""
        return self.kind == pdfium.FPDF_PAGEOBJ_IMAGE

    def set_active(self, *, active: bool) -> None:
        """Render the page with or without this object from now on."""
        pdfium.FPDFPageObj_SetIsActive(self.handle, active)


@dataclass
class PageWord:
    """A word on a page: its characters with their boxes, and the ``order`` of the text objects that show them."""

    characters: list[tuple[str, BoundingBox]] = field(default_factory=list)
    orders: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(character for character, _ in self.characters)

    @property
    def box(self) -> BoundingBox:
        """The box around its characters."""
        return enclosing_box([box for _, box in self.characters])

    def is_on(self, page_box: BoundingBox) -> bool:
        """Return whether most of the word lies on the page."""
        box = self.box
        if box.area:
            return box.fraction_inside(page_box) >= MIN_ON_PAGE
        # The characters of some recognised texts have no extent.
        return page_box.left <= box.left <= page_box.right and page_box.bottom <= box.bottom <= page_box.top


def _bounds(handle) -> BoundingBox | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    return BoundingBox(left.value, bottom.value, right.value, top.value)


def _matrix(handle) -> tuple[float, ...]:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _transform(box: BoundingBox, matrices: list[tuple[float, ...]]) -> BoundingBox:
    """Return a box in the space of nested form XObjects as one of the page; the innermost matrix is the last."""
    points = [(box.left, box.bottom), (box.left, box.top), (box.right, box.bottom), (box.right, box.top)]
    for a, b, c, d, e, f in reversed(matrices):
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    return box_around_points(points)


def _fill_colour(handle) -> tuple[int, int, int, int] | None:
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, opacity):
        return None
    return (red.value, green.value, blue.value, opacity.value)


def _is_area(handle) -> bool:
    """Return whether a path hides what is under it: it is filled, or stroked with a broad line."""
    mode, has_stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, mode, has_stroke)
    if mode.value != pdfium.FPDF_FILLMODE_NONE:
        return True
    width = ctypes.c_float()
    return bool(has_stroke.value and pdfium.FPDFPageObj_GetStrokeWidth(handle, width) and width.value >= BROAD_STROKE)


def _walk(count: int, get: Callable[[int], Any], matrices: list) -> Iterator[tuple[int, Any, list]]:
    for index in range(count):
        handle = get(index)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield kind, handle, matrices
        elif len(matrices) < MAX_FORM_DEPTH:
            yield from _walk(
                pdfium.FPDFFormObj_CountObjects(handle),
                lambda inner, form=handle: pdfium.FPDFFormObj_GetObject(form, inner),  # type: ignore[misc]
                [*matrices, _matrix(handle)],
            )


def page_objects(page: pypdfium2.PdfPage) -> list[PageObject]:
    """
    Return the objects of a page in painting order, those of form XObjects included; lines and frames are left out.

    Raises ``TooManyObjectsError``.
    """
    objects: list[PageObject] = []
    walk = _walk(pdfium.FPDFPage_CountObjects(page), lambda index: pdfium.FPDFPage_GetObject(page, index), [])
    for order, (kind, handle, matrices) in enumerate(walk):
        if order == MAX_OBJECTS:
            raise TooManyObjectsError
        if kind == pdfium.FPDF_PAGEOBJ_PATH and not _is_area(handle):
            continue
        bounds = _bounds(handle)
        if bounds is None:
            continue
        is_text = kind == pdfium.FPDF_PAGEOBJ_TEXT
        objects.append(
            PageObject(
                order,
                kind,
                _transform(bounds, matrices) if matrices else bounds,
                handle,
                _fill_colour(handle) if kind != pdfium.FPDF_PAGEOBJ_IMAGE else None,
                is_invisible=is_text and pdfium.FPDFTextObj_GetTextRenderMode(handle) == INVISIBLE,
            )
        )
    return objects


def _address(handle) -> int | None:
    return ctypes.cast(handle, ctypes.c_void_p).value if handle else None


def object_text(text: PageObject, text_page: pypdfium2.PdfTextPage) -> str:
    """Return the characters that a text object shows."""
    size = pdfium.FPDFTextObj_GetText(text.handle, text_page, None, 0)
    buffer = ctypes.create_string_buffer(size + 2)
    pdfium.FPDFTextObj_GetText(text.handle, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le", "ignore").replace("\x00", "")


def is_block_characters(text: PageObject, text_page: pypdfium2.PdfTextPage) -> bool:
    """Return whether a text object shows nothing but black blocks."""
    characters = set(object_text(text, text_page)) - {" "}
    return bool(characters) and characters <= BLOCK_CHARACTERS


def page_words(text_page: pypdfium2.PdfTextPage, objects: list[PageObject], page_box: BoundingBox) -> list[PageWord]:
    """
    Return the words of a page in reading order; each ideograph is a word of its own.

    Words that lie beyond the edges of ``page_box``, wholly or for the most part, are on no page that a reader sees.
    """
    orders = {_address(each.handle): each.order for each in objects if each.is_text}
    words: list[PageWord] = []
    word = PageWord()

    def end() -> None:
        nonlocal word
        if word.characters and word.is_on(page_box):
            words.append(word)
        word = PageWord()

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(min(pdfium.FPDFText_CountChars(text_page), MAX_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        character = chr(code) if code <= sys.maxunicode else " "
        order = orders.get(_address(pdfium.FPDFText_GetTextObject(text_page, index)))
        is_shown = not character.isspace() and unicodedata.category(character) not in {"Cc", "Cs"}
        if order is None or not is_shown or not pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
            end()
            continue
        if code >= FIRST_IDEOGRAPH:
            end()
        word.characters.append((character, BoundingBox(left.value, bottom.value, right.value, top.value)))
        word.orders.add(order)
        if code >= FIRST_IDEOGRAPH:
            end()
    end()
    return words
