"""Statements with their parameters, and what is common to several."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection


class Sql(NamedTuple):
    """A statement, or a part of one, with its parameters."""

    text: str
    parameters: list


def hits_under(hits: Sql, path: str, columns: str) -> Sql:
    """Return the statement for columns of those hits whose page lies at or under a page with a path."""
    text = (
        f"SELECT {columns} FROM ({hits.text}) hit JOIN search_entry entry ON entry.id = hit.id "
        f"WHERE substr(entry.path, 1, {len(path)}) = %s"
    )
    return Sql(text, [*hits.parameters, path])


def counted(hits: Sql, path: str, before: str = "") -> Sql:
    """Return the statement that counts hits under a path by combination; ``before`` stands in each row."""
    found = hits_under(hits, path, f"{before}entry.combination_id, count(*)")
    return Sql(f"{found.text} GROUP BY entry.combination_id", found.parameters)


def newest_of(hits: Sql, path: str, most: int) -> Sql:
    """Return the statement for the newest entries of some hits under a path."""
    found = hits_under(hits, path, "hit.id")
    return Sql(f"SELECT id FROM ({found.text} ORDER BY hit.id DESC LIMIT {most}) newest", found.parameters)


def union_all(parts: Sequence[Sql]) -> Sql:
    """Return one statement for the rows of several."""
    return Sql(" UNION ALL ".join(part.text for part in parts), [p for part in parts for p in part.parameters])


def rows(sql: Sql) -> list[tuple]:
    """Return what a statement finds in the default database."""
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.parameters)
        return cursor.fetchall()
