"""Facets of a list: what a reader has chosen, and links to what else may be chosen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple, Self
from urllib.parse import urlencode

from django.http import QueryDict

# How many values of a facet are offered until a reader asks for all.
MOST_OFFERED = 12


@dataclass(frozen=True)
class Facet:
    """
    A way to narrow a list.

    A page may have many values of a facet with ``is_multivalued``, and each choice narrows the list further. In any
    other facet a choice replaces the previous one.
    """

    name: str
    heading: str
    is_multivalued: bool = False


class FacetValue(NamedTuple):
    """A facet and one of its values, as addresses name them."""

    facet: str
    value: str


@dataclass(frozen=True)
class FacetChoice:
    """
    A link that changes what is chosen; ``count`` is how many pages it leads to, where that is shown.

    Search engines are asked not to follow a link without ``is_indexed``.
    """

    label: str
    path: str
    is_chosen: bool
    count: int | None = None
    is_indexed: bool = True


@dataclass(frozen=True)
class FacetChoices:
    """The choices of a facet; ``all_path`` leads to all of them where only the first are offered."""

    facet: Facet
    choices: list[FacetChoice]
    total: int
    all_path: str


@dataclass(frozen=True)
class FacetFilter:
    """
    Chosen values and an order, with an address of its own under the list.

    A subclass names its ``facets`` and its ``orders``, of which the first is the default. ``all_of`` names the facet
    whose values are all offered.
    """

    facets: ClassVar[tuple[Facet, ...]]
    orders: ClassVar[Mapping[str, str]]

    order: str
    values: tuple[FacetValue, ...] = ()
    all_of: str = ""

    @property
    def is_default_order(self) -> bool:
        """Return whether the list is in its default order."""
        return self.order == next(iter(self.orders))

    @property
    def path(self) -> str:
        """Return the filter's address under the list, its values always in the same order; empty for the whole list."""
        pairs: list[tuple[str, str]] = [*self.values]
        pairs += [] if self.is_default_order else [("sort", self.order)]
        pairs += [("all", self.all_of)] if self.all_of else []
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def parameters(self) -> QueryDict:
        """Return the query of the filter's address."""
        return QueryDict(self.path.removeprefix("?"))

    @property
    def is_indexed(self) -> bool:
        """Return whether search engines should list the filter's address: combinations are endless."""
        return len(self.values) <= 1 and self.is_default_order and not self.all_of

    def remaining_values(self, facet: Facet) -> tuple[FacetValue, ...]:
        """Return the chosen values that a further choice in a facet leaves in place."""
        if facet.is_multivalued:
            return self.values
        return tuple(value for value in self.values if value.facet != facet.name)

    def with_values(self, values: Iterable[FacetValue]) -> Self:
        """Return the filter with these values instead, each once and in the order of the facets."""
        places = [facet.name for facet in self.facets]
        ordered = sorted(set(values), key=lambda value: (places.index(value.facet), value.value))
        return replace(self, values=tuple(ordered))

    def toggling(self, facet: Facet, value: FacetValue) -> Self:
        """Return the filter with a value of a facet added, or removed if it is chosen."""
        others = [chosen for chosen in self.values if chosen != value]
        values = others if value in self.values else [*self.remaining_values(facet), value]
        return replace(self, all_of="").with_values(values)

    def order_choices(self) -> list[FacetChoice]:
        """Return the orders that the list may have."""
        filters = {label: replace(self, order=order, all_of="") for order, label in self.orders.items()}
        return [
            FacetChoice(label, then.path, then.order == self.order, is_indexed=then.is_indexed)
            for label, then in filters.items()
        ]


def facet_choices(
    current: FacetFilter,
    facet: Facet,
    counts: Mapping[FacetValue, int],
    labels: Mapping[FacetValue, str],
    rank: Callable[[FacetValue, str, int], Any],
) -> FacetChoices:
    """
    Return the choices of a facet: chosen ones first, then by ``rank``, without those that lead to an empty list.

    ``counts`` holds the number of pages with each value of the facet among those that match the other facets.
    """
    ranked = []
    for value, count in counts.items():
        is_chosen = value in current.values
        if count or is_chosen:
            then, label = current.toggling(facet, value), labels[value]
            choice = FacetChoice(label, then.path, is_chosen, count, then.is_indexed)
            ranked.append(((not is_chosen, rank(value, label, count)), choice))
    choices = [choice for _, choice in sorted(ranked, key=itemgetter(0))]
    is_cut = len(choices) > MOST_OFFERED and current.all_of != facet.name
    all_path = replace(current, all_of=facet.name).path if is_cut else ""
    return FacetChoices(facet, choices[:MOST_OFFERED] if is_cut else choices, len(choices), all_path)
