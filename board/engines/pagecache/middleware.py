"""How Django tells the page cache around it what each response depends on."""

from typing import Any

from django.http import HttpResponseBase

from .dependencies import CURRENT, ENVIRON_KEY, ResponseDependencies, TrackingQueryDict
from .invalidation import complete_writes


class PageCacheMiddleware:
    """Outermost, so that everything that generates a response is tracked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponseBase:
        """Return the response, after what the request has written has renewed the content version."""
        try:
            dependencies = request.META.get(ENVIRON_KEY)
            return self.get_response(request) if dependencies is None else self.track(request, dependencies)
        finally:
            complete_writes()

    def track(self, request, dependencies: ResponseDependencies) -> HttpResponseBase:
        """Return the response and note what it depends on."""
        query: Any = TrackingQueryDict(request.META.get("QUERY_STRING", "").encode("latin-1"))
        query.dependencies = dependencies
        request.GET = query
        token = CURRENT.set(dependencies)
        try:
            response = self.get_response(request)
        finally:
            CURRENT.reset(token)
        dependencies.is_storable = not response.streaming and not response.cookies
        return response
