"""Finding the page of an address in one or two queries, however deep it lies."""

from django.http import Http404
from django.urls import Resolver404, resolve
from wagtail.models import AbstractPage, Site
from wagtail.url_routing import RouteResult

from board.engines.pagecache.memo import Memo

# The pages on the way to the last part of an address, by Site and the parts before it: hardly more than the sections.
SECTIONS: Memo[list[AbstractPage]] = Memo()


def is_for_pages(path: str) -> bool:
    """Return whether the URL configuration leaves a path to Wagtail's pages."""
    try:
        return bool(resolve(path).url_name == "wagtail_serve")
    except Resolver404:
        return False


def addresses_of(root: AbstractPage, parts: list[str]) -> list[str]:
    """Return the ``url_path`` of the root page and of every page that could stand on the way along a path's parts."""
    found = [root.url_path]
    for part in parts:
        found.append(f"{found[-1]}{part}/")
    return found


def read_way(model: type[AbstractPage], root: AbstractPage, parts: list[str]) -> list[AbstractPage]:
    """Return the pages from the root page down along a path's parts as far as there are any, in one query."""
    addresses = addresses_of(root, parts)
    # The database has an index of slugs, and none of addresses.
    pages = model.objects.filter(slug__in=[root.slug, *parts], url_path__in=addresses)
    way = list(pages.filter(path__startswith=root.path).order_by("depth"))
    # Each is the child of the one before: two trees may hold the same addresses.
    return way if [page.url_path for page in way] == addresses[: len(way)] else []


def child_of(model: type[AbstractPage], parent: AbstractPage, slug: str) -> AbstractPage | None:
    """
    Return the page of a slug right under a page, as its own type; ``None`` where there is none.

    Most sections hold pages of one kind, of which one query is enough. A page of another that lies there from earlier
    is not found here, but by Wagtail's own routing, which the section goes on with.
    """
    kinds = parent.specific_class.allowed_subpage_models() if parent.specific_class else []
    kind = kinds[0] if len(kinds) == 1 else model
    beneath = kind.objects.filter(path__startswith=parent.path, depth=parent.depth + 1, slug=slug)
    # In no order, which would cost a fifth of the query: there is one at most.
    for page in beneath.order_by()[:1]:
        return page.get_specific()
    return None


def way_to(model: type[AbstractPage], site: Site, parts: list[str]) -> list[AbstractPage]:
    """Return the pages on the way along a path's parts as far as there are any, the lowest as its own type."""
    sections, key = SECTIONS.values(), (site.pk, *parts[:-1])
    way = sections.get(key, [])
    if way and parts and (lowest := child_of(model, way[-1], parts[-1])):
        return [*way, lowest]
    if not way:
        way = read_way(model, site.root_page, parts)
        # Only ways to pages with others beneath them: of addresses that lead nowhere anybody can think of more.
        above = way[: len(parts)]
        if parts and len(above) == len(parts) and above[-1].numchild:
            sections[key] = above
    # Not ``specific``, which a remembered page would keep.
    return [*way[:-1], *(page.get_specific() for page in way[-1:])]


def route(model: type[AbstractPage], request, path: str) -> RouteResult | None:
    """
    Return where a request leads, ``None`` for nowhere; ``model`` is the base page.

    Wagtail goes down from the root page, with two queries for each step. Here all on the way are read at once, and
    those above the last part of the address remembered; the lowest, as its own type, says what becomes of the rest of
    the path, as it would there. It knows those above it: ``get_parent()`` and ``trail`` ask nobody.
    """
    site = Site.find_for_request(request)
    if site is None:
        return None
    parts = [part for part in path.split("/") if part]
    way = way_to(model, site, parts)
    if not way:
        return None
    *above, lowest = way
    if above:
        lowest._cached_parent_obj = above[-1]  # noqa: SLF001  # As Wagtail's own route() does.
    lowest.trail = [page for page in above if page.live]
    try:
        return lowest.route(request, parts[len(above) :])
    except Http404:
        return None
