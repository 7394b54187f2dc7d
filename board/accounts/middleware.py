"""The second factor is asked for here, whatever has signed a user in."""

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from .factor_keys import UnreadableSecretError
from .second_factor import lacks_second_factor, user_of_session

# Where factors are given and set up, which must be open to those who have none yet.
ACCOUNT_PAGES = "/accounts/"


class SecondFactorMiddleware:
    """
    Closes the admin to sessions that lack a second factor, and takes them for signed out everywhere else.

    It stands behind Django's own that finds the user. Public pages that ask for no user cost no query.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponseBase:
        if settings.SECOND_FACTOR != "off" and not request.path.startswith(ACCOUNT_PAGES):
            user = request.user
            if request.path.startswith(reverse("wagtailadmin_home")) and lacks_second_factor(request, user):
                page = "mfa_reauthenticate" if get_adapter().is_mfa_enabled(user) else "mfa_index"
                return redirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")
            request.user = SimpleLazyObject(lambda: user_of_session(request, user))
        return self.get_response(request)

    def process_exception(self, request, exception: Exception) -> HttpResponseBase | None:
        """Return a page that says what is the matter where a secret could not be read and no form says it."""
        if not isinstance(exception, UnreadableSecretError):
            return None
        return render(request, "accounts/unreadable_secret.html", {"error": exception}, status=503)
