"""SQLite's FTS5 (https://sqlite.org/fts5.html)."""

from collections.abc import Sequence

from search.entries import NUMBER_BITS
from search.query.expression import Expression, Phrase

from .base import Engine, numbers
from .sql import Hits, Sql

TITLE = "title_terms"
FACETS = "facet_terms"


class SqliteEngine(Engine):
    """Asks FTS5 tables, which hold the terms of search_entrytext and search_filepage."""

    def entries(self, expression: str) -> Hits:
        """Return the entries that match: a table's own name stands for all of its columns."""
        source = "search_index i JOIN search_entry entry ON entry.id = i.rowid WHERE i.search_index MATCH %s"
        return Hits(source, [expression], "i.rowid")

    def match_file_page(self, expression: str) -> Sql:
        """Return the condition that a row ``i`` of search_file_index matches."""
        return Sql("i.search_file_index MATCH %s", [expression])

    def carried_pages(self, entries: Sequence[int], expression: str, rank: int) -> Sql:
        """Return the statement for matching pages of files: of each file, FTS5 looks through a range of numbers."""
        matches = self.match_file_page(expression)
        first = f"carried.indexedfile_id * {1 << NUMBER_BITS}"
        text = (
            f"SELECT carried.entry_id AS entry, i.rowid AS id, {rank} AS rank, "
            "row_number() OVER (PARTITION BY carried.entry_id, carried.indexedfile_id ORDER BY i.rowid) AS place "
            "FROM search_entry_files carried "
            # SQLite keeps to the order of a CROSS JOIN; by itself it looks through all files for a common word first.
            f"CROSS JOIN search_file_index i ON i.rowid BETWEEN {first} AND {first} + {(1 << NUMBER_BITS) - 1} "
            f"WHERE carried.entry_id IN ({numbers(entries)}) AND {matches.text}"
        )
        return Sql(text, matches.parameters)

    def written(self, expression: Expression, facets: Sequence[str] = (), *, in_title: bool = False) -> str:
        """Return an expression in FTS5's language. Everything is quoted, so that a term is never an operator."""
        ways = [
            " AND ".join("(" + " OR ".join(map(quoted_phrase, concept.phrases)) + ")" for concept in way)
            for way in expression.ways
        ]
        words = " OR ".join(f"({way})" for way in ways if way)
        parts = [f"{TITLE} : ({words})" if in_title else f"({words})"] if words else []
        parts += [f"{FACETS} : {quoted(facet)}" for facet in facets]
        return " AND ".join(parts)

    def holds(self, column: str) -> str:
        """Return the SQL that says whether a column holds the string of one parameter."""
        return f"instr({column}, %s) > 0"


def quoted(token: str) -> str:
    """Return a token as a string of FTS5."""
    return '"' + token.replace('"', '""') + '"'


def quoted_phrase(phrase: Phrase) -> str:
    """Return a phrase as a string of FTS5, with a star where it may go on; a loose one as a string for each term."""
    if phrase.is_loose:
        return "(" + " AND ".join(map(quoted, phrase.terms)) + ")"
    return quoted(" ".join(phrase.terms)) + (" *" if phrase.is_prefix else "")
