"""By what a reader narrows the results down, with how many pages each choice leaves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, OuterRef
from django.http import QueryDict

from board.engines.pagecache.named_versions import NamedVersionMemo
from search.index.writer import STAMP

from .entries import Combination, Entry, FacetLabel


@dataclass(frozen=True)
class Facet:
    """A way to narrow the list; a page may have several values of one that ``is_many``."""

    name: str
    heading: str
    is_many: bool = False


FACETS = (
    Facet("kind", "By kind"),
    Facet("topic", "By topic", is_many=True),
    Facet("year", "By year"),
    Facet("audience", "By whom it is for"),
)
BY_NAME = {facet.name: facet for facet in FACETS}
RELEVANCE, DATE = "relevance", "date"
ORDERS = {RELEVANCE: "Best first", DATE: "Newest first"}
# How many values of a facet are offered: the commonest ones; and how many topics where nothing was found.
OFFERED, POPULAR = 12, 6


@dataclass(frozen=True)
class Values:
    """The values of every combination in the index, as ``facet:value``, and the words of each."""

    of_combination: Mapping[int, frozenset[str]]
    labels: Mapping[str, str]


def read_values(_: int) -> Values:
    """
    Return the values of facets, read from the database: as many rows as there are combinations, not pages.

    Those that no public page has any more are nobody's business, and neither are their labels.
    """
    used = Exists(Entry.objects.filter(combination=OuterRef("pk")))
    combinations = {
        pk: frozenset(values.split()) for pk, values in Combination.objects.filter(used).values_list("pk", "values")
    }
    known = frozenset().union(*combinations.values())
    labels = {
        f"{facet}:{value}": label for facet, value, label in FacetLabel.objects.values_list("facet", "value", "label")
    }
    return Values(combinations, {value: label for value, label in labels.items() if value in known})


VALUES = NamedVersionMemo(STAMP, read_values)


@dataclass(frozen=True)
class Selection:
    """What was asked for, with an address of its own: words, chosen values and an order."""

    text: str
    chosen: tuple[str, ...] = ()
    order: str = RELEVANCE

    @property
    def parameters(self) -> QueryDict:
        """Return the parameters of its address, always in the same order."""
        parameters = QueryDict(mutable=True)
        parameters["q"] = self.text
        for value in self.chosen:
            facet, _, name = value.partition(":")
            parameters.appendlist(facet, name)
        if self.order != RELEVANCE:
            parameters["sort"] = self.order
        return parameters

    @property
    def path(self) -> str:
        """Return its address under the search."""
        return f"?{self.parameters.urlencode()}"

    def beside(self, facet: Facet) -> tuple[str, ...]:
        """Return the values that a further choice of a facet leaves as they are."""
        if facet.is_many:
            return self.chosen
        return tuple(value for value in self.chosen if not value.startswith(f"{facet.name}:"))

    def choosing(self, value: str) -> "Selection":
        """Return the selection with a value chosen."""
        return selected(self.text, [*self.beside(BY_NAME[value.split(":", 1)[0]]), value], self.order)

    def without(self, value: str) -> "Selection":
        """Return the selection without a value."""
        return replace(self, chosen=tuple(chosen for chosen in self.chosen if chosen != value))


def selected(text: str, values: Iterable[str], order: str) -> Selection:
    """Return the selection of some values, in the order of the facets and without repetition."""
    places = list(BY_NAME)
    ordered = sorted(set(values), key=lambda value: (places.index(value.split(":", 1)[0]), value))
    return Selection(text, tuple(ordered), order)


def those_under(path: str, chosen: Iterable[str], values: Values) -> set[str]:
    """Return those of some values that a public page under a path has; one query."""
    wanted = set(chosen)
    numbers = [pk for pk, held in values.of_combination.items() if wanted & held]
    found = Entry.objects.filter(path__startswith=path, combination__in=numbers).order_by()
    used = found.values_list("combination_id", flat=True).distinct()
    return wanted & frozenset().union(*(values.of_combination[pk] for pk in used))


def selection_from(
    text: str, parameters: QueryDict, values: Values, path: str, combinations: Iterable[int]
) -> Selection:
    """
    Return the selection that an address names; one query where it names a value that none of the pages found has.

    ``combinations`` are those of the pages under a path that were found. A value that no public page there has, a
    second one where a page has only one, and an order that is none count for nothing: whoever followed such an address
    finds the rest.
    """
    chosen: list[str] = []
    for facet in FACETS:
        known = [f"{facet.name}:{value}" for value in parameters.getlist(facet.name)]
        known = [value for value in known if value in values.labels]
        chosen += known if facet.is_many else known[:1]
    if chosen:
        held = frozenset().union(*(values.of_combination.get(pk, frozenset()) for pk in combinations))
        others = set(chosen) - held
        here = (held | those_under(path, others, values)) if others else held
        chosen = [value for value in chosen if value in here]
    order = parameters.get("sort", RELEVANCE)
    return selected(text, chosen, order if order in ORDERS else RELEVANCE)


@dataclass(frozen=True)
class Choice:
    """A link that changes the selection; ``count`` is how many pages it leads to."""

    label: str
    path: str
    count: int
    is_chosen: bool
    # Search engines have no use for results.
    is_indexed: bool = False


@dataclass(frozen=True)
class Choices:
    """What a reader may choose of a facet."""

    facet: Facet
    choices: Sequence[Choice]


def count_of(selected_values: Iterable[str], combinations: Mapping[int, int], values: Values) -> int:
    """Return how many of the pages that were found have all of some values."""
    wanted = set(selected_values)
    return sum(count for pk, count in combinations.items() if wanted <= values.of_combination.get(pk, frozenset()))


def counts_of(facet: Facet, selection: Selection, combinations: Mapping[int, int], values: Values) -> dict[str, int]:
    """Return for each value of a facet how many pages it leaves, beside what is chosen already."""
    beside = set(selection.beside(facet))
    counts: dict[str, int] = {}
    for pk, count in combinations.items():
        held = values.of_combination.get(pk, frozenset())
        if beside <= held:
            for value in held:
                if value.startswith(f"{facet.name}:"):
                    counts[value] = counts.get(value, 0) + count
    return counts


def choices_of(facet: Facet, selection: Selection, combinations: Mapping[int, int], values: Values) -> Choices:
    """Return what a reader may choose of a facet, newest years or commonest others first, and nothing empty."""
    counts = counts_of(facet, selection, combinations, values)
    counts |= {value: 0 for value in selection.chosen if value.startswith(f"{facet.name}:") and value not in counts}

    def place(value: str) -> tuple:
        first = -int(value.split(":", 1)[1]) if facet.name == "year" else -counts[value]
        return (value not in selection.chosen, first, values.labels[value].casefold())

    choices = []
    for value in sorted((value for value in counts if value in values.labels), key=place)[:OFFERED]:
        is_chosen = value in selection.chosen
        then = selection.without(value) if is_chosen else selection.choosing(value)
        choices.append(Choice(values.labels[value], then.path, counts[value], is_chosen))
    return Choices(facet, choices)


def popular_topics(path: str, values: Values) -> list[Choice]:
    """Return the topics of most pages under a path, each as a search for its name; one query."""
    under = Entry.objects.filter(path__startswith=path).order_by()
    combinations = dict(under.values_list("combination_id").annotate(Count("pk")))
    counts = counts_of(BY_NAME["topic"], Selection(""), combinations, values)
    popular = sorted((value for value in counts if value in values.labels), key=lambda value: (-counts[value], value))
    return [
        Choice(values.labels[value], Selection(values.labels[value]).path, counts[value], is_chosen=False)
        for value in popular[:POPULAR]
    ]
