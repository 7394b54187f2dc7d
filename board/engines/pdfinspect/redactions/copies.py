"""Copies: covered words that a reader can read elsewhere in the same file, so that they give nothing away."""

import unicodedata
from collections.abc import Iterator

from board.engines.pdfinspect.geometry import enclosing_box

from .page_examination import LEGIBLE, CoveredRun, PageExamination
from .page_objects import PageWord
from .rendering import OutsidePageError, RegionRenderer, level_and_uniformity

# Shorter texts are found anywhere: an age, initials.
MIN_LETTERS, MIN_DIGITS = 3, 5
# Copies that are looked at on one page.
MAX_COPIES = 20


def letters_of(text: str) -> str:
    """Return the letters and digits of a text in one form: a copy may be drawn in other pieces."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def is_distinctive(letters: str) -> bool:
    """Return whether a text is long enough for its copy to be the same words, and not the same by chance."""
    has_letters = any(map(str.isalpha, letters))
    return len(letters) >= (MIN_LETTERS if has_letters else MIN_DIGITS)


def lines_to_find(run: CoveredRun) -> list[str]:
    """Return the letters of each line of a run, without the page number at an end; empty where one is too short."""
    lines = []
    for line in run.lines:
        words = line.split()
        # A running header has another page number on each page.
        for end in (0, -1):
            if len(words) > 1 and words[end].isdecimal() and not is_distinctive(words[end]):
                words.pop(end)
        letters = letters_of(" ".join(words))
        if letters:
            lines.append(letters)
    return lines if all(map(is_distinctive, lines)) else []


def matches(letters: str, words: list[PageWord]) -> Iterator[list[PageWord]]:
    """Yield the words of a page that together have exactly some letters, at each place where they stand."""
    joined = ""
    starts: dict[int, list[PageWord]] = {}
    for word in words:
        starts.setdefault(len(joined), []).append(word)
        joined += letters_of(word.text)
    ends = {*starts, len(joined)}
    place = joined.find(letters)
    while place >= 0:
        end = place + len(letters)
        if place in starts and end in ends:
            yield [word for start, found in starts.items() if place <= start < end for word in found]
        place = joined.find(letters, place + 1)


def is_legible(words: list[PageWord], examination: PageExamination) -> bool:
    """Return whether words are visible on their page: neither in the colour of the paper nor without ink."""
    content = examination.content
    content.check_deadline()
    try:
        renderer = RegionRenderer(content.page, enclosing_box([word.box for word in words], margin=2))
    except OutsidePageError:
        return False
    grey = renderer.render_grey()
    return all(level_and_uniformity(grey, renderer.pixel_box(word.box))[1] < LEGIBLE for word in words)


def can_be_read_on(examination: PageExamination, letters: str) -> bool:
    """Return whether some letters can be read on a page, beside its covered words."""
    found = matches(letters, examination.uncovered_words)
    return any(is_legible(words, examination) for words, _ in zip(found, range(MAX_COPIES), strict=False))
