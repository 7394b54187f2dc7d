"""Finding the page of an address in two queries, however deep it lies."""

from django.http import Http404
from wagtail.models import Site
from wagtail.url_routing import RouteResult


def addresses_of(root, path: str) -> list[str]:
    """Return the ``url_path`` of the root page and of every page that could stand on the way to a path."""
    found = [root.url_path]
    for part in filter(None, path.split("/")):
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
    addresses = addresses_of(site.root_page, path)
    root_path = site.root_page.path
    way = list(model.objects.filter(url_path__in=addresses, path__startswith=root_path).order_by("depth"))
    # Each is the child of the one before: two trees may hold the same addresses.
    if [page.url_path for page in way] != addresses[: len(way)] or not way:
        return None
    lowest = way[-1].specific
    if len(way) > 1:
        lowest._cached_parent_obj = way[-2]  # noqa: SLF001  # As Wagtail's own route() does.
    lowest.trail = [page for page in way[:-1] if page.live]
    parts = [part for part in path.split("/") if part]
    try:
        return lowest.route(request, parts[len(way) - 1 :])
    except Http404:
        return None
