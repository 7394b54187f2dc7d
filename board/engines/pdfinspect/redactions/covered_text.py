"""
Covered text: a failed redaction, whose words are still in the content stream under what hides them.

A page is examined in two steps. What is painted where, and in which order, tells which words *may* be covered; most
pages have none, and cost little. The regions of those words are then rendered with and without what may cover them: a
word is covered if it makes no difference to the page as readers see it, and would make one without the cover. So it
does not matter how the cover was made, and text on a dark table heading, under a highlight or behind a clipping path
raises no alarm.

The text layer of a scan lies invisible on the image of the page, which is harmless. It counts as covered where an
object painted over the image hides what is written there, or the image itself is black there.
"""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image

from board.engines.pdfinspect import resource_limits
from board.engines.pdfinspect.annotations import CoveringAnnotation, covering_annotations
from board.engines.pdfinspect.geometry import enclosing_box

from .candidates import (
    MIN_COVERED,
    DeadlineExceededError,
    PageContent,
    find_candidates,
    read_page_content,
    words_near_covers,
)
from .page_objects import PageObject, PageWord, object_text, page_words
from .rendering import (
    OutsidePageError,
    RegionRenderer,
    count_pixels,
    difference,
    ink_masks,
    level_and_uniformity,
)
from .scans import UNIFORM, words_erased_from_scan

# The fraction of a character's ink that must be hidden.
HIDDEN = 0.7
# Successive covered characters of a longer word that count: part of a telephone number or an address.
MIN_RUN = 3
# A place where something is legible has a smaller fraction of alike pixels.
LEGIBLE = 0.95

MAX_TEXTS = 50
MAX_CHARACTERS_PER_TEXT = 500
UNAPPLIED = "(a place marked for redaction, where nothing has been removed)"


@dataclass(frozen=True)
class Renderings:
    """
    What a region of a page looks like.

    ``ink`` and ``visible`` are masks of what its text inks, and of what is visible of that. ``as_displayed`` is the
    region in grey as readers see it, ``uncovered`` the same without what may cover it.
    """

    renderer: RegionRenderer
    ink: Image.Image
    visible: Image.Image
    as_displayed: Image.Image
    uncovered: Image.Image


def hidden_parts(word: PageWord, renderings: Renderings) -> tuple[bool, list[str]]:
    """
    Return whether a word leaves any ink on the page, and the parts of it that are hidden.

    The whole word where nearly all of its ink is hidden, or else runs of its characters.
    """
    counts = []
    for character, box in word.characters:
        pixels = renderings.renderer.pixel_box(box)
        counts.append((character, count_pixels(renderings.ink, pixels), count_pixels(renderings.visible, pixels)))
    ink = sum(number for _, number, _ in counts)
    if not ink:
        return False, []
    if sum(visible for _, _, visible in counts) <= (1 - HIDDEN) * ink:
        return True, [word.text]
    runs = itertools.groupby(counts, key=lambda each: each[2] <= (1 - HIDDEN) * each[1])
    parts = ["".join(character for character, _, _ in run) for is_hidden, run in runs if is_hidden]
    return True, [part for part in parts if sum(map(str.isalnum, part)) >= MIN_RUN]


def covered_words(
    content: PageContent, words: list[PageWord], texts: list[PageObject], covers: list[PageObject]
) -> dict[int, str]:
    """Return the covered text of each word that has any, by the word's index; see the top of this file."""
    renderer = RegionRenderer(content.page, enclosing_box([word.box for word in words], margin=2))
    as_displayed = renderer.render(annotations=True)
    _set_active(texts, active=False)
    without_text = renderer.render(annotations=True)
    _set_active(covers, active=False)
    bare = renderer.render(annotations=False)
    _set_active(texts, active=True)
    uncovered = renderer.render(annotations=False)
    _set_active(covers, active=True)
    ink, visible = ink_masks(difference(uncovered, bare), difference(as_displayed, without_text))
    renderings = Renderings(renderer, ink, visible, as_displayed.convert("L"), uncovered.convert("L"))
    covered: dict[int, str] = {}
    for index, word in enumerate(words):
        content.check_deadline()
        has_ink, parts = hidden_parts(word, renderings)
        if parts:
            covered[index] = " ".join(parts)
        elif not has_ink and _image_is_covered(word, content, covers, renderings):
            covered[index] = word.text
    return covered


def _set_active(objects: list[PageObject], *, active: bool) -> None:
    for each in objects:
        each.set_active(active=active)


def _image_is_covered(word: PageWord, content: PageContent, covers: list[PageObject], renderings: Renderings) -> bool:
    """Return whether something is painted over the image of a word whose text itself is invisible."""
    last = max(word.orders)
    boxes = [cover.box for cover in covers if cover.order > last]
    boxes += [box for annotation in content.annotations for box in annotation.boxes]
    if not any(word.box.fraction_inside(box) >= MIN_COVERED for box in boxes):
        return False
    pixels = renderings.renderer.pixel_box(word.box)
    return (
        level_and_uniformity(renderings.as_displayed, pixels)[1] >= UNIFORM
        and level_and_uniformity(renderings.uncovered, pixels)[1] < LEGIBLE
    )


def _words_under_annotations(content: PageContent) -> Iterator[PageWord]:
    """Yield the words under redaction annotations and under shapes that PDFium does not render."""
    for annotation in content.annotations:
        if annotation.is_redaction or annotation.lacks_appearance:
            content.check_deadline()
            for word in content.words:
                if sum(word.box.fraction_inside(box) for box in annotation.boxes) >= MIN_COVERED:
                    yield word


def _is_repeated_on_top(word: PageWord, content: PageContent, candidates: list[PageObject]) -> bool:
    """
    Return whether the same word is shown a second time over what covers it, as on a button or in a field.

    ``candidates`` are the texts that something may hide. PDFium leaves out a text that repeats another at the same
    place, and has no characters for it.
    """
    orders = {text.order for text in candidates}
    return any(
        text.order not in orders
        and text.order > max(word.orders)
        and word.box.fraction_inside(text.box) >= MIN_COVERED
        and (not (shown := object_text(text, content.text_page)) or word.text.casefold() in shown.casefold())
        for text in content.texts
    )


def _runs(words: list[PageWord], indexes: list[int]) -> list[list[int]]:
    """Group the indexes of words that follow one another on the same line or the next."""
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


def covered_texts_on_page(page: pypdfium2.PdfPage, annotations: list[CoveringAnnotation], deadline: float) -> list[str]:
    """
    Return the covered texts of a page in reading order.

    Raises ``TooManyObjectsError``, or ``DeadlineExceededError`` after ``deadline``, a moment of ``time.monotonic``.
    """
    content = read_page_content(page, annotations, deadline)
    candidates, covers = find_candidates(content)
    has_redactions = any(annotation.is_redaction for annotation in annotations)
    if not (candidates or content.scans or has_redactions):
        return []
    words = content.words = page_words(content.text_page, content.texts)
    covered: dict[int, str] = {}
    index_of = {id(word): index for index, word in enumerate(words)}
    near = words_near_covers(content, candidates, covers)
    if near:
        try:
            near_covered = covered_words(content, near, candidates, covers)
        except OutsidePageError:
            near_covered = {}
        for index, text in near_covered.items():
            if not _is_repeated_on_top(near[index], content, candidates):
                covered[index_of[id(near[index])]] = text
    erased = words_erased_from_scan(content) if content.scans else ()
    for word in itertools.chain(erased, _words_under_annotations(content)):
        covered.setdefault(index_of[id(word)], word.text)
    lines = [" ".join(covered[index] for index in run) for run in _runs(words, sorted(covered))]
    # The dotted line under a form field is no text.
    lines = [line for line in lines if any(map(str.isalnum, line))]
    if not lines and has_redactions:
        lines = [UNAPPLIED]
    return lines


def find_covered_text(path: Path, pdf: pikepdf.Pdf, seconds: float) -> tuple[list[dict], bool]:
    """
    Return the covered texts of a PDF, each with its page, and whether the whole file was examined.

    Skips a page that can't be rendered, and those that come after ``seconds`` or after ``MAX_TEXTS`` texts. Raises
    ``pypdfium2.PdfiumError`` for a file that PDFium can't open.
    """
    texts: list[dict] = []
    deadline = time.monotonic() + seconds
    with pypdfium2.PdfDocument(path) as document:
        # PDFium renders form fields only once the form is initialised; it runs no scripts (V8 is not built in).
        if document.get_formtype():
            document.init_forms()
        is_complete = len(document) <= resource_limits.PAGES
        for index in range(min(len(document), resource_limits.PAGES)):
            try:
                annotations = covering_annotations(pdf.pages[index]) if index < len(pdf.pages) else []
                page = document[index]
                lines = covered_texts_on_page(page, annotations, deadline)
                page.close()
            except DeadlineExceededError:
                return texts, False
            except Exception:  # noqa: BLE001  # A page may be broken in any way, and must not hide the others.
                is_complete = False
                continue
            texts += [{"page": index + 1, "text": line} for line in lines]
            if len(texts) >= MAX_TEXTS:
                return texts[:MAX_TEXTS], True
    return texts, is_complete
