"""Finding the page of an address in two queries, however deep it lies."""

from django.http import Http404
from wagtail.models import Site
from wagtail.url_routing import RouteResult


def addresses_of(root, parts: list[str]) -> list[str]:
    """Return the ``url_path`` of the root page and of every page that could stand on the way along a path's parts."""
    found = [root.url_path]
    for part in parts:
        found.append(f"{found[-1]}{part}/")
    return found


def route(model, request, path: str) -> RouteResult | None:
    """
    Return where a request leads, ``None`` for nowhere; ``model`` is the base page.

    Wagtail goes down from the root page, with two queries for each step. All pages on the way are read at once here;
    the lowest, as its own type, says what becomes of the rest of the path, as it would there. It knows those above it:
    ``get_parent()`` and ``trail`` ask nobody.
    """
    site = Site.find_for_request(request)
    if site is None:
        return None
    parts = [part for part in path.split("/") if part]
    addresses = addresses_of(site.root_page, parts)
    # The database has an index of slugs, and none of addresses.
    pages = model.objects.filter(slug__in=[site.root_page.slug, *parts], url_path__in=addresses)
    way = list(pages.filter(path__startswith=site.root_page.path).order_by("depth"))
    # Each is the child of the one before: two trees may hold the same addresses.
    if [page.url_path for page in way] != addresses[: len(way)] or not way:
        return None
    lowest = way[-1].specific
    if len(way) > 1:
        lowest._cached_parent_obj = way[-2]  # noqa: SLF001  # As Wagtail's own route() does.
    lowest.trail = [page for page in way[:-1] if page.live]
    try:
        return lowest.route(request, parts[len(way) - 1 :])
    except Http404:
        return None
