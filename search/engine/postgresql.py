"""PostgreSQL's text search (https://www.postgresql.org/docs/current/textsearch.html)."""

from collections.abc import Sequence

from search.query.expression import Expression, Phrase

from .base import Engine, numbers
from .sql import Hits, Sql


class PostgresqlEngine(Engine):
    """Asks columns of type ``tsvector`` with GIN indexes, made of the terms of search_entrytext and search_filepage."""

    def entries(self, expression: str) -> Hits:
        """Return the entries that match; the expression is read as it stands, by no parser of words."""
        return Hits("search_entry entry WHERE entry.terms @@ %s::tsquery", [expression], "entry.id")

    def match_file_page(self, expression: str) -> Sql:
        """Return the condition that a row ``i`` of search_file_index matches."""
        return Sql("i.terms @@ %s::tsquery", [expression])

    def counted(self, expression: Expression, path: str, before: str = "") -> Sql:
        """
        Return the statement that counts by combination.

        The function of migration 0002 counts in the index whatever the planner thinks: it takes no account of what it
        costs to unpack the vectors of half the table.
        """
        if expression.has_order:
            return super().counted(expression, path, before)
        text = f"SELECT {before}combination_id, pages FROM search_count(%s::tsquery, %s)"
        return Sql(text, [self.written(expression), f"{path}%"])

    def carried_pages(self, entries: Sequence[int], expression: str, rank: int) -> Sql:
        """Return the statement for matching pages of files: the few pages of these files are looked at one by one."""
        matches = self.match_file_page(expression)
        text = (
            f"SELECT carried.entry_id AS entry, i.rowid AS id, {rank} AS rank, "
            "row_number() OVER (PARTITION BY carried.entry_id, carried.indexedfile_id ORDER BY i.rowid) AS place "
            "FROM search_entry_files carried JOIN search_filepage page ON page.file_id = carried.indexedfile_id "
            "JOIN search_file_index i ON i.rowid = page.id "
            f"WHERE carried.entry_id IN ({numbers(entries)}) AND {matches.text}"
        )
        return Sql(text, matches.parameters)

    def written(self, expression: Expression, facets: Sequence[str] = (), *, in_title: bool = False) -> str:
        """Return an expression as the text of a ``tsquery``. Everything is quoted: a term is never an operator."""
        weight = "A" if in_title else ""
        ways = [
            " & ".join("(" + " | ".join(quoted_phrase(p, weight) for p in concept.phrases) + ")" for concept in way)
            for way in expression.ways
        ]
        words = " | ".join(f"({way})" for way in ways if way)
        return " & ".join([f"({words})"] * bool(words) + [quoted(facet) for facet in facets])

    def holds(self, column: str) -> str:
        """Return the SQL that says whether a column holds the string of one parameter."""
        return f"strpos({column}, %s) > 0"


def quoted(lexeme: str) -> str:
    """Return a lexeme between quotation marks."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def quoted_phrase(phrase: Phrase, weight: str = "") -> str:
    """Return a phrase: its terms one after another, or all of a loose one; of a weight, starred if it may go on."""
    flags = f":{'*' if phrase.is_prefix else ''}{weight}" if phrase.is_prefix or weight else ""
    joined = (" & " if phrase.is_loose else " <-> ").join(quoted(term) + flags for term in phrase.terms)
    return f"({joined})"
