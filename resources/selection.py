"""What of a library a reader has chosen to see: any combination of kinds, readers, topics, publishers and years."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from .items import ResourcePage
from .library import BY_TITLE, NEWEST_FIRST, OWN, Library, Value

ORDERS = {NEWEST_FIRST: "Newest first", BY_TITLE: "By title"}


@dataclass(frozen=True)
class Facet:
    """
    A way to narrow the list.

    A resource has many values of one that ``is_many``, and each further choice narrows the list; of any other a
    choice takes the place of the one before.
    """

    name: str
    heading: str
    is_many: bool = False


FACETS = (
    Facet("kind", "By kind"),
    Facet("audience", "By whom it is for"),
    Facet("topic", "By topic", is_many=True),
    Facet("publisher", "By publisher"),
    Facet("year", "By year"),
)
BY_NAME = {facet.name: facet for facet in FACETS}
ORDER_OF_FACETS = {facet.name: place for place, facet in enumerate(FACETS)}
# How many values of a facet are offered until a reader asks for all.
OFFERED = 12
# Beyond one choice combinations are endless, and search engines have no use for them.
MOST_INDEXED = 1


@dataclass(frozen=True)
class Selection:
    """A choice of resources, with an address of its own; ``all_of`` names the facet that is shown with all values."""

    values: tuple[Value, ...] = ()
    order: str = NEWEST_FIRST
    all_of: str = ""

    @property
    def path(self) -> str:
        """Return its address under the library, always in the same order; empty for all resources, newest first."""
        pairs: list[tuple[str, str]] = [*self.values]
        pairs += [("sort", self.order)] if self.order != NEWEST_FIRST else []
        pairs += [("all", self.all_of)] if self.all_of else []
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def parameters(self) -> QueryDict:
        """Return what its address has after the question mark."""
        return QueryDict(self.path.removeprefix("?"))

    @property
    def is_indexed(self) -> bool:
        """Say whether search engines should list its address."""
        return len(self.values) <= MOST_INDEXED and self.order == NEWEST_FIRST and not self.all_of

    def beside(self, facet: Facet) -> tuple[Value, ...]:
        """Return the values that a further choice of a facet leaves as they are."""
        return self.values if facet.is_many else tuple(value for value in self.values if value.facet != facet.name)

    def choosing(self, value: Value) -> "Selection":
        """Return the selection with a value chosen."""
        return selected([*self.beside(BY_NAME[value.facet]), value], self.order)

    def without(self, value: Value) -> "Selection":
        """Return the selection without a value."""
        return selected([chosen for chosen in self.values if chosen != value], self.order)

    def in_order(self, order: str) -> "Selection":
        """Return the selection in another order."""
        return replace(self, order=order, all_of="")


def selected(values: Sequence[Value], order: str = NEWEST_FIRST, all_of: str = "") -> Selection:
    """Return the selection of some values, in the order of the facets and without repetition."""
    ordered = sorted(set(values), key=lambda value: (ORDER_OF_FACETS[value.facet], value.value))
    return Selection(tuple(ordered), order, all_of)


def selection_from(parameters: QueryDict, library: Library) -> Selection:
    """
    Return the selection that an address names; parameters without a value, or that are not ours, count for nothing.

    Raises ``Http404`` for a value that no public resource has, and for two where a resource has only one.
    """
    values: list[Value] = []
    for facet in FACETS:
        chosen = {Value(facet.name, value) for value in parameters.getlist(facet.name) if value}
        if len(chosen) > 1 and not facet.is_many:
            raise Http404("A resource has only one of these.")
        values += chosen
    order, all_of = parameters.get("sort") or NEWEST_FIRST, parameters.get("all", "")
    if order not in ORDERS or (all_of and all_of not in BY_NAME) or not library.labels.keys() >= set(values):
        raise Http404("The library has nothing of that sort.")
    return selected(values, order, all_of)


@dataclass(frozen=True)
class Choice:
    """
    A link that changes the selection; ``count`` is how many resources it leads to.

    One that is not ``is_indexed`` asks search engines not to follow it: there are as many as combinations.
    """

    label: str
    then: Selection
    count: int
    is_chosen: bool

    @property
    def path(self) -> str:
        """Return where it leads, under the library."""
        return self.then.path

    @property
    def is_indexed(self) -> bool:
        """Say whether search engines should follow it."""
        return self.then.is_indexed


@dataclass(frozen=True)
class Choices:
    """What a reader may choose of a facet; ``all_path`` leads to the values that are not offered yet, if any."""

    facet: Facet
    choices: list[Choice]
    total: int
    all_path: str


def words_of(value: Value, library: Library, own: str) -> str:
    """Return a value in words; ``own`` is what the board is called, for what it has published itself."""
    return own if value == Value("publisher", OWN) else library.labels[value]


def rank(choice: Choice, value: Value) -> tuple:
    """Return what sorts the choices of a facet: as the model has them, by name, by number or by year."""
    if value.facet in ("kind", "audience"):
        field = ResourcePage.Kind if value.facet == "kind" else ResourcePage.Audience
        return (field.values.index(value.value),)
    if value.facet == "year":
        return (-int(value.value),)
    return (-choice.count if value.facet == "publisher" else 0, choice.label.casefold())


def choices_of(facet: Facet, selection: Selection, library: Library, own: str) -> Choices:
    """Return what a reader may choose of a facet beside what is chosen already: nothing that leads nowhere."""
    shelf = library.shelves[selection.order]
    beside = shelf.having(selection.beside(facet))
    ranked = []
    for value, bits in shelf.members.items():
        if value.facet != facet.name:
            continue
        count = (beside & bits).bit_count()
        is_chosen = value in selection.values
        if count or is_chosen:
            then = selection.without(value) if is_chosen else selection.choosing(value)
            choice = Choice(words_of(value, library, own), then, count, is_chosen)
            ranked.append((not is_chosen, rank(choice, value), choice))
    choices = [choice for *_, choice in sorted(ranked, key=lambda entry: entry[:2])]
    is_cut = len(choices) > OFFERED and selection.all_of != facet.name
    all_path = replace(selection, all_of=facet.name).path if is_cut else ""
    return Choices(facet, choices[:OFFERED] if is_cut else choices, len(choices), all_path)
