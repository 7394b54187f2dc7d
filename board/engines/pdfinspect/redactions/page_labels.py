"""Page labels and the numbers of charts: covered texts that were not meant to be redacted."""

import itertools
import re

from .page_examination import CoveredRun

# A number as a page, an axis or a bar has it: four digits or grouped ones, a year such as 2019/20, a Roman numeral.
_ROMAN = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_GROUPED = r"[£$€+\-–−]?\d{1,3}(?:,\d{3})+%?"
_SHORT = r"[£$€+\-–−]?\d{1,4}(?:[.,]\d{1,2})?%?"
_NUMBER = rf"(?:{_GROUPED}|{_SHORT}|\d{{4}}[/–-]\d{{2,4}}|[Qq][1-4]|{_ROMAN}|{_ROMAN.upper()})"
_LABEL = re.compile(rf"(?:[Pp]age|[Pp]g?\.?)?\W*{_NUMBER}(?:\W+(?:of\W+)?{_NUMBER})?\W*")
_DIGITS = re.compile(r"\d+")
# More digits may be a telephone number, a date or a case number, unless they are two years, grouped, or “12 of 240”.
MAX_CHARACTERS, MAX_DIGITS = 40, 4
_LONG_LABEL = re.compile(rf"\d{{4}}[/–-](?:\d{{2}}|\d{{4}})|{_GROUPED}|(?:[Pp]age\s+)?\d{{1,4}}\s+of\s+\d{{1,4}}")
# The part of a page's height, from either edge, where page numbers stand.
MARGIN = 0.1
# So few numbers under one cover are its labels, however they follow one another.
FEW = 3


def is_label(text: str) -> bool:
    """Return whether a text is nothing but a page number, or a number as charts have it."""
    text = text.strip()
    if len(text) > MAX_CHARACTERS or not _LABEL.fullmatch(text):
        return False
    return len("".join(_DIGITS.findall(text))) <= MAX_DIGITS or bool(_LONG_LABEL.fullmatch(text))


def is_in_margin(run: CoveredRun, page_box) -> bool:
    """Return whether a text stands where page numbers do: at the head or foot of a page."""
    margin = MARGIN * page_box.height
    return run.box.top <= page_box.bottom + margin or run.box.bottom >= page_box.top - margin


def are_labels(texts: list[str]) -> bool:
    """Return whether the texts under one cover are its labels: few, or the steps of an axis."""
    if not all(map(is_label, texts)):
        return False
    numbers = [int("".join(_DIGITS.findall(text)) or 0) for text in texts]
    steps = {after - before for before, after in itertools.pairwise(numbers)}
    return len(texts) <= FEW or len(steps) == 1
