"""
The covered words of a page.

What is painted where, and in which order, tells which words *may* be covered; most pages have none, and cost little.
The regions of those words are then rendered with and without what may cover them: a word is covered if it makes no
difference to the page as readers see it, and would make one without the cover. So it does not matter how the cover was
made, and text on a dark table heading, under a highlight or behind a clipping path raises no alarm. Letters without
ink, such as spaces and invisible ones, are not covered.

The text layer of a scan lies invisible on the image of the page, which is harmless. It counts as covered where an
object painted over the image hides what is written there, or the image itself is black there.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
from PIL import Image

from board.engines.pdfinspect.annotations import CoveringAnnotation
from board.engines.pdfinspect.geometry import BoundingBox, enclosing_box

from .candidates import (
    MIN_COVERED,
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
    likeness,
)
from .scans import UNIFORM, words_erased_from_scan

# The fraction of a character's ink that must be hidden.
HIDDEN = 0.7
# Successive covered characters of a longer word that count: part of a telephone number or an address.
MIN_RUN = 3
# A word that looks so much like itself under what covers it can be read there: flattened transparency draws it again.
ALIKE = 0.75
# A place where something is legible has a smaller fraction of alike pixels.
LEGIBLE = 0.95


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


@dataclass
class CoveredRun:
    """
    Covered words that follow one another on a page.

    ``lines`` holds their covered text, line by line. ``is_marked``: an annotation is there to redact them.
    ``is_erased``: they were erased from a scan.
    """

    words: list[PageWord]
    lines: list[str]
    is_marked: bool = False
    is_erased: bool = False

    @property
    def text(self) -> str:
        """The covered text on one line."""
        return " ".join(self.lines)

    @property
    def box(self) -> BoundingBox:
        """The box around its words."""
        return enclosing_box([word.box for word in self.words])


@dataclass
class PageExamination:
    """What was found on a page: its content, and the runs of its covered words."""

    content: PageContent
    runs: list[CoveredRun] = field(default_factory=list)

    @property
    def uncovered_words(self) -> list[PageWord]:
        """The words of the page that nothing covers, in reading order."""
        covered = {id(word) for run in self.runs for word in run.words}
        return [word for word in self.content.words if id(word) not in covered]


def hidden_parts(word: PageWord, renderings: Renderings) -> tuple[bool, list[str]]:
    """
    Return whether a word leaves any ink on the page, and the parts of it that are hidden.

    The whole word where nearly all of its ink is hidden, or else runs of its characters. A character without ink is
    neither hidden nor visible.
    """
    counts = []
    for character, box in word.characters:
        pixels = renderings.renderer.pixel_box(box)
        if ink := count_pixels(renderings.ink, pixels):
            counts.append((character, ink, count_pixels(renderings.visible, pixels)))
    ink = sum(number for _, number, _ in counts)
    if not ink:
        return False, []
    if sum(visible for _, _, visible in counts) <= (1 - HIDDEN) * ink:
        text = word.text if 2 * len(counts) > len(word.characters) else "".join(each[0] for each in counts)
        return True, [text]
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
        if parts == [word.text] and _is_shown_all_the_same(word, renderings):
            continue
        if parts:
            covered[index] = " ".join(parts)
        elif not has_ink and _image_is_covered(word, content, covers, renderings):
            covered[index] = word.text
    return covered


def _is_shown_all_the_same(word: PageWord, renderings: Renderings) -> bool:
    """Return whether a word can be read in a picture, or another copy, that covers it."""
    pixels = renderings.renderer.pixel_box(word.box)
    return likeness(renderings.as_displayed, renderings.uncovered, pixels) >= ALIKE


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
    Return whether the same word is shown again over what covers it, in one piece or several, as on a button.

    ``candidates`` are the texts that something may hide. PDFium leaves out a text that repeats another at the same
    place, and has no characters for it.
    """
    orders = {text.order for text in candidates}
    on_top = [
        text
        for text in content.texts
        if text.order not in orders
        and text.order > max(word.orders)
        and not text.is_invisible
        and text.box.intersection(word.box).area
    ]
    if sum(word.box.fraction_inside(text.box) for text in on_top) < MIN_COVERED:
        return False
    pieces = [object_text(text, content.text_page) for text in sorted(on_top, key=lambda text: text.box.left)]
    shown, hidden = "".join(pieces).casefold(), word.text.casefold()
    return hidden in shown or (not all(pieces) and shown in hidden)


def _is_on_the_next_line(word: PageWord, before: PageWord) -> bool:
    """Return whether a word is on the same line as the one before it, or on the next."""
    gap = max(before.box.bottom - word.box.top, word.box.bottom - before.box.top)
    return gap < 1.5 * max(before.box.height, word.box.height)


def _is_on_the_same_line(word: PageWord, before: PageWord) -> bool:
    return word.box.bottom < before.box.top and before.box.bottom < word.box.top


def _runs(words: list[PageWord], covered: dict[int, str]) -> Iterator[CoveredRun]:
    """Group the covered words, by their indexes, that follow one another on the same line or the next."""
    run: CoveredRun | None = None
    last = -1
    for index, text in sorted(covered.items()):
        word = words[index]
        if run is None or index != last + 1 or not _is_on_the_next_line(word, words[last]):
            if run is not None:
                yield run
            run = CoveredRun([word], [text])
        else:
            run.words.append(word)
            if _is_on_the_same_line(word, words[last]):
                run.lines[-1] += f" {text}"
            else:
                run.lines.append(text)
        last = index
    if run is not None:
        yield run


def examine_page(
    page: pypdfium2.PdfPage, annotations: list[CoveringAnnotation], deadline: float, *, needs_words: bool = False
) -> PageExamination:
    """
    Return the covered words of a page in reading order, and with ``needs_words`` all others too.

    Raises ``TooManyObjectsError``, or ``DeadlineExceededError`` after ``deadline``, a moment of ``time.process_time``.
    """
    content = read_page_content(page, annotations, deadline)
    candidates, covers = find_candidates(content)
    has_redactions = any(annotation.is_redaction for annotation in annotations)
    if not (candidates or content.scans or has_redactions or needs_words):
        return PageExamination(content)
    words = content.words = page_words(content.text_page, content.texts, content.box)
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
    erased = {index_of[id(word)] for word in (words_erased_from_scan(content) if content.scans else ())}
    marked = {index_of[id(word)] for word in _words_under_annotations(content)}
    for index in sorted(erased | marked):
        covered.setdefault(index, words[index].text)
    runs = list(_runs(words, covered))
    for run in runs:
        indexes = {index_of[id(word)] for word in run.words}
        run.is_erased, run.is_marked = bool(indexes & erased), bool(indexes & marked)
    # The dotted line under a form field is no text.
    return PageExamination(content, [run for run in runs if any(map(str.isalnum, run.text))])
