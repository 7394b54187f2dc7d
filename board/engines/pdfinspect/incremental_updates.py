"""Incremental updates (ISO 32000-2, 7.5.6): programs append changes to a file, which keeps its earlier states."""

import re
from pathlib import Path

# Each update appends a cross-reference section, whose trailer points to the one before it (7.5.5).
_START = re.compile(rb"startxref\s+(\d{1,15})")
_PREVIOUS = re.compile(rb"/Prev\s+(\d{1,15})")
_EMPTY = re.compile(rb"xref\s+0\s+0\s+trailer")
_TRAILER_ENDS = re.compile(rb"startxref|\bstream\b")
_LINEARIZED = re.compile(rb"/Linearized\b")
MAX_SECTIONS = 1_000
# Bytes that are searched at both ends of a file, and of one section.
EDGE, SECTION = 2_048, 2 * 1024**2


def count_incremental_updates(path: Path) -> int:
    """
    Return how many earlier states of itself a PDF holds; 0 where its end is damaged.

    Not counted: the second part of a linearized file, and the empty section that Microsoft Word appends to what it
    writes. Raises ``OSError``.
    """
    with path.open("rb") as file:
        beginning = file.read(EDGE)
        size = file.seek(0, 2)
        file.seek(max(0, size - EDGE))
        starts = _START.findall(file.read())
        position = int(starts[-1]) if starts else None
        sections: set[int] = set()
        empty = 0
        while position is not None and position < size and position not in sections and len(sections) < MAX_SECTIONS:
            sections.add(position)
            file.seek(position)
            section = file.read(SECTION)
            empty += bool(_EMPTY.match(section))
            end = _TRAILER_ENDS.search(section)
            table = section[: end.start()] if end else section
            trailer = table[max(0, table.rfind(b"trailer")) :]
            previous = _PREVIOUS.search(trailer)
            position = int(previous[1]) if previous else None
    is_linearized = bool(_LINEARIZED.search(beginning)) and len(sections) > 1
    return max(0, len(sections) - 1 - empty - is_linearized)
