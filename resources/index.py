"""The library."""

import dataclasses
from typing import Any

from django.core.paginator import Paginator

from board.basepage.forms import BasePageForm
from board.basepage.models import BasePage
from board.basepage.pagination import in_order, page_or_404, paged_head
from board.siteinfo.head import Head
from board.siteinfo.remembered import board_of

from .items import ResourcePage
from .library import LIBRARIES, Library
from .selection import FACETS, ORDERS, Choice, Selection, choices_of, selection_from, words_of


class Results:
    """The resources of a selection, for a ``Paginator``: counted without a query, and a part read in one."""

    def __init__(self, library: Library, selection: Selection) -> None:
        self.library = library
        self.shelf = library.shelves[selection.order]
        self.bits = self.shelf.having(selection.values)

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __getitem__(self, part: slice) -> list[ResourcePage]:
        """Return the resources of a part, each with whether it ``was_replaced``."""
        pks = self.shelf.part(self.bits, part.start, part.stop)
        resources = in_order(ResourcePage.objects.live().for_teasers(), pks)
        for resource in resources:
            resource.was_replaced = resource.pk in self.library.replaced
        return resources


class ResourceIndexPage(BasePage):
    """The library."""

    PER_PAGE = 20

    base_form_class = BasePageForm
    template = "pages/resource_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["resources.ResourcePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "resources library"

    def selection_head(self, head: Head, selection: Selection, words: str) -> Head:
        """Return what a selection tells machines: its own title and address, and whether to list it."""
        title = f"{self.title}: {words}" if words else head.title
        return dataclasses.replace(
            head,
            title=title,
            address=head.address + selection.path,
            description=f"{title}." if words else head.description,
            robots="" if selection.is_indexed else "noindex, follow",
        )

    def get_context(self, request, *args, **kwargs):
        """
        Add one page of what is chosen, and what else may be chosen.

        A wrong page number, and a choice that the library has nothing of, raise ``Http404``.
        """
        context = super().get_context(request, *args, **kwargs)
        library = LIBRARIES.get(self.pk, request)
        selection = selection_from(request.GET, library)
        own = board_of(request).board_name
        results: Any = Results(library, selection)  # A Paginator asks for its length and for slices alone.
        listing = page_or_404(Paginator(results, self.PER_PAGE), request)
        facets = [choices_of(facet, selection, library, own) for facet in FACETS]
        words = ", ".join(words_of(value, library, own) for value in selection.values)
        orders = [
            Choice(words, selection.in_order(order), listing.paginator.count, order == selection.order)
            for order, words in ORDERS.items()
        ]
        return context | {
            "listing": listing,
            "parameters": selection.parameters,
            "selection": selection,
            "in_words": words,
            "facets": [facet for facet in facets if facet.choices],
            "chosen": [choice for facet in facets for choice in facet.choices if choice.is_chosen],
            "orders": orders,
            "head": paged_head(self.selection_head(context["head"], selection, words), listing),
        }
