"""Finds the words of a page that something may cover, by what is painted where, and in which order."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pypdfium2

from board.engines.pdfinspect.annotations import CoveringAnnotation
from board.engines.pdfinspect.geometry import BoundingBox

from .page_objects import PageObject, PageWord, is_block_characters, page_objects

# The fraction of a word's area that must lie under something.
MIN_COVERED = 0.5
# Images that fill this fraction of the page are a scan. A stamp or a black image fills less than MIN_STRIP of it; the
# strips into which some programs cut a scan fill more.
SCAN, MIN_STRIP = 0.5, 0.04
MAX_SCANS = 100
# Colours whose levels differ by no more than this may look the same; renderings decide.
SAME_COLOUR = 40
OPAQUE = 128
# Of a character's height: a thinner strip is a line, though many of them may cover a text.
LINE_THICKNESS = 0.3
# The area of a character and a half, as a fraction of its height squared.
SOME_CHARACTERS = 0.8
# Points: the height of the rows in which texts are looked up.
ROW_HEIGHT = 24.0


class DeadlineExceededError(ValueError):
    """The processor time for a pass over a file is over."""


@dataclass
class PageContent:
    """The content of a page, sorted by what it may have to do with covered text."""

    page: pypdfium2.PdfPage
    text_page: pypdfium2.PdfTextPage
    box: BoundingBox
    texts: list[PageObject]
    covers: list[PageObject]
    annotations: list[CoveringAnnotation]
    scans: list[PageObject]
    deadline: float
    words: list[PageWord] = field(default_factory=list)
    # By the ``order`` of a text: the objects that may hide it.
    covering: dict[int, list[PageObject]] = field(default_factory=dict)

    def check_deadline(self) -> None:
        """Raise ``DeadlineExceededError`` once the time is over: a page may have millions of pairs to compare."""
        if time.process_time() > self.deadline:
            raise DeadlineExceededError


class _TextRows:
    """Texts by their height on the page, so that each cover is compared with those near it."""

    def __init__(self, texts: Iterable[PageObject]) -> None:
        self.rows: dict[int, list[PageObject]] = {}
        for text in texts:
            for row in self._range(text.box):
                self.rows.setdefault(row, []).append(text)

    @staticmethod
    def _range(box: BoundingBox) -> range:
        # A text of an absurd size is in no more rows than a large page has.
        first = int(max(box.bottom, -500) // ROW_HEIGHT)
        return range(first, min(int(min(box.top, 15_000) // ROW_HEIGHT), first + 700) + 1)

    def near(self, box: BoundingBox) -> Iterator[PageObject]:
        seen: set[int] = set()
        for row in self._range(box):
            for text in self.rows.get(row, ()):
                if text.order not in seen:
                    seen.add(text.order)
                    yield text


def may_hide(cover: PageObject, text: PageObject) -> bool:
    """Return whether an object may hide a text: it is painted later, or earlier in the text's own colour."""
    if cover.colour is not None and cover.colour[3] < OPAQUE:
        return False
    if cover.order > text.order:
        return True
    if cover.is_image or text.is_invisible or cover.colour is None or text.colour is None:
        return False
    return all(abs(one - other) <= SAME_COLOUR for one, other in zip(cover.colour[:3], text.colour[:3], strict=True))


def _covers_enough(text: BoundingBox, overlaps: list[BoundingBox]) -> bool:
    """Return whether boxes lie on a line of text so that some of its characters may be hidden."""
    # The box of a text that stands upright or aslant is higher than its characters.
    height = min(text.width, text.height, ROW_HEIGHT)
    broad = sum(each.area for each in overlaps if min(each.width, each.height) >= LINE_THICKNESS * height)
    return broad >= min(SOME_CHARACTERS * height**2, MIN_COVERED * text.area) or (
        sum(each.area for each in overlaps) >= MIN_COVERED * text.area
    )


def find_candidates(content: PageContent) -> tuple[list[PageObject], list[PageObject]]:
    """Return the texts of a page that something may hide, and the objects that may hide them."""
    rows = _TextRows(content.texts)
    overlaps: dict[int, list[BoundingBox]] = {}
    covering = content.covering
    for cover in content.covers:
        content.check_deadline()
        for text in rows.near(cover.box):
            overlap = cover.box.intersection(text.box)
            if overlap.area and cover.order != text.order and may_hide(cover, text):
                overlaps.setdefault(text.order, []).append(overlap)
                covering.setdefault(text.order, []).append(cover)
    for annotation in content.annotations:
        content.check_deadline()
        for box in annotation.boxes:
            for text in rows.near(box):
                overlap = box.intersection(text.box)
                if overlap.area:
                    overlaps.setdefault(text.order, []).append(overlap)
    texts = [text for text in content.texts if _covers_enough(text.box, overlaps.get(text.order, []))]
    covers = {cover.order: cover for text in texts for cover in covering.get(text.order, [])}
    return texts, list(covers.values())


def blocks_over_text(content: PageContent) -> list[PageObject]:
    """Return the rows of block characters that are painted over earlier texts."""
    rows = _TextRows(content.texts)
    blocks: list[PageObject] = []
    for text in content.texts:
        content.check_deadline()
        is_over_text = any(
            other.order < text.order and other.box.fraction_inside(text.box) >= MIN_COVERED
            for other in rows.near(text.box)
        )
        if is_over_text and is_block_characters(text, content.text_page):
            blocks.append(text)
    return blocks


def read_page_content(page: pypdfium2.PdfPage, annotations: list[CoveringAnnotation], deadline: float) -> PageContent:
    """
    Return the content of a page, without its words; ``deadline`` is a moment of ``time.process_time``.

    Raises ``TooManyObjectsError`` or ``DeadlineExceededError``.
    """
    if time.process_time() > deadline:
        raise DeadlineExceededError
    # Annotations and texts have coordinates of the unrotated page.
    page.set_rotation(0)
    box = BoundingBox(*page.get_bbox())
    text_page = page.get_textpage()
    objects = page_objects(page)
    texts = [each for each in objects if each.is_text]
    others = [each for each in objects if not each.is_text]
    images = [each for each in others if each.is_image]
    scans: list[PageObject] = []
    if sum(image.box.intersection(box).area for image in images) >= SCAN * box.area:
        scans = [image for image in images if image.box.intersection(box).area >= MIN_STRIP * box.area][:MAX_SCANS]
    scan_orders = {scan.order for scan in scans}
    covers = [each for each in others if each.order not in scan_orders]
    content = PageContent(page, text_page, box, texts, covers, annotations, scans, deadline)
    content.covers += blocks_over_text(content)
    return content


def words_near_covers(content: PageContent, texts: list[PageObject], covers: list[PageObject]) -> list[PageWord]:
    """Return the words of some texts that touch one of the covers or covering annotations."""
    orders = {text.order for text in texts}
    boxes = [cover.box for cover in covers] + [box for each in content.annotations for box in each.boxes]
    words: list[PageWord] = []
    for word in content.words:
        content.check_deadline()
        if word.orders & orders and any(word.box.intersection(box).area for box in boxes):
            words.append(word)
    return words
