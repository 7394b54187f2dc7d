"""Words of a scan's text layer (OCR) that were erased from its image."""

from collections.abc import Iterator

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


def words_erased_from_scan(content: PageContent) -> Iterator[PageWord]:
    """
    Yield the recognised words of a scan where its image shows nothing: blackened, or painted out in white.

    White alone proves nothing where the text layer is out of place, or was guessed from specks. It counts only where
    nearly all other words of the page are where the image has them.
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
    grey = renderer.render(annotations=True).convert("L")
    blank: list[PageWord] = []
    for word in words:
        box = renderer.pixel_box(word.box)
        level, uniformity = level_and_uniformity(grey, box)
        if uniformity < UNIFORM:
            continue
        if level <= DARK:
            yield word
        elif level_and_uniformity(grey, box, BLANK_TOLERANCE)[1] >= BLANK and len(word.text) >= MIN_CHARACTERS:
            blank.append(word)
    if len(blank) <= MAX_STRAY * len(words):
        yield from blank
