"""From the text of a CSV table to its cells."""

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .textfiles import TextFile, TextFileError

# What stands between cells. The comma first: where one column is all that a table has, it has no delimiter.
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
# The first line by which Excel tells itself the delimiter.
EXCEL_HINT = re.compile(r'"?sep=(?P<delimiter>[,;\t|])"?[ ,;\t|]*\r?\n', re.IGNORECASE)
# Vertical bars stand in texts, too.
_TRIED = (",", ";", "\t")


@dataclass(frozen=True)
class CsvTable:
    """The columns of a table, its rows with the line each ends on, and how it was read where that is not plain CSV."""

    columns: list[str]
    rows: list[tuple[int, list[str]]]
    notes: tuple[str, ...] = ()


def column_name(cell: str) -> str:
    """Return the name of a column as we write it: ``Old address`` is ``old_address``."""
    return "_".join(cell.strip().casefold().replace("_", " ").replace("-", " ").split())


def read_lines(text: str, delimiter: str, name: str) -> list[tuple[int, list[str]]]:
    """
    Return the number and the cells of each line that has any; ``name`` is the file's.

    Raises ``TextFileError`` for what is no CSV.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise TextFileError(
            f"{name}, line {reader.line_num}: this is not a CSV table ({error}). Save it again as CSV UTF-8."
        ) from error
    return [(number, cells) for number, cells in lines if any(cells)]


def _header_of(text: str, delimiter: str) -> list[str]:
    line = next((line for line in text.splitlines() if line.strip(f" {delimiter}")), "")
    return [column_name(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _delimiter_of(text: str, wanted: Collection[str]) -> str:
    """Return the delimiter by which the first line has most of the columns that are wanted."""
    return max(_TRIED, key=lambda delimiter: len(set(wanted) & set(_header_of(text, delimiter))))


def read_csv(file: TextFile, wanted: Sequence[str]) -> CsvTable:
    """
    Return a table whose first line names the columns that are ``wanted``, blank rows left out.

    Excel writes semicolons in some countries, and a line ``sep=;`` above the table. Raises ``TextFileError`` where a
    column is missing or a row does not fit the first one.
    """
    notes = list(file.notes)
    hint = EXCEL_HINT.match(file.text)
    delimiter = _delimiter_of(file.text[hint.end() :] if hint else file.text, wanted)
    lines = read_lines(file.text, delimiter, file.name)[1 if hint else 0 :]
    (_, header), *rows = lines or [(1, [])]
    columns = [column_name(cell) for cell in header]
    if missing := [column for column in wanted if column not in columns]:
        message = f"{file.name} has no column {', '.join(missing)}. Its first line must be {','.join(wanted)}."
        raise TextFileError(message)
    for number, row in rows:
        if len(row) != len(columns):
            raise TextFileError(
                f"{file.name}, line {number} has {len(row)} cells, the first line has {len(columns)}. "
                f"Put quotation marks around a cell that holds a {DELIMITERS[delimiter].removesuffix('s')}."
            )
    if delimiter != ",":
        notes.append(f"{file.name} was read with {DELIMITERS[delimiter]} between its cells.")
    return CsvTable(columns, rows, tuple(notes))
