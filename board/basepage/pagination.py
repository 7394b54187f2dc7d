"""Numbered pages of a list."""

import dataclasses
import re
from collections.abc import Sequence

from django.core.paginator import InvalidPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from board.siteinfo.head import Head


def in_order(items: QuerySet, pks: Sequence[int]) -> list:
    """Return the rows of a query set that have some primary keys, in the order of these; one query."""
    rows = items.in_bulk(pks)
    return [rows[pk] for pk in pks if pk in rows]


def page_or_404(paginator: Paginator, request: HttpRequest) -> Page:
    """
    Return the page that ``?page=`` asks for, the first without it.

    A number that is no number, is written oddly (``+1``, ``01``) or lies beyond the list raises ``Http404``: one page
    of a list has one address.
    """
    number = request.GET.get("page", "1")
    try:
        if not re.fullmatch(r"[1-9][0-9]*", number):
            raise PageNotAnInteger(number)
        return paginator.page(number)
    except InvalidPage as error:
        raise Http404("This list has no such page.") from error


def paged_head(head: Head, listing: Page) -> Head:
    """Return the head of one page of a list: the pages after the first have titles and addresses of their own."""
    if listing.number == 1:
        return head
    joint = "&" if "?" in head.address else "?"
    address = f"{head.address}{joint}page={listing.number}"
    return dataclasses.replace(head, title=f"{head.title}, page {listing.number}", address=address)
