"""Which Site answers, remembered: every page asks for it."""

from django.http import HttpResponseBase
from wagtail.models import Site

from board.engines.pagecache.dependencies import current_version
from board.engines.pagecache.memo import Memo

SITES: Memo[Site | None] = Memo()
ADDRESSES: Memo[None] = Memo()


class SiteMiddleware:
    """Gives a reader's request its Site as Wagtail would find it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponseBase:
        """Answer the request."""
        if current_version() is not None:
            # Wagtail keeps the Sites' addresses in Django's cache, which another process may not share.
            ADDRESSES.get((), Site.clear_site_root_paths_cache)
            host = request.META.get("HTTP_HOST", request.META["SERVER_NAME"])
            # Where ``Site.find_for_request`` looks first, and keeps what it found.
            request._wagtail_site = SITES.get(  # noqa: SLF001
                (host, request.get_port()), lambda: Site.find_for_request(request)
            )
        return self.get_response(request)
