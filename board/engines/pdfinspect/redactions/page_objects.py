"""What a page of a PDF draws, in the order in which it is painted, as PDFium sees it. Needs no Django."""

import ctypes
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from board.engines.pdfinspect.geometry import Box, around, box_of_points

# A page of more parts is a map or an attack; forms within forms are seldom more than three deep.
OBJECTS_OF_A_PAGE = 50_000
DEEPEST_FORM = 8
CHARACTERS_OF_A_PAGE = 50_000

INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
# Full blocks and squares: drawn over a text they are a black box made of letters.
BLOCKS = set("█■▇▆▉▊▮⬛\u25fc\u25fe")
# Scripts that set no spaces between words begin here, but for Thai and its neighbours.
FIRST_IDEOGRAPH = 0x2E80


class TooManyObjectsError(ValueError):
    """A page draws more than anybody wants to look at."""


@dataclass
class Drawn:
    """
    A part of a page: a text, a path, a picture or a shading.

    ``order`` counts from the first painted to the last; ``colour`` is that of the filling (red, green, blue, opacity,
    0 to 255), ``None`` where there is none to tell. ``handle`` is PDFium's, valid while the page is open.
    """

    order: int
    kind: int
    box: Box
    handle: Any
    colour: tuple[int, int, int, int] | None = None
    is_invisible: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is a text."""
        return self.kind == pdfium.FPDF_PAGEOBJ_TEXT

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.kind == pdfium.FPDF_PAGEOBJ_IMAGE

    def show(self, *, shown: bool) -> None:
        """Have the page drawn with it or without it from now on."""
        pdfium.FPDFPageObj_SetIsActive(self.handle, shown)


@dataclass
class Word:
    """A word on a page: its letters with their boxes, and the texts that draw them."""

    letters: list[tuple[str, Box]] = field(default_factory=list)
    orders: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(letter for letter, _ in self.letters)

    @property
    def box(self) -> Box:
        """The box around its letters."""
        return around([box for _, box in self.letters])


def _bounds(handle) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    return Box(left.value, bottom.value, right.value, top.value)


def _matrix(handle) -> tuple[float, ...]:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _place(box: Box, matrices: list[tuple[float, ...]]) -> Box:
    """Return a box within forms as a box of the page; the innermost form's matrix is the last one."""
    points = [(box.left, box.bottom), (box.left, box.top), (box.right, box.bottom), (box.right, box.top)]
    for a, b, c, d, e, f in reversed(matrices):
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    return box_of_points(points)


def _fill_colour(handle) -> tuple[int, int, int, int] | None:
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, opacity):
        return None
    return (red.value, green.value, blue.value, opacity.value)


def _is_area(handle) -> bool:
    """Say whether a path hides what is under it: it is filled, or drawn with a broad pen."""
    mode, has_stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, mode, has_stroke)
    if mode.value != pdfium.FPDF_FILLMODE_NONE:
        return True
    width = ctypes.c_float()
    broad = 3.0
    return bool(has_stroke.value and pdfium.FPDFPageObj_GetStrokeWidth(handle, width) and width.value >= broad)


def _walk(count: int, get: Callable[[int], Any], matrices: list) -> Iterator[tuple[int, Any, list]]:
    for index in range(count):
        handle = get(index)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield kind, handle, matrices
        elif len(matrices) < DEEPEST_FORM:
            yield from _walk(
                pdfium.FPDFFormObj_CountObjects(handle),
                lambda inner, form=handle: pdfium.FPDFFormObj_GetObject(form, inner),  # type: ignore[misc]
                [*matrices, _matrix(handle)],
            )


def drawn_objects(page: pypdfium2.PdfPage) -> list[Drawn]:
    """
    Return what a page draws, in painting order, forms taken apart; lines and frames are left out.

    Raises ``TooManyObjectsError``.
    """
    found: list[Drawn] = []
    walk = _walk(pdfium.FPDFPage_CountObjects(page), lambda index: pdfium.FPDFPage_GetObject(page, index), [])
    for order, (kind, handle, matrices) in enumerate(walk):
        if order == OBJECTS_OF_A_PAGE:
            raise TooManyObjectsError
        if kind == pdfium.FPDF_PAGEOBJ_PATH and not _is_area(handle):
            continue
        bounds = _bounds(handle)
        if bounds is None:
            continue
        is_text = kind == pdfium.FPDF_PAGEOBJ_TEXT
        found.append(
            Drawn(
                order,
                kind,
                _place(bounds, matrices) if matrices else bounds,
                handle,
                _fill_colour(handle) if kind != pdfium.FPDF_PAGEOBJ_IMAGE else None,
                is_invisible=is_text and pdfium.FPDFTextObj_GetTextRenderMode(handle) == INVISIBLE,
            )
        )
    return found


def _address(handle) -> int | None:
    return ctypes.cast(handle, ctypes.c_void_p).value if handle else None


def text_of(text: Drawn, text_page: pypdfium2.PdfTextPage) -> str:
    """Return the letters that one text draws."""
    size = pdfium.FPDFTextObj_GetText(text.handle, text_page, None, 0)
    buffer = ctypes.create_string_buffer(size + 2)
    pdfium.FPDFTextObj_GetText(text.handle, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le", "ignore").replace("\x00", "")


def is_blocks(text: Drawn, text_page: pypdfium2.PdfTextPage) -> bool:
    """Say whether a text is a row of black blocks."""
    letters = set(text_of(text, text_page)) - {" "}
    return bool(letters) and letters <= BLOCKS


def words_of(text_page: pypdfium2.PdfTextPage, drawn: list[Drawn]) -> list[Word]:
    """Return the words of a page in the order of reading; ideographs are words of their own."""
    orders = {_address(each.handle): each.order for each in drawn if each.is_text}
    words: list[Word] = []
    word = Word()

    def end() -> None:
        nonlocal word
        if word.letters:
            words.append(word)
        word = Word()

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(min(pdfium.FPDFText_CountChars(text_page), CHARACTERS_OF_A_PAGE)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        letter = chr(code) if code <= 0x10FFFF else " "  # noqa: PLR2004  # The last sign of Unicode.
        order = orders.get(_address(pdfium.FPDFText_GetTextObject(text_page, index)))
        is_sign = not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cs"}
        if order is None or not is_sign or not pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
            end()
            continue
        if code >= FIRST_IDEOGRAPH:
            end()
        word.letters.append((letter, Box(left.value, bottom.value, right.value, top.value)))
        word.orders.add(order)
        if code >= FIRST_IDEOGRAPH:
            end()
    end()
    return words
