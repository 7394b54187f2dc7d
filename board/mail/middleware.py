"""Tells users of the admin that what they did could not be mailed."""

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone

from board.clients import is_script

from .status import messages_for


class UnsentMailMiddleware:
    """Adds a message to the next page of the admin that a user opens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_page_of_admin(request) and request.user.is_authenticated:
            for text in messages_for(request.user, timezone.now()):
                messages.warning(request, text)
        return self.get_response(request)


def is_page_of_admin(request) -> bool:
    """Return whether a browser asks for a whole page of the admin."""
    return (
        request.method == "GET"
        and request.path.startswith(reverse("wagtailadmin_home"))
        and "text/html" in request.headers.get("accept", "")
        and not is_script(request)
    )
