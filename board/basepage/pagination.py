"""Numbered pages of a list."""

import dataclasses
import re
from collections.abc import Sequence

from django.core.paginator import InvalidPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from board.siteinfo.page_metadata import PageMetadata


def in_order(items: QuerySet, pks: Sequence[int]) -> list:
    """Return the rows of a query set in the order of their primary keys in ``pks``, in one query."""
    rows = items.in_bulk(pks)
    return [rows[pk] for pk in pks if pk in rows]


def page_or_404(paginator: Paginator, request: HttpRequest) -> Page:
    """
    Return the page that ``?page=`` asks for, the first without it.

    Anything but a number in its canonical form (``+1`` and ``01`` are not) within the list raises ``Http404``: each
    page of a list has one address.
    """
    number = request.GET.get("page", "1")
    try:
        if not re.fullmatch(r"[1-9][0-9]*", number):
            raise PageNotAnInteger(number)
        return paginator.page(number)
    except InvalidPage as error:
        raise Http404("This list has no such page.") from error


def paginated_metadata(metadata: PageMetadata, listing: Page) -> PageMetadata:
    """Return the metadata of one page of a list; pages after the first have their own title and address."""
    if listing.number == 1:
        return metadata
    separator = "&" if "?" in metadata.address else "?"
    address = f"{metadata.address}{separator}page={listing.number}"
    return dataclasses.replace(metadata, title=f"{metadata.title}, page {listing.number}", address=address)
