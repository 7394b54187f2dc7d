"""Pieces of SQL with their parameters."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection


class Sql(NamedTuple):
    """A statement, or a part of one, with its parameters."""

    text: str
    parameters: list


class Postings(NamedTuple):
    """
    The indexed pages that match an expression.

    ``source`` is what follows FROM, up to a condition; ``doc`` is in it the row of search_indexedpage. ``key`` is
    the column with the page's id as the index has it, by which postings are in order.
    """

    source: str
    parameters: list
    key: str

    def under(self, path: str, columns: str) -> Sql:
        """Return the statement for columns of the pages at or under a path."""
        # PostgreSQL can tell how many rows have a prefix. SQLite's LIKE ignores case, but paths are capitals and
        # digits.
        text = f"SELECT {columns} FROM {self.source} AND doc.path LIKE %s"
        return Sql(text, [*self.parameters, f"{path}%"])

    def newest(self, path: str, most: int) -> Sql:
        """Return the statement for the ids of the newest pages under a path."""
        rows = self.under(path, f"{self.key} AS id")
        return Sql(f"SELECT id FROM ({rows.text} ORDER BY {self.key} DESC LIMIT {most}) newest", rows.parameters)


def union_all(parts: Sequence[Sql]) -> Sql:
    """Return one statement for the rows of several."""
    return Sql(" UNION ALL ".join(part.text for part in parts), [p for part in parts for p in part.parameters])


def fetch(sql: Sql) -> list[tuple]:
    """Return the rows of a statement from the default database."""
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.parameters)
        return cursor.fetchall()
