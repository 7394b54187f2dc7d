"""Incremental updates (ISO 32000-2, 7.5.6): changes appended to a PDF, which still contains its earlier versions."""

import re
from pathlib import Path

# Each update appends a cross-reference section, whose trailer points to the previous section (7.5.5).
_STARTXREF = re.compile(rb"startxref\s+(\d{1,15})")
_PREV = re.compile(rb"/Prev\s+(\d{1,15})")
_EMPTY_SECTION = re.compile(rb"xref\s+0\s+0\s+trailer")
_TRAILER_END = re.compile(rb"startxref|\bstream\b")
_LINEARIZED = re.compile(rb"/Linearized\b")
MAX_SECTIONS = 1_000
# How much is read at each end of a file, and of each section.
EDGE_BYTES, SECTION_BYTES = 2_048, 2 * 1024**2


def count_incremental_updates(path: Path) -> int:
    """
    Return how many earlier versions of itself a PDF contains, or 0 if its end is damaged; raises ``OSError``.

    The second section of a linearized file and the empty section that Microsoft Word appends are not counted.
    """
    with path.open("rb") as file:
        head = file.read(EDGE_BYTES)
        size = file.seek(0, 2)
        file.seek(max(0, size - EDGE_BYTES))
        offsets = _STARTXREF.findall(file.read())
        offset = int(offsets[-1]) if offsets else None
        sections: set[int] = set()
        empty_sections = 0
        while offset is not None and offset < size and offset not in sections and len(sections) < MAX_SECTIONS:
            sections.add(offset)
            file.seek(offset)
            section = file.read(SECTION_BYTES)
            empty_sections += bool(_EMPTY_SECTION.match(section))
            end = _TRAILER_END.search(section)
            table = section[: end.start()] if end else section
            trailer = table[max(0, table.rfind(b"trailer")) :]
            previous = _PREV.search(trailer)
            offset = int(previous[1]) if previous else None
    is_linearized = bool(_LINEARIZED.search(head)) and len(sections) > 1
    return max(0, len(sections) - 1 - empty_sections - is_linearized)
