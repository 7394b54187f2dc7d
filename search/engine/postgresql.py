"""PostgreSQL's text search (https://www.postgresql.org/docs/current/textsearch.html)."""

from collections.abc import Sequence

from search.query.expression import Expression, Phrase

from .base import Engine, id_list
from .sql import Postings, Sql


class PostgresqlEngine(Engine):
    """Queries ``tsvector`` columns with GIN indexes: those of search_indexedpage and search_file_index."""

    def postings(self, query: str) -> Postings:
        # A cast, unlike to_tsquery(), leaves the terms as they are.
        return Postings("search_indexedpage doc WHERE doc.terms @@ %s::tsquery", [query], "doc.id")

    def file_page_matches(self, query: str) -> Sql:
        return Sql("i.terms @@ %s::tsquery", [query])

    def count_by_combination(self, expression: Expression, path: str, before: str = "") -> Sql:
        # The function of migration 0002 always counts by the index: PostgreSQL's planner takes no account of what it
        # costs to unpack the vectors of half the table.
        if expression.has_order:
            return super().count_by_combination(expression, path, before)
        text = f"SELECT {before}combination_id, pages FROM search_count(%s::tsquery, %s)"
        return Sql(text, [self.compile(expression), f"{path}%"])

    def carried_pages(self, indexed_page_ids: Sequence[int], query: str, rank: int) -> Sql:
        matches = self.file_page_matches(query)
        text = (
            f"SELECT carried.indexedpage_id AS indexed_page_id, i.rowid AS id, {rank} AS rank, "
            "row_number() OVER (PARTITION BY carried.indexedpage_id, carried.indexedfile_id ORDER BY i.rowid) AS place "
            "FROM search_indexedpage_files carried "
            "JOIN search_filepage page ON page.file_id = carried.indexedfile_id "
            "JOIN search_file_index i ON i.rowid = page.id "
            f"WHERE carried.indexedpage_id IN ({id_list(indexed_page_ids)}) AND {matches.text}"
        )
        return Sql(text, matches.parameters)

    def compile(self, expression: Expression, facets: Sequence[str] = (), *, in_title: bool = False) -> str:
        # Everything is quoted, so that a term is never an operator.
        weight = "A" if in_title else ""
        alternatives = [
            " & ".join("(" + " | ".join(quote_phrase(p, weight) for p in concept.phrases) + ")" for concept in concepts)
            for concepts in expression.alternatives
        ]
        words = " | ".join(f"({alternative})" for alternative in alternatives if alternative)
        return " & ".join([f"({words})"] * bool(words) + [quote(facet) for facet in facets])

    def contains(self, column: str) -> str:
        return f"strpos({column}, %s) > 0"


def quote(lexeme: str) -> str:
    """Return a lexeme as a string of a ``tsquery``."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def quote_phrase(phrase: Phrase, weight: str = "") -> str:
    """Return a phrase: its terms one after another, or all of a loose one; with its weight, and a star for a prefix."""
    flags = f":{'*' if phrase.is_prefix else ''}{weight}" if phrase.is_prefix or weight else ""
    joined = (" & " if phrase.is_loose else " <-> ").join(quote(term) + flags for term in phrase.terms)
    return f"({joined})"
