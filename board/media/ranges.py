"""Range requests, as viewers of long PDFs send them (RFC 9110, section 14)."""

import re
from typing import BinaryIO

# No file is that long, and Python refuses to parse numbers without end.
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$", re.ASCII)
CHUNK = 64 * 1024


class UnsatisfiableRangeError(Exception):
    """The requested range lies beyond the end of the file."""


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """
    Return the first byte of a ``Range`` header and the one after its last, or ``None`` for the whole file.

    ``size`` is in bytes. Several ranges, other units and nonsense give the whole, as RFC 9110 allows. Raises
    ``UnsatisfiableRangeError`` for a range beyond the end.
    """
    match = _RANGE.match(header.replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= size or start >= end:
        raise UnsatisfiableRangeError
    return start, end


class FileRange:
    """An iterator over a range of an open file, in chunks; closes the file."""

    def __init__(self, file: BinaryIO, start: int, end: int):
        self.file = file
        self.left = end - start
        file.seek(start)

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        chunk = self.file.read(min(CHUNK, self.left))
        if not chunk:
            raise StopIteration
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file; Django calls this at the end of the response."""
        self.file.close()
