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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image

from board.engines.pdfinspect import resource_limits as limits
from board.engines.pdfinspect.annotations import Mark, marks_of
from board.engines.pdfinspect.geometry import around

from .candidates import LIES_UNDER, Page, TooLateError, look_at, near_covers, suspects
from .page_objects import Drawn, Word, text_of, words_of
from .rendering import (
    Camera,
    OffThePageError,
    count,
    difference,
    ink_and_what_is_seen_of_it,
    level_and_evenness,
)
from .scans import EVEN, removed_from_scan

# What of the ink of a word's letters must be hidden.
IS_HIDDEN = 0.7
# Letters of a longer word that are covered, one after the other: part of a telephone number or an address.
LETTERS_IN_A_ROW = 3
# A place where something is to be read has fewer pixels that are alike.
UNEVEN = 0.95

FINDINGS = 50
CHARACTERS_OF_A_FINDING = 500
UNAPPLIED = "(a place marked for redaction, where nothing has been removed)"


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
    near = near_covers(parts, texts, covers)
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
    # The dotted line under a field of a form says nothing.
    lines = [line for line in lines if any(map(str.isalnum, line))]
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
            except Exception:  # noqa: BLE001  # A page may be broken in any way, and must not hide the others.
                is_complete = False
                continue
            found += [{"page": index + 1, "text": line} for line in lines]
            if len(found) >= FINDINGS:
                return found[:FINDINGS], True
    return found, is_complete
