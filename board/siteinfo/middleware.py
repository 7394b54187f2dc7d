"""The Site of a request, and the referrer policy of the admin."""

from django.http import HttpResponseBase
from django.urls import reverse
from wagtail.models import Site

from board.accounts.middleware import ACCOUNT_PAGES
from board.engines.pagecache.dependencies import current_version
from board.engines.pagecache.memo import Memo

SITES: Memo[Site | None] = Memo()
ADDRESSES: Memo[None] = Memo()


class SiteMiddleware:
    """Sets the Site of a public request, found as Wagtail finds it and cached."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponseBase:
        if current_version() is not None:
            # Wagtail keeps the Sites' addresses in Django's cache, which another process may not share.
            ADDRESSES.get((), Site.clear_site_root_paths_cache)
            host = request.META.get("HTTP_HOST", request.META["SERVER_NAME"])
            # Where ``Site.find_for_request`` looks first, and keeps what it found.
            request._wagtail_site = SITES.get(  # noqa: SLF001
                (host, request.get_port()), lambda: Site.find_for_request(request)
            )
        return self.get_response(request)


class AdminReferrerMiddleware:
    """
    Relaxes the referrer policy for the admin and for sign-in.

    Public pages send no referrer. Under that policy browsers also send ``Origin: null`` with a form (Fetch standard,
    "append a request Origin header"), which Django's protection against forged requests refuses.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith((reverse("wagtailadmin_home"), ACCOUNT_PAGES)):
            response["Referrer-Policy"] = "same-origin"
        return response
