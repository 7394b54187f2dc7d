"""The queries that every engine answers, in SQL that both databases understand."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from search.models import FILE_PAGE_BITS, PAGE_MASK, index_id
from search.query.expression import Concept, Expression, all_of, any_of

from .matches import Candidate, FileMatch, MatchCounts
from .sql import Postings, Sql, fetch, union_all

# Counts of single concepts, which are compared with one another, stop here: such a concept is common.
MOST_COUNTED = 1000
# Candidates for the first places: the newest pages with the words in their titles, and with the words anywhere.
NEWEST_IN_TITLE, NEWEST_ANYWHERE = 100, 200
# So much is read of the terms of a candidate's text.
MOST_READ = 12_000
# How many pages of a file, with all the words and with any of them, the best is chosen from.
FULL_MATCHES, PARTIAL_MATCHES = 3, 6
YEAR = "year:"


class Engine(ABC):
    """A full-text index, whose rows have the ids of indexed pages."""

    @abstractmethod
    def postings(self, query: str) -> Postings:
        """Return the postings of a compiled expression."""

    @abstractmethod
    def file_page_matches(self, query: str) -> Sql:
        """Return the condition that a row of search_file_index, called ``i``, matches a compiled expression."""

    @abstractmethod
    def carried_pages(self, indexed_page_ids: Sequence[int], query: str, rank: int) -> Sql:
        """
        Return the statement for pages of the files of some indexed pages that match a compiled expression.

        Its columns are ``indexed_page_id``, ``id``, ``rank``, and the ``place`` of the page among those of its file.
        """

    @abstractmethod
    def compile(self, expression: Expression, facets: Sequence[str] = (), *, in_title: bool = False) -> str:
        """
        Return an expression in the query language of the database.

        ``facets`` are facet values of which a page has all; ``in_title`` asks for the words in the title alone.
        """

    @abstractmethod
    def contains(self, column: str) -> str:
        """Return the SQL condition that a column contains the string of one parameter."""

    def find(self, expression: Expression, facets: Sequence[str] = ()) -> Postings:
        """
        Return the postings of an expression.

        An indexed page knows only which terms its files hold. So phrases are looked up in the files' own pages as well.
        """
        own = self.find_in_pages(expression, facets)
        if not expression.has_order:
            return own
        parts = [Sql(f"SELECT {own.key} AS id FROM {own.source}", own.parameters)]
        parts += [
            self.find_in_files(concepts, facets)
            for concepts in expression.alternatives
            if any(concept.has_order for concept in concepts)
        ]
        union = " UNION ".join(part.text for part in parts)
        return Postings(
            f"({union}) hit JOIN search_indexedpage doc ON doc.id = hit.id WHERE TRUE",
            [parameter for part in parts for parameter in part.parameters],
            "hit.id",
        )

    def find_in_pages(self, expression: Expression, facets: Sequence[str], *, in_title: bool = False) -> Postings:
        """Return the postings of the rows of pages alone."""
        # An id holds the year already.
        others = [facet for facet in facets if not facet.startswith(YEAR)]
        return within_years(self.postings(self.compile(expression, others, in_title=in_title)), facets)

    def find_in_files(self, concepts: Sequence[Concept], facets: Sequence[str]) -> Sql:
        """Return the statement for indexed pages with the phrases in a file, and the other concepts anywhere."""
        phrases = [concept for concept in concepts if concept.has_order]
        others = [concept for concept in concepts if not concept.has_order]
        in_files = self.file_page_matches(self.compile(all_of(phrases)))
        text = (
            "SELECT carried.indexedpage_id AS id FROM search_file_index i "
            "JOIN search_filepage page ON page.id = i.rowid "
            "JOIN search_indexedpage_files carried ON carried.indexedfile_id = page.file_id "
            f"WHERE {in_files.text}"
        )
        if not others and not facets:
            return Sql(text, in_files.parameters)
        rest = self.find_in_pages(all_of(others), facets)
        text += f" AND carried.indexedpage_id IN (SELECT {rest.key} FROM {rest.source})"
        return Sql(text, [*in_files.parameters, *rest.parameters])

    def count_by_combination(self, expression: Expression, path: str, before: str = "") -> Sql:
        """Return the statement that counts matches under a path by combination; each row begins with ``before``."""
        counted = self.find(expression).under(path, f"{before}doc.combination_id, count(*)")
        return Sql(f"{counted.text} GROUP BY doc.combination_id", counted.parameters)

    def count_matches(self, expression: Expression, concepts: Sequence[Concept], path: str) -> MatchCounts:
        """Count the pages under a path that match an expression, and those with each of some concepts; one query."""
        parts = [self.count_by_combination(expression, path)]
        for place, concept in enumerate(concepts, start=1):
            matches = self.find(all_of([concept])).under(path, "1")
            text = f"SELECT {-place}, (SELECT count(*) FROM ({matches.text} LIMIT {MOST_COUNTED}) limited)"
            parts.append(Sql(text, matches.parameters))
        counts = dict(fetch(union_all(parts)))
        return MatchCounts(
            {combination: count for combination, count in counts.items() if combination > 0},
            [counts[-place] for place in range(1, len(concepts) + 1)],
        )

    def compare(
        self, expressions: Sequence[Expression], path: str, concepts: Iterable[Concept] = ()
    ) -> tuple[list[MatchCounts], set[Concept]]:
        """Count the matches of each expression under a path, and return those concepts that occur; one query."""
        parts = [
            self.count_by_combination(expression, path, f"{place}, ") for place, expression in enumerate(expressions)
        ]
        wanted = list(concepts)
        for place, concept in enumerate(wanted, start=1):
            matches = self.find(all_of([concept])).under(path, "1")
            text = f"SELECT {-place}, 0, CASE WHEN EXISTS ({matches.text} LIMIT 1) THEN 1 ELSE 0 END"
            parts.append(Sql(text, matches.parameters))
        counts: list[dict[int, int]] = [{} for _ in expressions]
        occurring = set()
        for place, combination, count in fetch(union_all(parts)) if parts else ():
            if place >= 0:
                counts[place][combination] = count
            elif count:
                occurring.add(wanted[-place - 1])
        return [MatchCounts(combinations, []) for combinations in counts], occurring

    def newest(self, expression: Expression, facets: Sequence[str], path: str, part: slice) -> list[int]:
        """Return the ids of a slice of the matches under a path, the newest first."""
        postings = self.find(expression, facets)
        rows = postings.under(path, "doc.id, doc.page_id")
        text = f"{rows.text} ORDER BY {postings.key} DESC LIMIT {part.stop - part.start} OFFSET {part.start}"
        return [indexed_page_id for indexed_page_id, _ in fetch(Sql(text, rows.parameters))]

    def candidates(
        self, expressions: Sequence[Expression], concepts: Sequence[Concept], facets: Sequence[str], path: str
    ) -> list[Candidate]:
        """
        Return candidates for the first places: of each expression the newest with the words in the title, and anywhere.

        The cost has a bound, however many pages there are. One query.
        """
        parts = []
        for expression in expressions:
            parts.append(self.find_in_pages(expression, facets, in_title=True).newest(path, NEWEST_IN_TITLE))
            parts.append(self.find(expression, facets).newest(path, NEWEST_ANYWHERE))
        chosen = Sql(" UNION ".join(part.text for part in parts), [p for part in parts for p in part.parameters])
        flags = [self.in_files(concept) for concept in concepts]
        text = (
            "SELECT doc.id, doc.page_id, doc_text.title_terms, doc_text.label_terms, doc_text.summary_terms, "
            f"substr(doc_text.text_terms, 1, {MOST_READ})"
            + "".join(f", {flag.text}" for flag in flags)
            + f" FROM ({chosen.text}) chosen JOIN search_indexedpage doc ON doc.id = chosen.id "
            "JOIN search_indexedpagetext doc_text ON doc_text.indexed_page_id = chosen.id"
        )
        parameters = [p for flag in flags for p in flag.parameters] + chosen.parameters
        return [
            Candidate(pk, page_id, title, labels, summary, terms, tuple(map(bool, in_files)))
            for pk, page_id, title, labels, summary, terms, *in_files in fetch(Sql(text, parameters))
        ]

    def in_files(self, concept: Concept) -> Sql:
        """Return the SQL expression for whether the files of a page hold a concept, in whatever order of terms."""
        conditions = " OR ".join(
            f"({' AND '.join([self.contains('doc_text.file_terms')] * len(phrase.terms))})"
            for phrase in concept.phrases
        )
        wanted = [
            f" {term}" if phrase.is_prefix else f" {term} " for phrase in concept.phrases for term in phrase.terms
        ]
        return Sql(f"CASE WHEN doc_text.file_terms = '' THEN 0 WHEN {conditions} THEN 1 ELSE 0 END", wanted)

    def file_matches(self, indexed_page_ids: Sequence[int], concepts: Sequence[Concept]) -> list[FileMatch]:
        """Return pages of the files of some indexed pages that hold all or some of the concepts; one query."""
        if not indexed_page_ids:
            return []
        chosen = union_all(
            [
                self.carried_pages(indexed_page_ids, self.compile(expression), rank)
                for rank, expression in enumerate((all_of(concepts), any_of(concepts)))
            ]
        )
        text = (
            "SELECT DISTINCT chosen.indexed_page_id, file.title, file.url, file.file_type, page.id, page.text "
            f"FROM ({chosen.text}) chosen JOIN search_filepage page ON page.id = chosen.id "
            "JOIN search_indexedfile file ON file.id = page.file_id "
            f"WHERE chosen.place <= CASE chosen.rank WHEN 0 THEN {FULL_MATCHES} ELSE {PARTIAL_MATCHES} END "
            "ORDER BY page.id"
        )
        mask = (1 << FILE_PAGE_BITS) - 1
        return [
            FileMatch(indexed_page_id, title, url, file_type, file_page_id & mask, words)
            for indexed_page_id, title, url, file_type, file_page_id, words in fetch(Sql(text, chosen.parameters))
        ]


def within_years(postings: Postings, facets: Sequence[str]) -> Postings:
    """Return the postings whose ids are of the chosen years."""
    conditions = ""
    for facet in facets:
        if facet.startswith(YEAR):
            year = int(facet.removeprefix(YEAR))
            first, last = (index_id(0, dt.date(year, *day)) for day in ((1, 1), (12, 31)))
            conditions += f" AND {postings.key} BETWEEN {first} AND {last | PAGE_MASK}"
    return Postings(postings.source + conditions, postings.parameters, postings.key)


def id_list(ids: Sequence[int]) -> str:
    """Return ids as SQL writes them, with commas between them."""
    return ", ".join(str(int(one)) for one in ids)
