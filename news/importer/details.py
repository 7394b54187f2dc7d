"""The table of what the list has lost: the date and the old address of each item."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from board.csvtables import read_csv
from board.dates import why_unusual
from board.textfiles import TextFile, TextFileError
from news.models import NewsPage

from .builder import import_keys
from .dates import UncertainTimeError, only_date

COLUMNS = ("title", "date", "old_address")
# A spreadsheet may add the time of day that a date does not have.
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?Z?$")
_SHORT_YEAR = re.compile(r"\d{1,2}\D.*\D\d\d")
_WORD = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True)
class ItemDetails:
    """What a row of the table says; empty where it says nothing."""

    date: dt.date | None = None
    old_address: str = ""


@dataclass(frozen=True)
class DetailsTable:
    """What a table says of each item, by import key, and how it was read where that was not plain."""

    details: dict[str, ItemDetails]
    notes: tuple[str, ...] = ()


def read_date(words: str, where: str) -> dt.date | None:
    """
    Return the day of ``2018-03-13``, ``13/03/2018`` or ``13 March 2018``, ``None`` for no words.

    Raises ``TextFileError`` for anything else: a year of two digits is none, and a day to come is no day of the past.
    """
    if not words:
        return None
    bare = _MIDNIGHT.sub("", words)
    found = None if _SHORT_YEAR.fullmatch(bare) else only_date(bare)
    try:
        date = found.resolve([]) if found else None
    except UncertainTimeError as reason:
        raise TextFileError(f"{where}: “{words}” is not a date: {reason}. Write it as 2018-03-13.") from reason
    if date is None:
        raise TextFileError(f"{where}: “{words}” is not a date. Write it as 2018-03-13 or 13/03/2018.")
    if date > timezone.localdate():
        raise TextFileError(f"{where}: the date “{words}” is in the future. Give the day the item was first published.")
    if slip := why_unusual(date):
        raise TextFileError(f"{where}: the date “{words}” can’t be right. {slip}")
    return date


def read_details(file: TextFile, headings: Sequence[str]) -> DetailsTable:
    """
    Return the details of items by import key; ``headings`` are those of the list.

    The second row of a title is the second item of that title. Raises ``TextFileError`` for a missing
    column, a title that is not in the list, a wrong date or an address that is too long.
    """
    table = read_csv(file, COLUMNS)
    rows = [
        (f"{file.name}, line {number}", dict(zip(table.columns, cells, strict=True))) for number, cells in table.rows
    ]
    keys = import_keys(headings)
    longest = NewsPage._meta.get_field("old_address").max_length
    details, in_words = {}, []
    for (where, row), key in zip(rows, import_keys(row["title"] for _, row in rows), strict=True):
        if not row["title"]:
            raise TextFileError(f"{where} has no title. Copy it from the list.")
        if key not in keys:
            message = f"{where}: the list has no item “{row['title']}”, or not so often. Copy the title from the list."
            raise TextFileError(message)
        if len(row["old_address"]) > longest:
            raise TextFileError(f"{where}: the old address is longer than {longest} characters.")
        details[key] = ItemDetails(read_date(row["date"], where), row["old_address"])
        if _WORD.search(row["date"]):
            in_words.append(f"{where}: the date “{row['date']}” was read as {details[key].date:%Y-%m-%d}.")
    return DetailsTable(details, (*table.notes, *in_words))
