"""The CSV table of old and new addresses."""

import csv
import io
from dataclasses import dataclass

from board.textfiles import TextFileError

HEADER = ["old", "new"]


@dataclass(frozen=True)
class AddressRow:
    """A row of the table."""

    line: int
    old: str
    new: str


def read_rows(text: str, name: str) -> list[AddressRow]:
    """
    Return the rows of a table, without blank ones; ``name`` is the file's name for error messages.

    Raises ``TextFileError`` for anything but a table with the two columns.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise TextFileError(f"{name}, line {reader.line_num}: this is not a CSV table ({error}).") from error
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if not lines or [cell.casefold() for cell in lines[0][1]] != HEADER:
        raise TextFileError(f"{name}: the first line must be {','.join(HEADER)}.")
    for number, cells in lines[1:]:
        if len(cells) != len(HEADER) or not all(cells):
            raise TextFileError(
                f"{name}, line {number} does not hold an old and a new address. "
                "Put quotation marks around an address that holds a comma."
            )
    return [AddressRow(number, *cells) for number, cells in lines[1:]]
