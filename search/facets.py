"""The facets of search results, with how many pages each choice leaves."""

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
    Facet(TOPIC, "By topic", is_many=True),
    Facet("year", "By year"),
    Facet("audience", "By whom it is for"),
)
RELEVANCE, DATE = "relevance", "date"
# How many topics are offered where nothing was found.
MOST_POPULAR = 6


@dataclass(frozen=True)
class IndexedFacets:
    """The facet values of every combination that public pages have, and the label of each value."""

    values_of: Mapping[int, frozenset[FacetValue]]
    labels: Mapping[FacetValue, str]

    def values_in(self, combinations: Iterable[int]) -> frozenset[FacetValue]:
        """Return the values of some combinations together."""
        return frozenset().union(*(self.values_of.get(pk, frozenset()) for pk in combinations))

    def count(self, values: Iterable[FacetValue], combinations: Mapping[int, int]) -> int:
        """Return how many pages have all of some values; ``combinations`` holds the number of pages of each."""
        wanted = set(values)
        return sum(count for pk, count in combinations.items() if wanted <= self.values_of.get(pk, frozenset()))

    def count_by_value(
        self, facet: Facet, beside: Iterable[FacetValue], combinations: Mapping[int, int]
    ) -> dict[FacetValue, int]:
        """Return how many pages have each value of a facet beside some others."""
        wanted = set(beside)
        counts: dict[FacetValue, int] = {}
        for pk, count in combinations.items():
            values = self.values_of.get(pk, frozenset())
            if wanted <= values:
                for value in values:
                    if value.facet == facet.name and value in self.labels:
                        counts[value] = counts.get(value, 0) + count
        return counts


def read_facets(_: int) -> IndexedFacets:
    """
    Return the facet values that the database holds: as many rows as there are combinations, not pages.

    Values and labels that no public page has any more are left out: they are not public either.
    """
    used = Exists(IndexedPage.objects.filter(combination=OuterRef("pk")))
    values_of = {
        pk: frozenset(FacetValue(*value.split(":", 1)) for value in values.split())
        for pk, values in FacetCombination.objects.filter(used).values_list("pk", "values")
    }
    known = frozenset().union(*values_of.values())
    labels = {
        FacetValue(facet, value): label
        for facet, value, label in FacetLabel.objects.values_list("facet", "value", "label")
    }
    return IndexedFacets(values_of, {value: label for value, label in labels.items() if value in known})


INDEXED_FACETS = NamedVersionMemo(VERSION, read_facets)


@dataclass(frozen=True)
class SearchFilter(FacetFilter):
    """A query with the values and the order that its results are narrowed down to, at an address of its own."""

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
        """Return the values as the index holds them."""
        return [":".join(value) for value in self.values]


def get_filter(
    text: str, parameters: QueryDict, facets: IndexedFacets, path: str, combinations: Iterable[int]
) -> SearchFilter:
    """
    Return the filter that the query of an address names, for results under a path with some ``combinations``.

    Values that no public page there has, a second value where a page has only one, and unknown orders are ignored. It
    takes one query where a value is named that none of the results has.
    """
    chosen: list[FacetValue] = []
    for facet in FACETS:
        values = [FacetValue(facet.name, value) for value in parameters.getlist(facet.name)]
        known = [value for value in values if value in facets.labels]
        chosen += known if facet.is_many else known[:1]
    if chosen:
        present = facets.values_in(combinations)
        if others := set(chosen) - present:
            present |= values_under(path, others, facets)
        chosen = [value for value in chosen if value in present]
    order = parameters.get("sort", RELEVANCE)
    current = SearchFilter(order if order in SearchFilter.orders else RELEVANCE, text=text)
    return current.with_values(chosen)


def values_under(path: str, values: set[FacetValue], facets: IndexedFacets) -> frozenset[FacetValue]:
    """Return the values of those pages under a path that have any of some values; one query."""
    combinations = [pk for pk, held in facets.values_of.items() if values & held]
    pages = IndexedPage.objects.filter(path__startswith=path, combination__in=combinations).order_by()
    return facets.values_in(pages.values_list("combination_id", flat=True).distinct())


def search_choices(
    current: SearchFilter, facet: Facet, combinations: Mapping[int, int], facets: IndexedFacets
) -> FacetChoices:
    """Return the choices of a facet: the chosen ones first, then the newest years or the commonest other values."""

    def rank(value: FacetValue, label: str, count: int) -> tuple:
        return (-int(value.value) if facet.name == "year" else -count, label.casefold())

    chosen = {value: 0 for value in current.values if value.facet == facet.name}
    counts = chosen | facets.count_by_value(facet, current.remaining_values(facet), combinations)
    # The search has no address that offers every value of a facet.
    return replace(facet_choices(current, facet, counts, facets.labels, rank), all_path="")


def popular_topics(path: str, facets: IndexedFacets) -> list[FacetChoice]:
    """Return the topics of most pages under a path, each as a search for its name; one query."""
    pages = IndexedPage.objects.filter(path__startswith=path).order_by()
    combinations = dict(pages.values_list("combination_id").annotate(Count("pk")))
    counts = facets.count_by_value(next(facet for facet in FACETS if facet.name == TOPIC), (), combinations)
    popular = sorted(counts, key=lambda value: (-counts[value], value))[:MOST_POPULAR]
    labels = [facets.labels[value] for value in popular]
    return [FacetChoice(label, SearchFilter(RELEVANCE, text=label).path, is_chosen=False) for label in labels]
