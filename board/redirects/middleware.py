"""Redirects where nothing was found."""

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from .responses import redirect_response


class RedirectMiddleware(MiddlewareMixin):
    """Redirects in the place of Wagtail's middleware: whatever the writing of an address, and never to a draft."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return the redirect after a 404, or the notice of a page that was withdrawn."""
        if response.status_code != 404:  # noqa: PLR2004
            return response
        return redirect_response(request) or response
