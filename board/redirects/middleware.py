"""Wagtail's redirects, without revealing addresses of pages that are not public."""

from urllib.parse import unquote, urlsplit

from django.http import HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailRedirectMiddleware
from wagtail.models import Site

from board.basepage.routing import is_for_pages

from .addresses import page_at


def site_of(request, hostname: str | None) -> Site | None:
    """Return the Site of a host name, or of the request without one; ``None`` for another website."""
    if hostname is None:
        return Site.find_for_request(request)
    return Site.objects.filter(hostname__iexact=hostname).first()


class RedirectMiddleware(WagtailRedirectMiddleware):
    """
    Redirects only to what readers may see.

    A redirect to a page leads to the page's present address, even when it is no longer public. A page that was
    unpublished is a draft again, and the new slug that its editors may give it is not to be revealed; nor is that of a
    private page, except to those who may see it.
    """

    def process_response(self, request, response) -> HttpResponse:
        """Return the redirect after a 404, or the notice of a page that was withdrawn."""
        redirect = super().process_response(request, response)
        if redirect is response:
            return response
        target = urlsplit(redirect.url)
        path = unquote(target.path)
        site = site_of(request, target.hostname)
        if site is None or not is_for_pages(path):
            return redirect
        served = page_at(site, path)
        if served is None:
            return response
        if not served.page.live:
            return served.page.serve(request)
        restrictions = served.page.get_view_restrictions()
        return redirect if all(restriction.accept_request(request) for restriction in restrictions) else response
