"""Words of a scan's text layer (OCR) that were erased from its image."""

from collections.abc import Iterator

from PIL import Image

from board.engines.pdfinspect.geometry import BoundingBox

from .candidates import MIN_COVERED, PageContent
from .page_objects import PageWord
from .rendering import DARK, RegionRenderer, level_and_uniformity

ROUGH_SCALE = 1.0
# The fraction of alike pixels where nothing legible is.
UNIFORM = 0.97
# Empty paper, without even faint pencil: the tolerance in grey levels, and the fraction of alike pixels.
BLANK_TOLERANCE, BLANK = 10, 0.99
# The fraction of a page's words that may be missing from its image.
MAX_STRAY = 0.1
MIN_CHARACTERS = 3
# Of its height: the part of a word at an edge, where its first or last letter is.
EDGE = 0.8
# On so many lines of a page the last word is blank only where all of them are out of place.
DRIFTING_LINES = 3


def words_erased_from_scan(content: PageContent) -> Iterator[PageWord]:
    """
    Yield the recognised words of a scan where its image shows nothing: blackened, or painted out in white.

    White alone proves nothing where the text layer is out of place, or was guessed from specks. It counts only where
    nearly all other words of the page are where the image has them, those beside it among them.
    """
    text_layer = {
        text.order
        for text in content.texts
        if text.is_invisible
        or any(scan.order > text.order and text.box.fraction_inside(scan.box) > MIN_COVERED for scan in content.scans)
    }
    words = [word for word in content.words if word.orders & text_layer and sum(map(str.isalnum, word.text)) > 1]
    if not words:
        return
    renderer = RegionRenderer(content.page, content.box, ROUGH_SCALE)
    grey = renderer.render_grey()
    blank: list[PageWord] = []
    legible: list[PageWord] = []
    for word in words:
        box = renderer.pixel_box(word.box)
        level, uniformity = level_and_uniformity(grey, box)
        if uniformity < UNIFORM:
            legible.append(word)
            continue
        if level <= DARK:
            yield word
        elif level_and_uniformity(grey, box, BLANK_TOLERANCE)[1] >= BLANK and len(word.text) >= MIN_CHARACTERS:
            blank.append(word)
    if len(blank) <= MAX_STRAY * len(words):
        yield from erased_words(blank, legible, renderer, grey)


def _on_line_of(word: PageWord, others: list[PageWord]) -> list[BoundingBox]:
    """Return the boxes of the other words on the line of a word, from left to right."""
    box = word.box
    return sorted(other.box for other in others if other.box.bottom < box.top and box.bottom < other.box.top)


def is_at_end_of_line(word: PageWord, legible: list[PageWord]) -> bool:
    """Return whether nothing legible follows a word on its line."""
    return all(box.left < word.box.right - word.box.height for box in _on_line_of(word, legible))


def is_misplaced(word: PageWord, legible: list[PageWord], renderer: RegionRenderer, grey: Image.Image) -> bool:
    """
    Return whether a word beside a blank one is not where the text layer has it, so that the blank one is not either.

    ``legible`` are the words where there is ink; the neighbours have ink at the edge that they turn to the blank one.
    """
    box, line = word.box, _on_line_of(word, legible)
    before = [each for each in line if each.right <= box.left + box.height][-1:]
    after = [each for each in line if each.left >= box.right - box.height][:1]
    edges = [BoundingBox(each.right - EDGE * each.height, *each[1:]) for each in before]
    edges += [BoundingBox(*each[:2], each.left + EDGE * each.height, each.top) for each in after]
    return any(level_and_uniformity(grey, renderer.pixel_box(edge))[1] >= UNIFORM for edge in edges)


def erased_words(
    blank: list[PageWord], legible: list[PageWord], renderer: RegionRenderer, grey: Image.Image
) -> Iterator[PageWord]:
    """
    Yield the blank words that were erased, and leave out those that the text layer has in another place.

    Recognition guesses the widths of words, so that those at the ends of lines drift into the margin, line by line.
    """
    at_end = [word for word in blank if is_at_end_of_line(word, legible)]
    lines = {round(word.box.bottom / max(word.box.height, 1.0)) for word in at_end}
    drifting = {id(word) for word in at_end} if len(lines) >= DRIFTING_LINES else set()
    for word in blank:
        if id(word) not in drifting and not is_misplaced(word, legible, renderer, grey):
            yield word
