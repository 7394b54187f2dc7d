"""Where a sentence ends."""

import re

# A full stop after these ends no sentence.
_ABBREVIATIONS = ("St", "Dr", "Mr", "Mrs", "Ms", "Rd", "Prof", "Rev", "No", "e.g", "i.e")
_END = re.compile(r"(?<=[.!?])" + "".join(rf"(?<!\b{re.escape(word)}\.)" for word in _ABBREVIATIONS) + r"\s+")


def spans(line: str) -> list[tuple[int, int]]:
    """Return where each sentence of a line starts and ends, without the spaces between them."""
    found = []
    start = 0
    for gap in _END.finditer(line):
        found.append((start, gap.start()))
        start = gap.end()
    return [*found, (start, len(line))]
