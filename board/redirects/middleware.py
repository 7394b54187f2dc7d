"""Wagtail's redirects, which give away no address of what is not public."""

from urllib.parse import unquote, urlsplit

from django.http import HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailRedirectMiddleware
from wagtail.models import Site

from board.basepage.routing import is_for_pages

from .addresses import page_at


def site_of(request, hostname: str | None) -> Site | None:
    """Return the Site of a hostname, that of the request where there is none, ``None`` for another website."""
    if hostname is None:
        return Site.find_for_request(request)
    return Site.objects.filter(hostname__iexact=hostname).first()


class RedirectMiddleware(WagtailRedirectMiddleware):
    """
    Redirects to what readers may see, and to nothing else.

    A redirect names a page and leads to its present address, whatever the page is by then. One that was unpublished
    is a draft again; its editors may give it another slug, and that is nobody's business yet.
    """

    def process_response(self, request, response) -> HttpResponse:
        """Return the redirect from an address without an answer; the notice where its page was withdrawn."""
        answer = super().process_response(request, response)
        if answer is response:
            return response
        target = urlsplit(answer.url)
        path = unquote(target.path)
        site = site_of(request, target.hostname)
        if site is None or not is_for_pages(path):
            return answer
        here = page_at(site, path)
        if here is None:
            return response
        return answer if here.page.live else here.page.serve(request)
