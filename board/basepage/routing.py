"""Routing of requests to pages in one or two queries, however deep the page is."""

from django.http import Http404
from django.urls import Resolver404, resolve
from wagtail.models import AbstractPage, Site
from wagtail.url_routing import RouteResult

from board.engines.pagecache.memo import Memo

# The pages along a path except its last component, by Site and these components: little more than the sections.
SECTIONS: Memo[list[AbstractPage]] = Memo()


def is_for_pages(path: str) -> bool:
    """Return whether the URL configuration leaves a path to Wagtail's pages."""
    try:
        return bool(resolve(path).url_name == "wagtail_serve")
    except Resolver404:
        return False


def url_paths_along(root: AbstractPage, components: list[str]) -> list[str]:
    """Return the ``url_path`` of the root page and those that each further path component would lead to."""
    url_paths = [root.url_path]
    for component in components:
        url_paths.append(f"{url_paths[-1]}{component}/")
    return url_paths


def read_pages_along(model: type[AbstractPage], root: AbstractPage, components: list[str]) -> list[AbstractPage]:
    """Return the root page and the pages along a path, as far as they exist, in one query."""
    url_paths = url_paths_along(root, components)
    # The database has an index of slugs, and none of url_path.
    candidates = model.objects.filter(slug__in=[root.slug, *components], url_path__in=url_paths)
    pages = list(candidates.filter(path__startswith=root.path).order_by("depth"))
    # Each must be the child of the one before: two trees may hold the same addresses.
    return pages if [page.url_path for page in pages] == url_paths[: len(pages)] else []


def find_child(model: type[AbstractPage], parent: AbstractPage, slug: str) -> AbstractPage | None:
    """
    Return the specific child of a page with a slug, or ``None``.

    Most sections allow one type of subpage, and then one query is enough. A child of another type, older than that
    rule, is not returned; Wagtail's own routing, which goes on from the section, finds it.
    """
    subpage_models = parent.specific_class.allowed_subpage_models() if parent.specific_class else []
    child_model = subpage_models[0] if len(subpage_models) == 1 else model
    children = child_model.objects.filter(path__startswith=parent.path, depth=parent.depth + 1, slug=slug)
    # Without an order, which would cost a fifth of the query: there is one child at most.
    for child in children.order_by()[:1]:
        return child.get_specific()
    return None


def find_pages_along(model: type[AbstractPage], site: Site, components: list[str]) -> list[AbstractPage]:
    """Return the root page and the pages along a path, as far as they exist, of which the last is specific."""
    sections, key = SECTIONS.values(), (site.pk, *components[:-1])
    pages = sections.get(key, [])
    if pages and components and (child := find_child(model, pages[-1], components[-1])):
        return [*pages, child]
    if not pages:
        pages = read_pages_along(model, site.root_page, components) if components else [site.root_page]
        # Only pages with children are memoised: there is no end of addresses that lead nowhere.
        ancestors = pages[: len(components)]
        if components and len(ancestors) == len(components) and ancestors[-1].numchild:
            sections[key] = ancestors
    # Not ``specific``, which would be cached on a memoised page.
    return [*pages[:-1], *(page.get_specific() for page in pages[-1:])]


def route(model: type[AbstractPage], request, path: str) -> RouteResult | None:
    """
    Return the route of a request, or ``None``; ``model`` is the base page.

    Wagtail descends from the root page with two queries for each component. This loads all pages along the path at
    once and memoises the ancestors; the last page routes the rest of the path, as in Wagtail. It has its ancestors
    set, so that ``get_parent()`` and ``trail`` need no query.
    """
    site = Site.find_for_request(request)
    if site is None:
        return None
    components = [component for component in path.split("/") if component]
    pages = find_pages_along(model, site, components)
    if not pages:
        return None
    *ancestors, page = pages
    if ancestors:
        page._cached_parent_obj = ancestors[-1]  # noqa: SLF001  # As Wagtail's own route() does.
    page.trail = [ancestor for ancestor in ancestors if ancestor.live]
    try:
        return page.route(request, components[len(ancestors) :])
    except Http404:
        return None
