"""SQLite's FTS5 (https://sqlite.org/fts5.html)."""

from collections.abc import Sequence

from search.models import FILE_PAGE_BITS
from search.query.expression import Expression, Phrase

from .base import Engine, id_list
from .sql import Postings, Sql

TITLE = "title_terms"
FACETS = "facet_terms"


class SqliteEngine(Engine):
    """Queries the FTS5 tables of search_indexedpagetext and search_filepage."""

    def postings(self, query: str) -> Postings:
        # The table's own name as a column stands for all columns.
        source = "search_index i JOIN search_indexedpage doc ON doc.id = i.rowid WHERE i.search_index MATCH %s"
        return Postings(source, [query], "i.rowid")

    def file_page_matches(self, query: str) -> Sql:
        return Sql("i.search_file_index MATCH %s", [query])

    def carried_pages(self, indexed_page_ids: Sequence[int], query: str, rank: int) -> Sql:
        matches = self.file_page_matches(query)
        first = f"carried.indexedfile_id * {1 << FILE_PAGE_BITS}"
        text = (
            f"SELECT carried.indexedpage_id AS indexed_page_id, i.rowid AS id, {rank} AS rank, "
            "row_number() OVER (PARTITION BY carried.indexedpage_id, carried.indexedfile_id ORDER BY i.rowid) AS place "
            "FROM search_indexedpage_files carried "
            # SQLite keeps the order of a CROSS JOIN. Left to itself it looks through all files for a common word first.
            f"CROSS JOIN search_file_index i ON i.rowid BETWEEN {first} AND {first} + {(1 << FILE_PAGE_BITS) - 1} "
            f"WHERE carried.indexedpage_id IN ({id_list(indexed_page_ids)}) AND {matches.text}"
        )
        return Sql(text, matches.parameters)

    def compile(self, expression: Expression, facets: Sequence[str] = (), *, in_title: bool = False) -> str:
        # Everything is quoted, so that a term is never an operator.
        alternatives = [
            " AND ".join("(" + " OR ".join(map(quote_phrase, concept.phrases)) + ")" for concept in concepts)
            for concepts in expression.alternatives
        ]
        words = " OR ".join(f"({alternative})" for alternative in alternatives if alternative)
        parts = [f"{TITLE} : ({words})" if in_title else f"({words})"] if words else []
        parts += [f"{FACETS} : {quote(facet)}" for facet in facets]
        return " AND ".join(parts)

    def contains(self, column: str) -> str:
        return f"instr({column}, %s) > 0"


def quote(token: str) -> str:
    """Return a token as a string of FTS5."""
    return '"' + token.replace('"', '""') + '"'


def quote_phrase(phrase: Phrase) -> str:
    """Return a phrase as a string of FTS5, with a star for a prefix; a loose phrase as a string for each term."""
    if phrase.is_loose:
        return "(" + " AND ".join(map(quote, phrase.terms)) + ")"
    return quote(" ".join(phrase.terms)) + (" *" if phrase.is_prefix else "")
