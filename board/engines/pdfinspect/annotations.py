"""Annotations: the notes, highlights and shapes that lie over the content of a page (ISO 32000-2, 12.5)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pikepdf

from .geometry import BoundingBox, box_around_points

# ISO 32000-2, 12.5.3: flags that keep an annotation off the screen.
HIDDEN, NO_VIEW = 2, 32
# Annotations that cover nothing: links, and icons that open a window.
NON_COVERING = {"/Link", "/Popup", "/Text", "/FileAttachment", "/Sound", "/Movie", "/TrapNet", "/PrinterMark"}
# Viewers draw these even without an appearance stream; PDFium does not.
SHAPES = {"/Square", "/Circle", "/Polygon", "/FreeText"}
OPAQUE = 0.85
MAX_ANNOTATIONS = 5_000
MAX_QUAD_POINTS = 8_000


@dataclass(frozen=True)
class CoveringAnnotation:
    """
    An annotation that may cover what is under it.

    ``is_redaction``: a redaction annotation, which marks content for removal that is still there.
    ``lacks_appearance``: a filled, opaque shape without an appearance stream, which PDFium does not render.
    """

    boxes: tuple[BoundingBox, ...]
    is_redaction: bool = False
    lacks_appearance: bool = False


def page_annotations(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    """Yield the annotation dictionaries of a page, ``MAX_ANNOTATIONS`` at most; skip broken entries."""
    annotations = page.obj.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return
    for index in range(min(len(annotations), MAX_ANNOTATIONS)):
        with suppress(pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError):
            annotation = annotations[index]
            if isinstance(annotation, pikepdf.Dictionary):
                yield annotation


def _rectangle(annotation: pikepdf.Dictionary) -> BoundingBox:
    x1, y1, x2, y2 = (float(side) for side in list(annotation["/Rect"])[:4])
    return BoundingBox(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _quadrilaterals(annotation: pikepdf.Dictionary) -> list[BoundingBox]:
    numbers = [float(number) for number in annotation.get("/QuadPoints", [])][:MAX_QUAD_POINTS]
    corners = list(zip(numbers[::2], numbers[1::2], strict=False))
    return [box_around_points(corners[index : index + 4]) for index in range(0, len(corners) - 3, 4)]


def covering_annotation(annotation: pikepdf.Dictionary) -> CoveringAnnotation | None:
    """
    Return what an annotation may cover, or ``None`` where it covers nothing.

    Raises ``ValueError``, ``TypeError`` or ``KeyError`` for a broken annotation.
    """
    subtype = str(annotation.get("/Subtype", ""))
    if subtype in NON_COVERING or int(annotation.get("/F", 0)) & (HIDDEN | NO_VIEW):
        return None
    boxes = tuple(_quadrilaterals(annotation)) or (_rectangle(annotation),)
    if subtype == "/Redact":
        return CoveringAnnotation(boxes, is_redaction=True)
    fill: Any = annotation.get("/C" if subtype == "/FreeText" else "/IC", [])
    lacks_appearance = (
        subtype in SHAPES
        and "/AP" not in annotation
        and len(fill) > 0
        and float(annotation.get("/CA", 1)) >= OPAQUE
        and str(annotation.get("/BM", "/Normal")) != "/Multiply"
    )
    return CoveringAnnotation(boxes, lacks_appearance=lacks_appearance)


def covering_annotations(page: pikepdf.Page) -> list[CoveringAnnotation]:
    """Return the annotations of a page that may cover something; skip broken ones."""
    covering: list[CoveringAnnotation] = []
    for annotation in page_annotations(page):
        with suppress(pikepdf.PdfError, ValueError, TypeError, KeyError):
            if cover := covering_annotation(annotation):
                covering.append(cover)
    return covering
