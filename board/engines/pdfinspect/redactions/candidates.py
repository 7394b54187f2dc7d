"""Which words of a page something may cover: found by what is drawn where, and when. Needs no Django."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pypdfium2

from board.engines.pdfinspect.annotations import Mark
from board.engines.pdfinspect.geometry import Box

from .page_objects import Drawn, Word, drawn_objects, is_blocks

# What of a word's area must lie under something, for it to be looked at.
LIES_UNDER = 0.5
# Pictures that fill this part of the page are a scan; a stamp or a black picture fills less than STRIP of it, but the
# strips into which some programs cut a scan fill more.
SCAN, STRIP = 0.5, 0.04
SCANS_OF_A_PAGE = 100
# Colours whose levels differ by no more than this may be the same to the eye; photographs decide.
SAME_COLOUR = 40
OPAQUE = 128
# A strip of a letter's height that is thinner is a line; many of them may cover a text all the same. The area of a
# letter and a half, as a part of its height squared.
THIN = 0.3
SOME_LETTERS = 0.8
# Points: the height of the rows in which texts are looked up.
ROW = 24.0


class TooLateError(ValueError):
    """The time for a file is over."""


@dataclass
class Page:
    """What is looked at together."""

    page: pypdfium2.PdfPage
    text_page: pypdfium2.PdfTextPage
    box: Box
    texts: list[Drawn]
    covers: list[Drawn]
    marks: list[Mark]
    scans: list[Drawn]
    deadline: float
    words: list[Word] = field(default_factory=list)

    def keep_time(self) -> None:
        """Raise ``TooLateError`` once the time for the file is over: a page may have millions of pairs to compare."""
        if time.monotonic() > self.deadline:
            raise TooLateError


class _Rows:
    """Texts by where they are, so that each cover is compared with those near it."""

    def __init__(self, texts: Iterable[Drawn]) -> None:
        self.rows: dict[int, list[Drawn]] = {}
        for text in texts:
            for row in self._range(text.box):
                self.rows.setdefault(row, []).append(text)

    @staticmethod
    def _range(box: Box) -> range:
        # A text of an absurd size is in no more rows than a large page has.
        first = int(max(box.bottom, -500) // ROW)
        return range(first, min(int(min(box.top, 15_000) // ROW), first + 700) + 1)

    def near(self, box: Box) -> Iterator[Drawn]:
        seen: set[int] = set()
        for row in self._range(box):
            for text in self.rows.get(row, ()):
                if text.order not in seen:
                    seen.add(text.order)
                    yield text


def may_hide(cover: Drawn, text: Drawn) -> bool:
    """Say whether one thing drawn may hide a text: it is drawn later, or earlier in the text's own colour."""
    if cover.colour is not None and cover.colour[3] < OPAQUE:
        return False
    if cover.order > text.order:
        return True
    if cover.is_image or text.is_invisible or cover.colour is None or text.colour is None:
        return False
    return all(abs(one - other) <= SAME_COLOUR for one, other in zip(cover.colour[:3], text.colour[:3], strict=True))


def _covers_enough(text: Box, overlaps: list[Box]) -> bool:
    """Say whether boxes lie on a line of text so that letters of it may be hidden."""
    # The box of a text that stands upright or aslant is higher than its letters.
    letter = min(text.width, text.height, ROW)
    broad = sum(each.area for each in overlaps if min(each.width, each.height) >= THIN * letter)
    return broad >= min(SOME_LETTERS * letter**2, LIES_UNDER * text.area) or (
        sum(each.area for each in overlaps) >= LIES_UNDER * text.area
    )


def suspects(page: Page) -> tuple[list[Drawn], list[Drawn]]:
    """Return the texts of a page that something may hide, and what may hide them."""
    rows = _Rows(page.texts)
    overlaps: dict[int, list[Box]] = {}
    covering: dict[int, list[Drawn]] = {}
    for cover in page.covers:
        page.keep_time()
        for text in rows.near(cover.box):
            overlap = cover.box.overlap(text.box)
            if overlap.area and cover.order != text.order and may_hide(cover, text):
                overlaps.setdefault(text.order, []).append(overlap)
                covering.setdefault(text.order, []).append(cover)
    for mark in page.marks:
        page.keep_time()
        for box in mark.boxes:
            for text in rows.near(box):
                overlap = box.overlap(text.box)
                if overlap.area:
                    overlaps.setdefault(text.order, []).append(overlap)
    found = [text for text in page.texts if _covers_enough(text.box, overlaps.get(text.order, []))]
    covers = {cover.order: cover for text in found for cover in covering.get(text.order, [])}
    return found, list(covers.values())


def blocks_over_text(page: Page) -> list[Drawn]:
    """Return the rows of black blocks that are drawn over earlier texts."""
    rows = _Rows(page.texts)
    found: list[Drawn] = []
    for text in page.texts:
        page.keep_time()
        is_over_text = any(
            other.order < text.order and other.box.share_in(text.box) >= LIES_UNDER for other in rows.near(text.box)
        )
        if is_over_text and is_blocks(text, page.text_page):
            found.append(text)
    return found


def look_at(page: pypdfium2.PdfPage, marks: list[Mark], deadline: float) -> Page:
    """
    Return what a page draws, sorted by what it may have to do with covered text.

    Raises ``TooManyObjectsError`` or ``TooLateError``.
    """
    if time.monotonic() > deadline:
        raise TooLateError
    # Annotations and text are placed on the page as it lies in the file.
    page.set_rotation(0)
    box = Box(*page.get_bbox())
    text_page = page.get_textpage()
    drawn = drawn_objects(page)
    texts = [each for each in drawn if each.is_text]
    others = [each for each in drawn if not each.is_text]
    images = [each for each in others if each.is_image]
    scans: list[Drawn] = []
    if sum(image.box.overlap(box).area for image in images) >= SCAN * box.area:
        scans = [image for image in images if image.box.overlap(box).area >= STRIP * box.area][:SCANS_OF_A_PAGE]
    scan_orders = {scan.order for scan in scans}
    covers = [each for each in others if each.order not in scan_orders]
    found = Page(page, text_page, box, texts, covers, marks, scans, deadline)
    found.covers += blocks_over_text(found)
    return found


def near_covers(page: Page, texts: list[Drawn], covers: list[Drawn]) -> list[Word]:
    """Return the words of some texts that have a cover over some of them."""
    orders = {text.order for text in texts}
    boxes = [cover.box for cover in covers] + [box for mark in page.marks for box in mark.boxes]
    found: list[Word] = []
    for word in page.words:
        page.keep_time()
        if word.orders & orders and any(word.box.overlap(box).area for box in boxes):
            found.append(word)
    return found
