"""One part of a file, as viewers of long PDFs ask for it (RFC 9110, section 14)."""

import re
from typing import BinaryIO

# No file has a place whose number is longer, and Python refuses to read numbers without end.
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$", re.ASCII)
CHUNK = 64 * 1024


class UnsatisfiableRangeError(Exception):
    """The part that was asked for lies beyond the end of the file."""


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """
    Return the first byte of a ``Range`` header and the one after its last, or ``None`` where the whole is to be sent.

    ``size`` is in bytes. Several parts at once, other units and nonsense are answered with the whole, as RFC 9110
    allows.
    Raises ``UnsatisfiableRangeError`` for a part that is not there.
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


class FilePart:
    """A part of an open file that is read in chunks; closes the file."""

    def __init__(self, file: BinaryIO, start: int, end: int):
        self.file = file
        self.left = end - start
        file.seek(start)

    def __iter__(self):
        """Return itself: it is read once."""
        return self

    def __next__(self) -> bytes:
        """Return the next chunk."""
        chunk = self.file.read(min(CHUNK, self.left))
        if not chunk:
            raise StopIteration
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file, which Django does at the end of the response."""
        self.file.close()
