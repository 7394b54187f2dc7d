"""What Django tells the page cache around it of each answer."""

from typing import Any

from django.http import HttpResponseBase

from board.stamps.remembered import STATE

from .answers import CURRENT, Answer, WatchedQuery
from .watching import settle_connections

# Where the cache, which sees the request before Django does, waits for the answer's facts.
ENVIRON_KEY = "board.caching.answer"


class PageCacheMiddleware:
    """Outermost, so that everything which makes an answer is watched."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponseBase:
        """Answer, and say what the answer depends on; what the request has written is announced before it leaves."""
        try:
            answer = request.META.get(ENVIRON_KEY)
            return self.get_response(request) if answer is None else self.watched(request, answer)
        finally:
            settle_connections()

    def watched(self, request, answer: Answer) -> HttpResponseBase:
        """Answer a request whose answer may be kept."""
        query: Any = WatchedQuery(request.META.get("QUERY_STRING", "").encode("latin-1"))
        query.answer = answer
        request.GET = query
        current, state = CURRENT.set(answer), STATE.set(answer.stamp)
        try:
            response = self.get_response(request)
        finally:
            CURRENT.reset(current)
            STATE.reset(state)
        answer.may_be_kept = not response.streaming and not response.cookies
        return response
