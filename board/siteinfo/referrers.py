"""Which pages tell the next one where a reader came from."""

from django.urls import reverse


class AdminReferrerMiddleware:
    """
    Lets forms that change something, in the admin and at sign-in, say where they come from.

    Public pages send no referrer at all. Under that policy browsers send ``Origin: null`` with a form too (Fetch
    standard, "append a request Origin header"), and Django then refuses the form as forged.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer, with a policy of its own for the admin and for signing in to a private page."""
        response = self.get_response(request)
        if request.path.startswith((reverse("wagtailadmin_home"), reverse("wagtailcore_login"))):
            response["Referrer-Policy"] = "same-origin"
        return response
