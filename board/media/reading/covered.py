"""
Text of a PDF that is there but can't be seen, because something lies over it: a failed redaction. Needs no Django.

A page is looked at in two steps. What is drawn where says which words *may* be covered; most pages have none, and cost
little. Those words are then photographed with and without what may cover them: a word is covered if it makes no
difference to the page as readers see it, and would make one if the cover were gone. So it does not matter how the cover
was made, and text on a dark table heading, under a highlighter or behind a clipping path gives no alarm.

The text that a scanner's program recognised lies unseen on the picture of the page, which is harmless. It counts as
covered where something drawn over the picture hides what is written there, or the picture itself is black there.
"""

import itertools
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image

from . import limits
from .annotations import Mark, marks_of
from .boxes import Box, around
from .drawn import Drawn, Word, drawn_objects, is_blocks, text_of, words_of
from .pictures import (
    DARK,
    Camera,
    OffThePageError,
    count,
    difference,
    ink_and_what_is_seen_of_it,
    level_and_evenness,
)

# What of a word's area must lie under something, for it to be looked at; what of its letters' ink must be hidden.
LIES_UNDER = 0.5
IS_HIDDEN = 0.7
# Letters of a longer word that are covered, one after the other: part of a telephone number or an address.
LETTERS_IN_A_ROW = 3
# A picture that fills this part of the page is a scan; of the page, what a stamp or a box never fills.
SCAN = 0.5
SCANS_OF_A_PAGE = 100
# Colours whose levels differ by no more than this may be the same to the eye; photographs decide.
SAME_COLOUR = 40
OPAQUE = 128
# A strip of a letter's height that is thinner is a line; many of them may cover a text all the same. The area of a
# letter and a half, as a part of its height squared.
THIN = 0.3
SOME_LETTERS = 0.8
ROW = 24.0
EVEN, UNEVEN = 0.97, 0.95
# Paper with nothing on it, not even faint pencil; and the part of a page's words that may be missing from its picture.
CLOSE, BLANK, STRAY = 10, 0.99, 0.1
ROUGH_SCALE = 1.0

FINDINGS = 50
CHARACTERS_OF_A_FINDING = 500
UNAPPLIED = "(a place marked for redaction, where nothing has been removed)"


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


@dataclass(frozen=True)
class Pictures:
    """
    What a camera has seen of a part of a page.

    ``ink`` and ``seen``: masks of what its text would blacken, and what of it can be seen. ``as_seen``: the page, grey,
    as readers see it; ``uncovered``: without what may cover it.
    """

    camera: Camera
    ink: Image.Image
    seen: Image.Image
    as_seen: Image.Image
    uncovered: Image.Image


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
        # Some programs cut a scan into strips; a stamp or a black picture is none of them.
        strip = 0.04
        scans = [image for image in images if image.box.overlap(box).area >= strip * box.area][:SCANS_OF_A_PAGE]
    scan_orders = {scan.order for scan in scans}
    covers = [each for each in others if each.order not in scan_orders]
    found = Page(page, text_page, box, texts, covers, marks, scans, deadline)
    found.covers += blocks_over_text(found)
    return found


def _near_covers(page: Page, texts: list[Drawn], covers: list[Drawn]) -> list[Word]:
    """Return the words of some texts that have a cover over some of them."""
    orders = {text.order for text in texts}
    boxes = [cover.box for cover in covers] + [box for mark in page.marks for box in mark.boxes]
    found: list[Word] = []
    for word in page.words:
        page.keep_time()
        if word.orders & orders and any(word.box.overlap(box).area for box in boxes):
            found.append(word)
    return found


def hidden_parts(word: Word, pictures: Pictures) -> tuple[bool, list[str]]:
    """
    Return whether a word makes any mark on the page, and its letters that can't be seen.

    All of its letters where as good as all is hidden; else those that follow on one another.
    """
    counts = []
    for letter, box in word.letters:
        pixels = pictures.camera.pixels(box)
        counts.append((letter, count(pictures.ink, pixels), count(pictures.seen, pixels)))
    marked = sum(number for _, number, _ in counts)
    if not marked:
        return False, []
    if sum(still for _, _, still in counts) <= (1 - IS_HIDDEN) * marked:
        return True, [word.text]
    runs = itertools.groupby(counts, key=lambda each: each[2] <= (1 - IS_HIDDEN) * each[1])
    parts = ["".join(letter for letter, _, _ in run) for is_hidden, run in runs if is_hidden]
    return True, [part for part in parts if sum(map(str.isalnum, part)) >= LETTERS_IN_A_ROW]


def covered_words(page: Page, words: list[Word], texts: list[Drawn], covers: list[Drawn]) -> dict[int, str]:
    """Return what can't be seen of some words, by the word's place in the list; see the top of this file."""
    camera = Camera(page.page, around([word.box for word in words], margin=2))
    as_seen = camera.picture(annotations=True)
    _show(texts, shown=False)
    without_text = camera.picture(annotations=True)
    _show(covers, shown=False)
    bare = camera.picture(annotations=False)
    _show(texts, shown=True)
    uncovered = camera.picture(annotations=False)
    _show(covers, shown=True)
    ink, seen = ink_and_what_is_seen_of_it(difference(uncovered, bare), difference(as_seen, without_text))
    pictures = Pictures(camera, ink, seen, as_seen.convert("L"), uncovered.convert("L"))
    found: dict[int, str] = {}
    for index, word in enumerate(words):
        page.keep_time()
        is_marked, parts = hidden_parts(word, pictures)
        if parts:
            found[index] = " ".join(parts)
        elif not is_marked and _is_covered_picture(word, page, covers, pictures):
            found[index] = word.text
    return found


def _show(drawn: list[Drawn], *, shown: bool) -> None:
    for each in drawn:
        each.show(shown=shown)


def _is_covered_picture(word: Word, page: Page, covers: list[Drawn], pictures: Pictures) -> bool:
    """Say whether something is drawn over the picture of a word whose text itself is invisible."""
    last = max(word.orders)
    boxes = [cover.box for cover in covers if cover.order > last] + [box for mark in page.marks for box in mark.boxes]
    if not any(word.box.share_in(box) >= LIES_UNDER for box in boxes):
        return False
    pixels = pictures.camera.pixels(word.box)
    return (
        level_and_evenness(pictures.as_seen, pixels)[1] >= EVEN
        and level_and_evenness(pictures.uncovered, pixels)[1] < UNEVEN
    )


def removed_from_scan(page: Page) -> Iterator[Word]:
    """
    Yield the recognised words of a scan where its picture shows nothing: blackened, or painted out in white.

    White alone says nothing where the recognised text lies beside the picture's, or was guessed from specks. So it
    counts only where nearly all other words of the page are where the picture has them.
    """
    unseen = {
        text.order
        for text in page.texts
        if text.is_invisible
        or any(scan.order > text.order and text.box.share_in(scan.box) > LIES_UNDER for scan in page.scans)
    }
    words = [word for word in page.words if word.orders & unseen and sum(map(str.isalnum, word.text)) > 1]
    if not words:
        return
    camera = Camera(page.page, page.box, ROUGH_SCALE)
    grey = camera.picture(annotations=True).convert("L")
    blank: list[Word] = []
    for word in words:
        pixels = camera.pixels(word.box)
        level, evenness = level_and_evenness(grey, pixels)
        if evenness < EVEN:
            continue
        if level <= DARK:
            yield word
        elif level_and_evenness(grey, pixels, CLOSE)[1] >= BLANK and len(word.text) >= LETTERS_IN_A_ROW:
            blank.append(word)
    if len(blank) <= STRAY * len(words):
        yield from blank


def _plainly_covered(page: Page) -> Iterator[Word]:
    """Yield the words under annotations that no renderer shows as they are meant."""
    for mark in page.marks:
        if mark.is_redaction or mark.is_plain_cover:
            page.keep_time()
            for word in page.words:
                if sum(word.box.share_in(box) for box in mark.boxes) >= LIES_UNDER:
                    yield word


def _can_be_read(word: Word, page: Page, texts: list[Drawn]) -> bool:
    """
    Say whether the same word is drawn a second time over what covers it, to be seen: on a button, in a field.

    ``texts`` are those that something may hide. PDFium leaves a text out that repeats another one at the same place,
    and has no letters for it.
    """
    suspected = {text.order for text in texts}
    return any(
        text.order not in suspected
        and text.order > max(word.orders)
        and word.box.share_in(text.box) >= LIES_UNDER
        and (not (again := text_of(text, page.text_page)) or word.text.casefold() in again.casefold())
        for text in page.texts
    )


def _runs(words: list[Word], indexes: list[int]) -> list[list[int]]:
    """Return the places of words, those together that follow on one another on one line or on the next."""
    runs: list[list[int]] = []
    for index in indexes:
        if runs and runs[-1][-1] == index - 1:
            before, here = words[index - 1].box, words[index].box
            gap = max(before.bottom - here.top, here.bottom - before.top)
            if gap < 1.5 * max(before.height, here.height):
                runs[-1].append(index)
                continue
        runs.append([index])
    return runs


def covered_on(page: pypdfium2.PdfPage, marks: list[Mark], deadline: float) -> list[str]:
    """
    Return the covered texts of a page in the order of reading.

    Raises ``TooManyObjectsError``, or ``TooLateError`` after ``deadline``, a moment of ``time.monotonic``.
    """
    parts = look_at(page, marks, deadline)
    texts, covers = suspects(parts)
    if not (texts or parts.scans or any(mark.is_redaction for mark in marks)):
        return []
    words = parts.words = words_of(parts.text_page, parts.texts)
    found: dict[int, str] = {}
    index_of = {id(word): index for index, word in enumerate(words)}
    near = _near_covers(parts, texts, covers)
    if near:
        try:
            covered = covered_words(parts, near, texts, covers)
        except OffThePageError:
            covered = {}
        for index, text in covered.items():
            if not _can_be_read(near[index], parts, texts):
                found[index_of[id(near[index])]] = text
    for word in itertools.chain(removed_from_scan(parts) if parts.scans else (), _plainly_covered(parts)):
        found.setdefault(index_of[id(word)], word.text)
    lines = [" ".join(found[index] for index in run) for run in _runs(words, sorted(found))]
    if not lines and any(mark.is_redaction for mark in marks):
        lines = [UNAPPLIED]
    return lines


def find_covered(path: Path, pdf: pikepdf.Pdf, seconds: float) -> tuple[list[dict], bool]:
    """
    Return the covered texts of a PDF, each with its page, and whether all of the file was looked at.

    A page that can't be drawn is passed over; so are those that come after ``seconds``, or after ``FINDINGS`` texts.
    Raises ``pypdfium2.PdfiumError`` for a file that PDFium can't open.
    """
    found: list[dict] = []
    deadline = time.monotonic() + seconds
    with pypdfium2.PdfDocument(path) as document:
        # Fields of forms are drawn only for a document whose forms are known; scripts are not run (no V8 is built in).
        if document.get_formtype():
            document.init_forms()
        is_complete = len(document) <= limits.PAGES
        for index in range(min(len(document), limits.PAGES)):
            try:
                marks = marks_of(pdf.pages[index]) if index < len(pdf.pages) else []
                page = document[index]
                lines = covered_on(page, marks, deadline)
                page.close()
            except TooLateError:
                return found, False
            except (pypdfium2.PdfiumError, pikepdf.PdfError, ValueError, TypeError, MemoryError):
                is_complete = False
                continue
            found += [{"page": index + 1, "text": line} for line in lines]
            if len(found) >= FINDINGS:
                return found[:FINDINGS], True
    return found, is_complete
