"""The table of what the list has lost: the date and the old address of each item."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from board.textfiles import TextFileError
from news.models import NewsPage

from .builder import import_keys

COLUMNS = ("title", "date", "old_address")
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")


@dataclass(frozen=True)
class ItemDetails:
    """What a row of the table says; empty where it says nothing."""

    date: dt.date | None = None
    old_address: str = ""


def read_date(words: str, where: str) -> dt.date | None:
    """Return the day of ``2018-03-13`` or ``13/03/2018``, ``None`` for no words. Raises ``TextFileError``."""
    if not words:
        return None
    for form in DATE_FORMATS:
        try:
            date = dt.datetime.strptime(words, form).date()  # noqa: DTZ007  A day has no time zone.
        except ValueError:
            continue
        if date > timezone.localdate():
            raise TextFileError(
                f"{where}: the date “{words}” is in the future. Give the day the item was first published."
            )
        return date
    raise TextFileError(f"{where}: “{words}” is not a date. Write it as 2018-03-13 or 13/03/2018.")


def read_rows(text: str, name: str) -> list[tuple[str, dict[str, str]]]:
    """
    Return where each row stands (for errors) and its cells by column, blank rows left out.

    Raises ``TextFileError`` where a column is missing or a row does not fit the first one.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise TextFileError(f"{name}, line {reader.line_num}: this is not a CSV table ({error}).") from error
    (_, header), *rows = [(number, row) for number, row in rows if any(row)] or [(1, [])]
    columns = [cell.casefold() for cell in header]
    if missing := [column for column in COLUMNS if column not in columns]:
        message = f"{name} has no column {', '.join(missing)}. Its first line must be {','.join(COLUMNS)}."
        raise TextFileError(message)
    for number, row in rows:
        if len(row) != len(columns):
            message = (
                f"{name}, line {number} has {len(row)} cells, the first line has {len(columns)}. "
                "Put quotation marks around a cell that holds a comma."
            )
            raise TextFileError(message)
    return [(f"{name}, line {number}", dict(zip(columns, row, strict=True))) for number, row in rows]


def read_details(text: str, titles: Sequence[str], name: str) -> dict[str, ItemDetails]:
    """
    Return the details of items by import key; ``titles`` are those of the list, ``name`` is for errors.

    The second row of a title is the second item of that title. Raises ``TextFileError`` for a missing
    column, a title that is not in the list, a wrong date or an address that is too long.
    """
    rows = read_rows(text, name)
    keys = import_keys(titles)
    longest = NewsPage._meta.get_field("old_address").max_length
    details = {}
    for (where, row), key in zip(rows, import_keys(row["title"] for _, row in rows), strict=True):
        if not row["title"]:
            raise TextFileError(f"{where} has no title. Copy it from the list.")
        if key not in keys:
            message = f"{where}: the list has no item “{row['title']}”, or not so often. Copy the title from the list."
            raise TextFileError(message)
        if len(row["old_address"]) > longest:
            raise TextFileError(f"{where}: the old address is longer than {longest} characters.")
        details[key] = ItemDetails(read_date(row["date"], where), row["old_address"])
    return details
