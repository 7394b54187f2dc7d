"""Words that a program recognised on a scan, and that its picture no longer shows. Needs no Django."""

from collections.abc import Iterator

from .candidates import LIES_UNDER, Page
from .page_objects import Word
from .rendering import DARK, Camera, level_and_evenness

ROUGH_SCALE = 1.0
# The part of a place's pixels that are alike where nothing is to be read.
EVEN = 0.97
# Paper with nothing on it, not even faint pencil; and the part of a page's words that may be missing from its picture.
CLOSE, BLANK, STRAY = 10, 0.99, 0.1
LETTERS = 3


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
        elif level_and_evenness(grey, pixels, CLOSE)[1] >= BLANK and len(word.text) >= LETTERS:
            blank.append(word)
    if len(blank) <= STRAY * len(words):
        yield from blank
