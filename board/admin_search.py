"""
What people type into the admin's searches and filters: bounded, and asked on SQLite in a way that it can read.

Wagtail's backend for SQLite puts what was typed between double quotes and passes those that were typed with it, and
passes a phrase as it is; an odd one ends in an error of the database (modelsearch 1.x, ``sqlite.query.Lexeme``).
"""

from functools import cache
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from modelsearch.query import And, Not, Or, Phrase, PlainText
from wagtail.search.backends import database

from board.characters import storable

# How much of a search is looked for. Wagtail makes an expression within another of each word, and databases and Python
# end in an error a few hundred deep (SQLite's SQLITE_MAX_EXPR_DEPTH, Python's recursion limit).
MOST_WORDS = 32
# The parameters of searches: Wagtail's lists and choosers, its admin API, its tags.
SEARCHES = {"q", "search", "term"}
# The longest value of any other, in characters: filters look for parts of words, and SQLite has no longer patterns than
# 50,000 bytes. The longest that the admin sends itself is the address to go on to.
LONGEST_VALUE = 2000
# The most digits of a number that databases compare with a primary key or count pages by: 64 bits hold 18 nines.
MOST_DIGITS = 18
# Parameters that name objects by their primary keys, and the word that some lists take for all of them.
KEYS = {"id", "childOf"}
ALL = "all"


def bounded(name: str, value: str) -> str:
    """Return the value of a parameter of the admin as every list can look for it."""
    value = storable(value)
    if name not in SEARCHES:
        return value[:MOST_DIGITS] if value.isdecimal() else value[:LONGEST_VALUE]
    words = value.split()
    return (" ".join(words[:MOST_WORDS]) if len(words) > MOST_WORDS else value)[:LONGEST_VALUE]


def can_be_looked_for(name: str, value: str) -> bool:
    """Return whether a parameter's value may be what it names: Wagtail does not check that a key is a number."""
    return name not in KEYS or value == ALL or value.isdecimal()


class AdminQueryMiddleware:
    """Bounds what is asked of the admin, whichever list, chooser or report it is asked of."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # The path first: a page whose parameters are looked at here would be stored under all of them.
        if request.path.startswith(reverse("wagtailadmin_home")) and request.GET:
            query = QueryDict(mutable=True)
            for name, values in request.GET.lists():
                query.setlist(name, [bounded(name, value) for value in values if can_be_looked_for(name, value)])
            request.GET = QueryDict(query.urlencode())
        return self.get_response(request)


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
