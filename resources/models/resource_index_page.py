"""The index of the library, with its filters."""

import dataclasses
from itertools import islice
from typing import Any

from django.core.paginator import Paginator

from board.basepage.forms import BasePageForm
from board.basepage.models import BasePage
from board.basepage.pagination import in_order, page_or_404, paginated_metadata
from board.siteinfo.page_metadata import PageMetadata
from board.siteinfo.site_info import board_settings
from resources.filters import FACETS, ResourceFilter, get_filter_or_404, labels_of, resource_choices
from resources.library_index import LIBRARY_INDEXES, LibraryIndex

from .resource_page import ResourcePage


class FilteredResources:
    """The resources that match a filter, for a ``Paginator``: counted without a query, and a page read in one."""

    def __init__(self, library: LibraryIndex, current: ResourceFilter) -> None:
        self.library = library
        self.order = library.orders[current.order]
        self.pks = library.matching(current.values)

    def __len__(self) -> int:
        return len(self.pks)

    def __getitem__(self, part: slice) -> list[ResourcePage]:
        """Return the resources of a slice, each with whether it ``was_replaced``."""
        pks = list(islice(filter(self.pks.__contains__, self.order), part.start, part.stop))
        resources = in_order(ResourcePage.objects.live().for_teasers(), pks)
        for resource in resources:
            resource.was_replaced = resource.pk in self.library.replaced
        return resources


class ResourceIndexPage(BasePage):
    """The library of resources."""

    PER_PAGE = 20

    base_form_class = BasePageForm
    template = "pages/resource_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["resources.ResourcePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "resources library"

    def filtered_metadata(self, metadata: PageMetadata, current: ResourceFilter, label: str) -> PageMetadata:
        """Return the metadata of a filtered list: its own title and address, and whether search engines list it."""
        title = f"{self.title}: {label}" if label else metadata.title
        return dataclasses.replace(
            metadata,
            title=title,
            address=metadata.address + current.path,
            description=f"{title}." if label else metadata.description,
            robots="" if current.is_indexed else "noindex, follow",
        )

    def get_context(self, request, *args, **kwargs):
        """
        Add a page of the list, the filter and its choices.

        Raises ``Http404`` for a wrong page number, and for a filter that the library has nothing of.
        """
        context = super().get_context(request, *args, **kwargs)
        library = LIBRARY_INDEXES.get(self.pk, request)
        current = get_filter_or_404(request.GET, library)
        labels = labels_of(library, board_settings(request).board_name)
        resources: Any = FilteredResources(library, current)  # A Paginator takes its length and slices alone.
        listing = page_or_404(Paginator(resources, self.PER_PAGE), request)
        facets = [resource_choices(current, facet, library, labels) for facet in FACETS]
        label = ", ".join(labels[value] for value in current.values)
        return context | {
            "listing": listing,
            "current_filter": current,
            "filter_label": label,
            "facets": [facet for facet in facets if facet.choices],
            "chosen": [choice for facet in facets for choice in facet.choices if choice.is_chosen],
            "orders": current.order_choices(),
            "metadata": paginated_metadata(self.filtered_metadata(context["metadata"], current, label), listing),
        }
