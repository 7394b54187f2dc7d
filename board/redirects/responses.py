"""The redirect that a request follows, without revealing addresses of pages that are not public."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from board.basepage.routing import is_for_pages

from .addresses import page_at
from .normalisation import candidate_addresses

# What Django leaves in paths (django.utils.encoding.escape_uri_path).
PATH_CHARACTERS = "/;:@&+$,=-_.!~*'()"
NOT_UTF_8 = re.compile("%[89A-F][0-9A-F]")


def paths_as_sent(request: HttpRequest) -> Iterator[str]:
    """
    Yield the percent-encoded path of a request; two where it may have been sent in either way.

    Django decodes paths, and writes bytes that are not UTF-8 as “%E9” again: as it does a “%25E9” that was sent.
    """
    yield quote(request.path_info, safe=PATH_CHARACTERS)
    if NOT_UTF_8.search(request.path_info):
        yield quote(request.path_info, safe=f"{PATH_CHARACTERS}%")


def find_redirect(site: Site | None, path: str, query: str) -> Redirect | None:
    """
    Return the redirect from a path and a query as they were sent, or ``None``; one query.

    Of those that fit as well, the one in the letters that were sent comes first, then a Site's own.
    """
    candidates = [candidate for candidate in candidate_addresses(path, query) if "\x00" not in candidate]
    places: dict[str, int] = {}
    for place, candidate in enumerate(candidates):
        places.setdefault(candidate.lower(), place)
    redirects = Redirect.get_for_site(site).annotate(small=Lower("old_path")).filter(small__in=places)
    exact = set(candidates)
    return min(
        redirects.select_related("redirect_page"),
        key=lambda one: (places[one.small], one.old_path not in exact, one.site_id is None, one.pk),
        default=None,
    )


def site_of(request: HttpRequest, hostname: str | None) -> Site | None:
    """Return the Site of a host name, or of the request without one; ``None`` for another website."""
    if hostname is None:
        return Site.find_for_request(request)
    return Site.objects.filter(hostname__iexact=hostname).first()


def redirect_response(request: HttpRequest) -> HttpResponse | None:
    """
    Return where the address of a request has gone, or the notice of a page that was withdrawn; otherwise ``None``.

    A redirect to a page leads to the page's present address, even when it is no longer public. A page that was
    unpublished is a draft again, and the new slug that its editors may give it is not to be revealed; nor is that of a
    private page, except to those who may see it.
    """
    query = request.META.get("QUERY_STRING", "")
    requested_site = Site.find_for_request(request)
    found = (find_redirect(requested_site, path, query) for path in paths_as_sent(request))
    redirect = next(filter(None, found), None)
    if redirect is None or not redirect.link:
        return None
    response_class = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    response = response_class(redirect.link)
    target = urlsplit(redirect.link)
    path = unquote(target.path)
    site = site_of(request, target.hostname)
    if site is None or not is_for_pages(path):
        return response
    served = page_at(site, path)
    if served is None:
        return None
    if not served.page.live:
        return served.page.serve(request)
    restrictions = served.page.get_view_restrictions()
    return response if all(restriction.accept_request(request) for restriction in restrictions) else None
