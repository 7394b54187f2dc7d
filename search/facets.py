"""The facets of search results, and how many pages match each choice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef
from django.http import QueryDict

from board.basepage.facets import Facet, FacetChoice, FacetChoices, FacetFilter, FacetValue, facet_choices
from board.engines.pagecache.named_versions import NamedVersionMemo

from .index.writer import VERSION
from .models import FacetCombination, FacetLabel, IndexedPage

KIND, TOPIC = "kind", "topic"
FACETS = (
    Facet(KIND, "By kind"),
    Facet(TOPIC, "By topic", is_multivalued=True),
    Facet("year", "By year"),
    Facet("audience", "By whom it is for"),
)
RELEVANCE, DATE = "relevance", "date"
# How many topics are suggested when nothing was found.
MAX_POPULAR_TOPICS = 6


@dataclass(frozen=True)
class IndexedFacets:
    """The facet values of each combination that public pages have, and the label of each value."""

    values_by_combination: Mapping[int, frozenset[FacetValue]]
    labels: Mapping[FacetValue, str]

    def values_in(self, combinations: Iterable[int]) -> frozenset[FacetValue]:
        """Return the values that any of the combinations has."""
        return frozenset().union(*(self.values_by_combination.get(pk, frozenset()) for pk in combinations))

    def count(self, values: Iterable[FacetValue], combinations: Mapping[int, int]) -> int:
        """Return how many pages have all the values; ``combinations`` maps each combination to its number of pages."""
        wanted = set(values)
        return sum(
            count for pk, count in combinations.items() if wanted <= self.values_by_combination.get(pk, frozenset())
        )

    def count_by_value(
        self, facet: Facet, required: Iterable[FacetValue], combinations: Mapping[int, int]
    ) -> dict[FacetValue, int]:
        """Return how many pages have each value of a facet and all the required values."""
        required = set(required)
        counts: dict[FacetValue, int] = {}
        for pk, count in combinations.items():
            values = self.values_by_combination.get(pk, frozenset())
            if required <= values:
                for value in values:
                    if value.facet == facet.name and value in self.labels:
                        counts[value] = counts.get(value, 0) + count
        return counts


def read_facets(_: int) -> IndexedFacets:
    """
    Read the facet values from the database, with a row for each combination rather than for each page.

    Values and labels that no public page has any more are left out, because they are not public either.
    """
    used = Exists(IndexedPage.objects.filter(combination=OuterRef("pk")))
    values_by_combination = {
        pk: frozenset(FacetValue(*value.split(":", 1)) for value in values.split())
        for pk, values in FacetCombination.objects.filter(used).values_list("pk", "values")
    }
    known = frozenset().union(*values_by_combination.values())
    labels = {
        FacetValue(facet, value): label
        for facet, value, label in FacetLabel.objects.values_list("facet", "value", "label")
    }
    return IndexedFacets(values_by_combination, {value: label for value, label in labels.items() if value in known})


INDEXED_FACETS = NamedVersionMemo(VERSION, read_facets)


@dataclass(frozen=True)
class SearchFilter(FacetFilter):
    """A search query with the chosen facet values and order, and a URL of its own."""

    facets = FACETS
    orders = {RELEVANCE: "Best first", DATE: "Newest first"}

    text: str = ""

    @property
    def path(self) -> str:
        return f"?{urlencode({'q': self.text})}{super().path.replace('?', '&', 1)}"

    @property
    def is_indexed(self) -> bool:
        return False

    @property
    def terms(self) -> list[str]:
        """Return the chosen values as terms of the index."""
        return [":".join(value) for value in self.values]


def get_filter(
    text: str, parameters: QueryDict, facets: IndexedFacets, path: str, combinations: Iterable[int]
) -> SearchFilter:
    """
    Return the filter that a query string describes; ``combinations`` are those of the search's results.

    Ignored are unknown orders, values that no public page under ``path`` has, and all but the first value of a facet
    that is not multivalued. The database is queried only for values that none of the results has.
    """
    chosen: list[FacetValue] = []
    for facet in FACETS:
        values = [FacetValue(facet.name, value) for value in parameters.getlist(facet.name)]
        known = [value for value in values if value in facets.labels]
        chosen += known if facet.is_multivalued else known[:1]
    if chosen:
        available = facets.values_in(combinations)
        if missing := set(chosen) - available:
            available |= values_of_pages(path, missing, facets)
        chosen = [value for value in chosen if value in available]
    order = parameters.get("sort", RELEVANCE)
    current = SearchFilter(order if order in SearchFilter.orders else RELEVANCE, text=text)
    return current.with_values(chosen)


def values_of_pages(path: str, values: set[FacetValue], facets: IndexedFacets) -> frozenset[FacetValue]:
    """Return all values of the pages under a path that have any of the given values, in one query."""
    combinations = [pk for pk, of_pages in facets.values_by_combination.items() if values & of_pages]
    pages = IndexedPage.objects.filter(path__startswith=path, combination__in=combinations).order_by()
    return facets.values_in(pages.values_list("combination_id", flat=True).distinct())


def search_choices(
    current: SearchFilter, facet: Facet, combinations: Mapping[int, int], facets: IndexedFacets
) -> FacetChoices:
    """Return the choices of a facet: chosen values first, then the newest years or the most common other values."""

    def rank(value: FacetValue, label: str, count: int) -> tuple:
        return (-int(value.value) if facet.name == "year" else -count, label.casefold())

    chosen = {value: 0 for value in current.values if value.facet == facet.name}
    counts = chosen | facets.count_by_value(facet, current.remaining_values(facet), combinations)
    # The search has no page that lists all values of a facet.
    return replace(facet_choices(current, facet, counts, facets.labels, rank), all_path="")


def popular_topics(path: str, facets: IndexedFacets) -> list[FacetChoice]:
    """Return the most common topics of pages under a path, each linked to a search for its name, in one query."""
    pages = IndexedPage.objects.filter(path__startswith=path).order_by()
    combinations = dict(pages.values_list("combination_id").annotate(Count("pk")))
    counts = facets.count_by_value(next(facet for facet in FACETS if facet.name == TOPIC), (), combinations)
    popular = sorted(counts, key=lambda value: (-counts[value], value))[:MAX_POPULAR_TOPICS]
    labels = [facets.labels[value] for value in popular]
    return [FacetChoice(label, SearchFilter(RELEVANCE, text=label).path, is_chosen=False) for label in labels]
