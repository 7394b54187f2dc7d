"""The filters of a library: any combination of kinds, readers, topics, publishers and years."""

from collections.abc import Mapping

from django.http import Http404, QueryDict

from board.basepage.facets import Facet, FacetChoices, FacetFilter, FacetValue, facet_choices

from .library_index import BY_TITLE, NEWEST_FIRST, OWN, LibraryIndex
from .models.resource_page import ResourcePage

FACETS = (
    Facet("kind", "By kind"),
    Facet("audience", "By whom it is for"),
    Facet("topic", "By topic", is_multivalued=True),
    Facet("publisher", "By publisher"),
    Facet("year", "By year"),
)
OWN_PUBLICATIONS = FacetValue("publisher", OWN)


class ResourceFilter(FacetFilter):
    """A filter of the resources of a library."""

    facets = FACETS
    orders = {NEWEST_FIRST: "Newest first", BY_TITLE: "By title"}


def get_filter_or_404(parameters: QueryDict, library: LibraryIndex) -> ResourceFilter:
    """
    Return the filter that the query of an address names; empty and unknown parameters are ignored.

    Raises ``Http404`` for a value that no public resource has, and for two values where a resource has only one.
    """
    values: list[FacetValue] = []
    for facet in FACETS:
        chosen = {FacetValue(facet.name, value) for value in parameters.getlist(facet.name) if value}
        if len(chosen) > 1 and not facet.is_multivalued:
            raise Http404("A resource has only one of these.")
        values += chosen
    order, all_of = parameters.get("sort") or NEWEST_FIRST, parameters.get("all", "")
    is_facet = not all_of or any(facet.name == all_of for facet in FACETS)
    if order not in ResourceFilter.orders or not is_facet or not library.labels.keys() >= set(values):
        raise Http404("The library has nothing of that sort.")
    return ResourceFilter(order, all_of=all_of).with_values(values)


def rank(value: FacetValue, label: str, count: int) -> tuple:
    """Return the sort key of a choice: the order of the model, the newest year, the most resources, or the name."""
    if value.facet in {"kind", "audience"}:
        field = ResourcePage.Kind if value.facet == "kind" else ResourcePage.Audience
        return (field.values.index(value.value),)
    if value.facet == "year":
        return (-int(value.value),)
    return (-count if value.facet == "publisher" else 0, label.casefold())


def labels_of(library: LibraryIndex, board_name: str) -> dict[FacetValue, str]:
    """Return the words of every value of a library; ``board_name`` stands for the board's own publications."""
    return {**library.labels, OWN_PUBLICATIONS: board_name}


def resource_choices(
    current: ResourceFilter, facet: Facet, library: LibraryIndex, labels: Mapping[FacetValue, str]
) -> FacetChoices:
    """Return the choices of a facet, with the number of resources that each leads to."""
    counts = library.counts(facet.name, current.remaining_values(facet))
    return facet_choices(current, facet, counts, labels, rank)
