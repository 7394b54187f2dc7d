"""
The admin's search: Wagtail's own, asked on SQLite in a way that it can read.

Its backend for SQLite puts what was typed between double quotes and passes those that were typed with it, and passes a
phrase as it is; an odd one ends in an error of the database (modelsearch 1.x, ``sqlite.query.Lexeme``).
"""

from functools import cache
from typing import Any

from django.db import connection
from modelsearch.query import And, Not, Or, Phrase, PlainText
from wagtail.search.backends import database


def words_of(text: str) -> str:
    """Return what was typed without double quotes; an empty string, which finds nothing, where nothing is left."""
    return text.replace('"', " ").strip()


def readable(query: Any) -> Any:
    """Return a query whose words hold no double quote; a phrase, which SQLite's backend does not know, as its words."""
    match query:
        case str():
            return words_of(query)
        case Phrase():
            return PlainText(words_of(query.query_string), operator="and")
        case PlainText():
            return PlainText(words_of(query.query_string), operator=query.operator, boost=query.boost)
        case And() | Or():
            return type(query)([readable(part) for part in query.subqueries])
        case Not():
            return Not(readable(query.subquery))
    return query


@cache
def sqlite_backend() -> type:
    """Return the class of SQLite's backend, made when its tables are known."""
    from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend  # noqa: PLC0415  # Asks for its tables.

    class ReadableSearchBackend(SQLiteSearchBackend):
        """SQLite's, for whatever people type."""

        def search(self, query, *args, **kwargs):
            """Return what has all the words."""
            return super().search(readable(query), *args, **kwargs)

        def autocomplete(self, query, *args, **kwargs):
            """Return what has words that begin like these."""
            return super().autocomplete(readable(query), *args, **kwargs)

    return ReadableSearchBackend


def SearchBackend(params: dict):  # noqa: N802  # The name under which Wagtail looks for it.
    """Return the search backend of the database in use."""
    return sqlite_backend()(params) if connection.vendor == "sqlite" else database.SearchBackend(params)
