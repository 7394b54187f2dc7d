"""The results of a query: ranked pages, each with a snippet."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import StrIndex
from wagtail.models import PageViewRestriction

from board.basepage.managers import live_now
from board.basepage.models import BasePage
from board.engines.pagecache.clock import today

from .analyser import terms
from .engine import Engine, FileMatch
from .facets import DATE, KIND, TOPIC, IndexedFacets, SearchFilter
from .index.index_document import storable
from .models import PAGE_BITS, IndexedPage
from .planner import QueryPlan
from .query.expression import Concept
from .ranking import RankingQuery, rank, rarity_of
from .snippets import Snippet, make_snippet

PER_PAGE = 10
# So many places are ranked; beyond them a reader narrows the list down or sorts it by date.
MOST_RANKED = 200


@dataclass(frozen=True)
class FilePassage:
    """Where in a file of a page the words are."""

    title: str
    url: str
    number: int
    file_type: str


@dataclass(frozen=True)
class SearchHit:
    """A page among the results, with its snippet, and the passage of its files that matches best."""

    page: BasePage
    title: str
    date: dt.date | None
    labels: Sequence[str]
    snippet: Snippet
    passage: FilePassage | None


class ResultList:
    """The ids of the indexed pages that match a plan and a filter, for a ``Paginator``."""

    def __init__(
        self, engine: Engine, plan: QueryPlan, current: SearchFilter, facets: IndexedFacets, path: str
    ) -> None:
        self.engine = engine
        self.plan = plan
        self.filter = current
        self.facets = facets
        self.path = path
        self.total = facets.count(current.values, plan.matches.combinations)

    def __len__(self) -> int:
        return self.total if self.filter.order == DATE else min(self.total, MOST_RANKED)

    def __getitem__(self, part: slice) -> list[int]:
        """Return a slice of the list, in its order; one query."""
        plan = self.plan
        if self.filter.order == DATE:
            return self.engine.newest(plan.expression, self.filter.terms, self.path, part)
        expressions = [plan.expression, *plan.candidate_expressions]
        candidates = self.engine.candidates(expressions, plan.concepts, self.filter.terms, self.path)
        rarities = [rarity_of(plan.frequencies.get(concept, 0)) for concept in plan.concepts]
        query = RankingQuery(plan.concepts, rarities, terms(plan.corrected_query or self.filter.text))
        return [candidate.indexed_page_id for candidate in rank(candidates, query, today())[part]]

    def hits(
        self, indexed_page_ids: Sequence[int], promoted: Sequence[int] = ()
    ) -> tuple[list[SearchHit], dict[int, BasePage]]:
        """
        Return the hits of some indexed pages in their order, and the public ones of some promoted pages by id.

        Two queries, the second only where a page carries files.
        """
        public = {row.pk: row for row in public_rows(indexed_page_ids, promoted)}
        rows = [public[pk] for pk in indexed_page_ids if pk in public]
        matches: dict[int, list[FileMatch]] = {}
        carriers = [row.pk for row in rows if row.text.file_terms]
        for match in self.engine.file_matches(carriers, self.plan.concepts):
            matches.setdefault(match.indexed_page_id, []).append(match)
        hits = [make_hit(row, matches.get(row.pk, ()), self.plan.concepts, self.facets) for row in rows]
        pages = [row.page for row in public.values() if row.page_id in promoted]
        return hits, {page.pk: page for page in pages if page.path.startswith(self.path)}


def public_rows(indexed_page_ids: Sequence[int], page_ids: Sequence[int]) -> QuerySet:
    """
    Return the query set of indexed pages, by their own ids or those of their pages, that are public at this moment.

    The index holds no others; but what readers are shown is checked on the pages themselves, in the same query.
    """
    restricted = PageViewRestriction.objects.annotate(
        place=StrIndex(OuterRef("page__path"), F("page__path")),
    ).filter(place=1)
    wanted = Q(pk__in=indexed_page_ids) | Q(page_id__in=page_ids)
    rows = IndexedPage.objects.filter(live_now("page__"), wanted, ~Exists(restricted))
    return rows.select_related("text", "page")


def make_hit(
    row: IndexedPage, matches: Sequence[FileMatch], concepts: Sequence[Concept], facets: IndexedFacets
) -> SearchHit:
    """Return the hit of an indexed page; its snippet is of its own text, unless a file shows more concepts."""
    snippet = page_snippet(row, concepts)
    passage = None
    snippets = [(make_snippet(match.text, concepts), match) for match in matches]
    if matching := [pair for pair in snippets if pair[0].concepts]:
        of_file, match = max(matching, key=lambda pair: (pair[0].concepts, pair[0].concepts_shown))
        if of_file.concepts_shown > snippet.concepts_shown:
            snippet = of_file
        passage = FilePassage(match.title, f"{match.url}#page={match.number}", match.number, match.file_type)
    day = row.pk >> PAGE_BITS
    date = dt.date.fromordinal(day) if day else None
    return SearchHit(row.page, storable(row.page.title), date, labels_of(row, facets), snippet, passage)


def page_snippet(row: IndexedPage, concepts: Sequence[Concept]) -> Snippet:
    """Return the snippet of a page's own words: its summary, unless a passage of its text shows more concepts."""
    summary, text = (make_snippet(words, concepts) for words in (row.text.summary, row.text.text))
    return summary if summary.pieces and summary.concepts >= text.concepts_shown else text


def labels_of(row: IndexedPage, facets: IndexedFacets) -> list[str]:
    """Return the labels of a page's kind and topics."""
    values = sorted(facets.values_in([row.combination_id]))
    return [
        facets.labels[value]
        for facet in (KIND, TOPIC)
        for value in values
        if value.facet == facet and value in facets.labels
    ]
