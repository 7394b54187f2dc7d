"""People who work here find the rights that cover gives and takes by today."""

from django.contrib.auth.middleware import get_user
from django.http import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from .membership import apply_due_cover


class CoverMiddleware:
    """
    Begins and ends the cover that is due before a request first asks who is there.

    It stands right behind Django's own that finds the user, before anything asks what the user may do. A request that
    asks for no user, or has none, costs no query.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponseBase:
        request.user = SimpleLazyObject(lambda: user_after_due_cover(request))
        return self.get_response(request)


def user_after_due_cover(request):
    """Return the user of a request's session, with the cover that is due begun and ended."""
    user = get_user(request)
    if user.is_authenticated:
        apply_due_cover()
    return user
