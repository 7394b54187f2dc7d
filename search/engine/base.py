"""What every engine can be asked: written once, in SQL that both databases understand."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from search.entries import NUMBER_BITS, PAGE_MASK, entry_number
from search.query.expression import Concept, Expression, all_of, any_of

from .matches import Candidate, FileMatch, Found
from .sql import Hits, Sql, rows, union_all

# A count that is asked for to compare words ends here: what is that common is common.
COUNTED = 1000
# Candidates for the first places: so many newest pages with the words in their titles, and with the words anywhere.
WITH_WORDS_IN_TITLE, WITH_WORDS = 100, 200
# Of a term's pages in a text that is compared, so much is looked at.
LOOKED_AT = 12_000
# Pages of a file with all the words, and with any of them, among which the best is chosen.
FULL_MATCHES, PART_MATCHES = 3, 6
YEAR = "year:"


class Engine(ABC):
    """A database's own way to keep and ask a full-text index, whose rows have the numbers of entries."""

    @abstractmethod
    def entries(self, expression: str) -> Hits:
        """Return the entries that match an expression of the database's own."""

    @abstractmethod
    def match_file_page(self, expression: str) -> Sql:
        """Return the condition that a row of search_file_index, called ``i``, matches an expression."""

    @abstractmethod
    def carried_pages(self, entries: Sequence[int], expression: str, rank: int) -> Sql:
        """
        Return the statement for pages of the files of some entries that match an expression.

        Its columns are ``entry``, ``id``, ``rank``, and which ``place`` the page has among those of its file.
        """

    @abstractmethod
    def written(self, expression: Expression, facets: Sequence[str] = (), *, in_title: bool = False) -> str:
        """
        Return an expression as the database reads it.

        ``facets`` are values of which a page has all; ``in_title`` asks for the words in the title alone.
        """

    @abstractmethod
    def holds(self, column: str) -> str:
        """Return the SQL that says whether a column holds the string of one parameter."""

    def hits(self, expression: Expression, facets: Sequence[str] = ()) -> Hits:
        """
        Return the entries that an expression finds.

        An entry knows of its files only which terms they hold. So phrases are asked of the files' own pages as well.
        """
        own = within_years(self.entries(self.written(expression, without_years(facets))), facets)
        if not expression.has_order:
            return own
        parts = [Sql(f"SELECT {own.number} AS id FROM {own.source}", own.parameters)]
        parts += [self.by_files(way, facets) for way in expression.ways if any(c.has_order for c in way)]
        united = " UNION ".join(part.text for part in parts)
        return Hits(
            f"({united}) hit JOIN search_entry entry ON entry.id = hit.id WHERE TRUE",
            [parameter for part in parts for parameter in part.parameters],
            "hit.id",
        )

    def by_files(self, concepts: Sequence[Concept], facets: Sequence[str]) -> Sql:
        """Return the statement for entries that have a file with the phrases, and the other concepts anywhere."""
        phrases = [concept for concept in concepts if concept.has_order]
        others = [concept for concept in concepts if not concept.has_order]
        in_files = self.match_file_page(self.written(all_of(phrases)))
        text = (
            "SELECT carried.entry_id AS id FROM search_file_index i "
            "JOIN search_filepage page ON page.id = i.rowid "
            "JOIN search_entry_files carried ON carried.indexedfile_id = page.file_id "
            f"WHERE {in_files.text}"
        )
        if not others and not facets:
            return Sql(text, in_files.parameters)
        rest = within_years(self.entries(self.written(Expression((tuple(others),)), without_years(facets))), facets)
        text += f" AND carried.entry_id IN (SELECT {rest.number} FROM {rest.source})"
        return Sql(text, [*in_files.parameters, *rest.parameters])

    def counted(self, expression: Expression, path: str, before: str = "") -> Sql:
        """Return the statement that counts what is found under a path by combination; ``before`` leads each row."""
        hits = self.hits(expression)
        found = hits.under(path, f"{before}entry.combination_id, count(*)")
        return Sql(f"{found.text} GROUP BY entry.combination_id", found.parameters)

    def found(self, expression: Expression, concepts: Sequence[Concept], path: str) -> Found:
        """
        Count what an expression finds under a page with a path, and in how many pages each of some concepts is.

        One query.
        """
        parts = [self.counted(expression, path)]
        for place, concept in enumerate(concepts, start=1):
            hits = self.hits(all_of([concept])).under(path, "1")
            text = f"SELECT {-place}, (SELECT count(*) FROM ({hits.text} LIMIT {COUNTED}) few)"
            parts.append(Sql(text, hits.parameters))
        counts = dict(rows(union_all(parts)))
        return Found(
            {number: count for number, count in counts.items() if number > 0},
            [counts[-place] for place in range(1, len(concepts) + 1)],
        )

    def totals(
        self, expressions: Sequence[Expression], path: str, concepts: Iterable[Concept] = ()
    ) -> tuple[list[Found], set[Concept]]:
        """Count what each of some expressions finds under a path, and return those concepts that occur; one query."""
        parts = [self.counted(expression, path, f"{place}, ") for place, expression in enumerate(expressions)]
        wanted = list(concepts)
        for place, concept in enumerate(wanted, start=1):
            hits = self.hits(all_of([concept])).under(path, "1")
            text = f"SELECT {-place}, 0, CASE WHEN EXISTS ({hits.text} LIMIT 1) THEN 1 ELSE 0 END"
            parts.append(Sql(text, hits.parameters))
        found: list[dict[int, int]] = [{} for _ in expressions]
        occurring = set()
        for place, combination, count in rows(union_all(parts)) if parts else ():
            if place >= 0:
                found[place][combination] = count
            elif count:
                occurring.add(wanted[-place - 1])
        return [Found(combinations, []) for combinations in found], occurring

    def newest(self, expression: Expression, facets: Sequence[str], path: str, part: slice) -> list[tuple[int, int]]:
        """Return entries and pages of a part of what an expression finds, the newest first."""
        hits = self.hits(expression, facets)
        found = hits.under(path, "entry.id, entry.page_id")
        text = f"{found.text} ORDER BY {hits.number} DESC LIMIT {part.stop - part.start} OFFSET {part.start}"
        return rows(Sql(text, found.parameters))

    def candidates(
        self, expressions: Sequence[Expression], concepts: Sequence[Concept], facets: Sequence[str], path: str
    ) -> list[Candidate]:
        """
        Return pages for the first places: of each expression the newest with the words in the title, and anywhere.

        What it costs has a bound, however many pages there are. One query.
        """
        ways = []
        for expression in expressions:
            written = self.written(expression, without_years(facets), in_title=True)
            in_title = within_years(self.entries(written), facets)
            ways += [in_title.newest(path, WITH_WORDS_IN_TITLE)]
            ways += [self.hits(expression, facets).newest(path, WITH_WORDS)]
        chosen = Sql(" UNION ".join(way.text for way in ways), [p for way in ways for p in way.parameters])
        flags = [self.in_files(concept) for concept in concepts]
        text = (
            "SELECT entry.id, entry.page_id, said.title_terms, said.label_terms, said.summary_terms, "
            f"substr(said.text_terms, 1, {LOOKED_AT})"
            + "".join(f", {flag.text}" for flag in flags)
            + f" FROM ({chosen.text}) chosen JOIN search_entry entry ON entry.id = chosen.id "
            "JOIN search_entrytext said ON said.entry_id = chosen.id"
        )
        found = rows(Sql(text, [p for flag in flags for p in flag.parameters] + chosen.parameters))
        return [
            Candidate(entry, page_id, title, labels, summary, words, tuple(map(bool, flags)))
            for entry, page_id, title, labels, summary, words, *flags in found
        ]

    def in_files(self, concept: Concept) -> Sql:
        """Return the SQL that says whether the files of an entry hold a concept, taken word by word."""
        ways = [" AND ".join([self.holds("said.file_terms")] * len(phrase.terms)) for phrase in concept.phrases]
        wanted = [
            f" {term}" if phrase.is_prefix else f" {term} " for phrase in concept.phrases for term in phrase.terms
        ]
        conditions = " OR ".join(f"({way})" for way in ways)
        return Sql(f"CASE WHEN said.file_terms = '' THEN 0 WHEN {conditions} THEN 1 ELSE 0 END", wanted)

    def file_matches(self, entries: Sequence[int], concepts: Sequence[Concept]) -> list[FileMatch]:
        """Return pages of the files of some entries that hold all or some of the concepts; one query."""
        if not entries:
            return []
        ways = [
            self.carried_pages(entries, self.written(expression), rank)
            for rank, expression in enumerate((all_of(concepts), any_of(concepts)))
        ]
        chosen = union_all(ways)
        text = (
            "SELECT DISTINCT chosen.entry, file.title, file.url, file.file_type, page.id, page.text "
            f"FROM ({chosen.text}) chosen JOIN search_filepage page ON page.id = chosen.id "
            "JOIN search_indexedfile file ON file.id = page.file_id "
            f"WHERE chosen.place <= CASE chosen.rank WHEN 0 THEN {FULL_MATCHES} ELSE {PART_MATCHES} END "
            "ORDER BY page.id"
        )
        mask = (1 << NUMBER_BITS) - 1
        return [
            FileMatch(entry, title, url, file_type, number & mask, words)
            for entry, title, url, file_type, number, words in rows(Sql(text, chosen.parameters))
        ]


def without_years(facets: Sequence[str]) -> list[str]:
    """Return the values of other facets than the year: an entry's number says the year already."""
    return [facet for facet in facets if not facet.startswith(YEAR)]


def within_years(hits: Hits, facets: Sequence[str]) -> Hits:
    """Return those hits whose numbers are of the years that are chosen."""
    conditions = ""
    for facet in facets:
        if facet.startswith(YEAR):
            year = int(facet.removeprefix(YEAR))
            first, last = (entry_number(0, dt.date(year, *day)) for day in ((1, 1), (12, 31)))
            conditions += f" AND {hits.number} BETWEEN {first} AND {last | PAGE_MASK}"
    return Hits(hits.source + conditions, hits.parameters, hits.number)


def numbers(entries: Sequence[int]) -> str:
    """Return numbers of entries with commas between them."""
    return ", ".join(str(int(entry)) for entry in entries)
