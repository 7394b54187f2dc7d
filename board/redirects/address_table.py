"""The table of old and new addresses, as spreadsheets, content management systems and log analysers write it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from board.csvtables import DELIMITERS, EXCEL_HINT, column_name, read_lines
from board.textfiles import TextFileError

# What the columns are called.
OLD_NAMES = frozenset(
    ["old", "from", "source", "url", "redirect_from", "original_url", "from_url", "source_url"]
    + [f"old_{what}" for what in ("url", "address", "path", "link", "page")]
)
NEW_NAMES = frozenset(
    ["new", "to", "target", "destination", "redirect_to", "to_url", "target_url", "destination_url"]
    + [f"new_{what}" for what in ("url", "address", "path", "link", "page")]
)
# Path and query of the W3C extended log file format (https://www.w3.org/TR/WD-logfile), as IIS writes it.
STEM, QUERY = "cs_uri_stem", "cs_uri_query"
# Of a log as the server writes it.
LOG_DIRECTIVE = re.compile(r"#(Software|Version|Date|Fields):")


@dataclass(frozen=True)
class AddressRow:
    """A row of the table."""

    line: int
    old: str
    new: str


class AddressTable(NamedTuple):
    """The rows of a table, and a sentence that says how it was read where its first line is not ``old,new``."""

    rows: list[AddressRow]
    interpretation: str


class Columns(NamedTuple):
    """The places of the columns that are read; ``query`` is that of a log's."""

    old: int
    new: int
    query: int | None = None


def read_table(text: str, name: str) -> AddressTable:
    """
    Return a table, without blank rows; ``name`` is the file's name for error messages.

    Raises ``TextFileError`` for anything but a table with a column of old addresses and one of new ones.
    """
    hint = EXCEL_HINT.match(text)
    delimiter = hint["delimiter"] if hint else delimiter_of(text)
    lines = read_lines(text, delimiter, name)[1 if hint else 0 :]
    header = lines[0][1] if lines else []
    columns = find_columns(header, name)
    lines = [(number, fitted(cells, len(header))) for number, cells in lines[1:]]
    for number, cells in lines:
        if len(cells) > len(header) or not cells[columns.old] or not cells[columns.new]:
            raise TextFileError(
                f"{name}, line {number} does not hold an old and a new address. "
                f"Put quotation marks around an address that holds a {'comma' if delimiter == ',' else 'separator'}."
            )
    rows = [AddressRow(number, old_address(cells, columns), cells[columns.new]) for number, cells in lines]
    return AddressTable(rows, interpretation(header, columns, delimiter))


def delimiter_of(text: str) -> str:
    """Return the delimiter that stands most often in the first line with words; a comma where none does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def fitted(cells: list[str], width: int) -> list[str]:
    """Return the cells of a line with the empty ones at its end that spreadsheets leave out, and without more."""
    filled = cells + [""] * (width - len(cells))
    return filled if any(filled[width:]) else filled[:width]


def normal_name(cell: str) -> str:
    """Return the name of a column, which some programs write with brackets."""
    return column_name(re.sub("[()]", " ", cell))


def find_columns(first: Sequence[str], name: str) -> Columns:
    """Return the columns that a first line names. Raises ``TextFileError`` where one is missing or named twice."""
    header = [normal_name(cell) for cell in first]
    old = [place for place, cell in enumerate(header) if cell in OLD_NAMES or cell == STEM]
    new = [place for place, cell in enumerate(header) if cell in NEW_NAMES]
    if (STEM in header and not new) or LOG_DIRECTIVE.match("".join(first)):
        raise TextFileError(
            f"{name} is a web server’s log: it has old addresses and no new ones. Add a column “new” that says where "
            "each leads, and leave out the lines of addresses that are not to be kept."
        )
    if len(old) != 1 or len(new) != 1:
        raise TextFileError(f"{name}: the first line must be old,new.")
    return Columns(old[0], new[0], header.index(QUERY) if QUERY in header and header[old[0]] == STEM else None)


def old_address(cells: Sequence[str], columns: Columns) -> str:
    """Return the old address of a row; a log has its query in a column of its own, with a hyphen for none."""
    query = cells[columns.query] if columns.query is not None else ""
    return cells[columns.old] + (f"?{query}" if query not in {"", "-"} else "")


def interpretation(header: Sequence[str], columns: Columns, delimiter: str) -> str:
    """Return how a table was read, or an empty string where there was nothing to interpret."""
    if [normal_name(cell) for cell in header] == ["old", "new"] and delimiter == ",":
        return ""
    old = f"“{header[columns.old]}”" + (f" with “{header[columns.query]}”" if columns.query is not None else "")
    read = {columns.old, columns.new, columns.query}
    ignored = [f"“{cell}”" for place, cell in enumerate(header) if place not in read]
    new = f"“{header[columns.new]}” as the new one"
    rest = f"; {', '.join(ignored)} ignored." if ignored else "."
    return f"Read with {DELIMITERS[delimiter]} between the cells: {old} as the old address, {new}{rest}"
