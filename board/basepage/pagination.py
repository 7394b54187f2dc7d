"""Numbered pages of a list."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest


def page_or_404(paginator: Paginator, request: HttpRequest) -> Page:
    """
    Return the page that ``?page=`` asks for, the first without it.

    A number that is no number, or beyond the list, raises ``Http404``: an address leads to one thing only.
    """
    try:
        return paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404("This list has no such page.") from error
