"""The second factor is asked for here, whatever has signed a user in, and what was typed meanwhile is kept."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from board.clients import is_script

from .factor_keys import UnreadableSecretError
from .reauthentication_middleware import carried_fields
from .second_factor import FACTOR_TYPES, factors_of, has_factor, lacks_second_factor
from .session_age import is_locked

# Where factors are given and set up, which must be open to those who have none yet.
ACCOUNT_PAGES = "/accounts/"
# Where a user can confirm who they are, sign out, or object by a link in a mail to a reset of their factors.
CONFIRMATION_VIEWS = {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_logout",
    "lost_factors_object",
}
# Where a user who is signed in is sent on to where the sign-in was asked for.
SIGN_IN_VIEWS = {"account_login", "mfa_authenticate", "mfa_login_webauthn"}
# Addresses of the admin that lead to these pages, or end the session: a form that is sent there is not kept.
NOT_KEPT = {"wagtail_sign_in", "wagtail_password_reset", "wagtailadmin_logout"}
# Where to go on when a factor was set up.
NEXT_SESSION_KEY = "second_factor_next"


class SecondFactorMiddleware:
    """
    Closes the admin to sessions that lack a second factor or are locked, and takes them for signed out elsewhere.

    It stands behind Django's own that finds the user. Public pages that ask for no user cost no query. Requests are
    answered when the protection against forged ones has let them pass, so that nothing forged is offered to be sent
    again.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponseBase:
        user = request.user
        request.signed_in_user = user
        if settings.SECOND_FACTOR != "off" and not request.path.startswith(ACCOUNT_PAGES):
            request.user = SimpleLazyObject(lambda: user_of_session(request, user))
        response = self.get_response(request)
        if request.path.startswith(ACCOUNT_PAGES):
            # Keys and codes stand on them, and the browsers of shared offices are used by others.
            add_never_cache_headers(response)
        return response

    def process_view(self, request, view, args, kwargs) -> HttpResponseBase | None:
        """Ask for the second factor where it is missing, and keep a form of the admin that was sent without one."""
        if settings.SECOND_FACTOR == "off":
            return None
        if request.path.startswith(ACCOUNT_PAGES):
            return answer_on_account_page(request) if must_confirm(request, request.user) else None
        if request.path.startswith(reverse("wagtailadmin_home")) and not request.user.is_authenticated:
            return answer_in_admin(request)
        return None

    def process_exception(self, request, exception: Exception) -> HttpResponseBase | None:
        """Return a page that says what is the matter where a secret could not be read and no form says it."""
        if not isinstance(exception, UnreadableSecretError):
            return None
        return render(request, "accounts/unreadable_secret.html", {"error": exception}, status=503)


def answer_on_account_page(request) -> HttpResponseBase | None:
    """Return where a session that has to be confirmed is sent from a page of its account, if it must not see it."""
    view_name = request.resolver_match.view_name
    if has_factor(request.user) or is_locked(request, request.user):
        return None if view_name in CONFIRMATION_VIEWS else redirect(second_factor_url(request))
    # Such a page would send a user who is signed in back to where the second factor is missing.
    return redirect(second_factor_url(request)) if view_name in SIGN_IN_VIEWS else None


def answer_in_admin(request) -> HttpResponseBase | None:
    """
    Return the answer to a request for the admin without a user, or ``None`` where Wagtail's own is as good.

    Scripts get JSON with a message that Wagtail's autosave shows. A form is kept in a page that sends it again.
    """
    is_signed_in = request.signed_in_user.is_authenticated
    if wants_json(request):
        return JsonResponse(refusal(is_signed_in=is_signed_in), status=403)
    if request.method == "POST" and request.resolver_match.view_name not in NOT_KEPT:
        return form_kept(request, is_signed_in=is_signed_in)
    return redirect(second_factor_url(request)) if is_signed_in else None


def wants_json(request: HttpRequest) -> bool:
    """Return whether a script has made a request."""
    return is_script(request) or not request.accepts("text/html")


def refusal(*, is_signed_in: bool) -> dict[str, object]:
    """Return what a script is told, with the keys and a code that Wagtail's autosave knows."""
    reason = "The site has to know that it is you" if is_signed_in else "You have been signed out"
    message = f"{reason}. Keep this page open, sign in in another tab, then come back and save here."
    return {"success": False, "error_code": "locked", "error_message": message}


def form_kept(request, *, is_signed_in: bool) -> HttpResponse:
    """Return a page that keeps what a form has sent, until it can be sent again."""
    context = {
        "carried": carried_fields(request),
        "has_files": bool(request.FILES),
        "is_signed_in": is_signed_in,
        "sign_in_url": second_factor_url(request, reverse("wagtailadmin_home"))
        if is_signed_in
        else reverse("account_login"),
    }
    response = render(request, "account/form_kept.html", context, status=403)
    add_never_cache_headers(response)
    return response


def must_confirm(request, user) -> bool:
    """Return whether a session lacks the second factor, or is locked."""
    return lacks_second_factor(request, user) or is_locked(request, user)


def user_of_session(request, user):
    """Return the user, or an anonymous one where the session has to be confirmed first."""
    return AnonymousUser() if must_confirm(request, user) else user


def second_factor_url(request, then: str = "") -> str:
    """Return where a session can be confirmed, or a second factor set up, and go on from there."""
    user = request.signed_in_user
    then = then or next_url(request)
    types = set(factors_of(user).values())
    if FACTOR_TYPES.isdisjoint(types) and not is_locked(request, user):
        request.session[NEXT_SESSION_KEY] = then
        return reverse("mfa_index")
    if Authenticator.Type.WEBAUTHN in types:
        page = "mfa_reauthenticate_webauthn"
    else:
        page = "mfa_reauthenticate" if Authenticator.Type.TOTP in types else "account_reauthenticate"
    return f"{reverse(page)}?{urlencode({'next': then})}"


def next_url(request) -> str:
    """Return where to go on when the second factor was given: where a request led, or the admin."""
    if not request.path.startswith(ACCOUNT_PAGES):
        return request.get_full_path()
    asked_for = request.GET.get("next") or request.POST.get("next") or ""
    return asked_for if asked_for and get_adapter().is_safe_url(asked_for) else reverse("wagtailadmin_home")
