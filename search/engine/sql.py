"""Statements with their parameters, and what is common to several."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection


class Sql(NamedTuple):
    """A statement, or a part of one, with its parameters."""

    text: str
    parameters: list


class Hits(NamedTuple):
    """
    Entries that were found.

    ``source`` is what follows FROM, up to a condition; in it ``entry`` is the row of search_entry, and ``number`` its
    number as the index knows it, by which it is in order.
    """

    source: str
    parameters: list
    number: str

    def under(self, path: str, columns: str) -> Sql:
        """Return the statement for columns of those whose page lies at or under a page with a path."""
        # Of a prefix PostgreSQL knows how many rows have it; SQLite's LIKE does not mind capitals, and paths are all
        # capitals and digits.
        text = f"SELECT {columns} FROM {self.source} AND entry.path LIKE %s"
        return Sql(text, [*self.parameters, f"{path}%"])

    def newest(self, path: str, most: int) -> Sql:
        """Return the statement for the numbers of the newest under a path."""
        found = self.under(path, f"{self.number} AS id")
        return Sql(f"SELECT id FROM ({found.text} ORDER BY {self.number} DESC LIMIT {most}) newest", found.parameters)


def union_all(parts: Sequence[Sql]) -> Sql:
    """Return one statement for the rows of several."""
    return Sql(" UNION ALL ".join(part.text for part in parts), [p for part in parts for p in part.parameters])


def rows(sql: Sql) -> list[tuple]:
    """Return what a statement finds in the default database."""
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.parameters)
        return cursor.fetchall()
