"""The notes, marks and shapes that are laid over the pages of a PDF. Needs no Django."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pikepdf

from .geometry import Box, box_of_points

# ISO 32000-2, 12.5.3: flags that keep an annotation off the screen.
HIDDEN, NO_VIEW = 2, 32
# Annotations that cover nothing: links, and small icons that open a window.
SEE_THROUGH = {"/Link", "/Popup", "/Text", "/FileAttachment", "/Sound", "/Movie", "/TrapNet", "/PrinterMark"}
# Shapes that a viewer draws itself where the file holds no picture of them, and PDFium does not.
SHAPES = {"/Square", "/Circle", "/Polygon", "/FreeText"}
OPAQUE = 0.85
ANNOTATIONS_OF_A_PAGE = 5_000


@dataclass(frozen=True)
class Mark:
    """
    An annotation that may cover what is under it.

    ``is_redaction``: somebody has marked the place for redaction, and nobody has carried it out.
    ``is_plain_cover``: filled and opaque, without a picture in the file that a renderer would show.
    """

    boxes: tuple[Box, ...]
    is_redaction: bool = False
    is_plain_cover: bool = False


def annotations_of(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    """Yield the annotations of a page, as many as anybody would look at; what is no annotation is passed over."""
    annotations = page.obj.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return
    for index in range(min(len(annotations), ANNOTATIONS_OF_A_PAGE)):
        with suppress(pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError):
            annotation = annotations[index]
            if isinstance(annotation, pikepdf.Dictionary):
                yield annotation


def _box(annotation: pikepdf.Dictionary) -> Box:
    x1, y1, x2, y2 = (float(side) for side in list(annotation["/Rect"])[:4])
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _quadrilaterals(annotation: pikepdf.Dictionary) -> list[Box]:
    numbers = [float(number) for number in annotation.get("/QuadPoints", [])][:8000]
    corners = list(zip(numbers[::2], numbers[1::2], strict=False))
    return [box_of_points(corners[index : index + 4]) for index in range(0, len(corners) - 3, 4)]


def mark_of(annotation: pikepdf.Dictionary) -> Mark | None:
    """
    Return what an annotation may cover; ``None`` where it covers nothing.

    Raises ``ValueError``, ``TypeError`` or ``KeyError`` for one that is broken.
    """
    kind = str(annotation.get("/Subtype", ""))
    if kind in SEE_THROUGH or int(annotation.get("/F", 0)) & (HIDDEN | NO_VIEW):
        return None
    boxes = tuple(_quadrilaterals(annotation)) or (_box(annotation),)
    if kind == "/Redact":
        return Mark(boxes, is_redaction=True)
    filling: Any = annotation.get("/C" if kind == "/FreeText" else "/IC", [])
    is_plain_cover = (
        kind in SHAPES
        and "/AP" not in annotation
        and len(filling) > 0
        and float(annotation.get("/CA", 1)) >= OPAQUE
        and str(annotation.get("/BM", "/Normal")) != "/Multiply"
    )
    return Mark(boxes, is_plain_cover=is_plain_cover)


def marks_of(page: pikepdf.Page) -> list[Mark]:
    """Return what the annotations of a page may cover."""
    marks: list[Mark] = []
    for annotation in annotations_of(page):
        with suppress(pikepdf.PdfError, ValueError, TypeError, KeyError):
            mark = mark_of(annotation)
            if mark:
                marks.append(mark)
    return marks
