"""When a user has to confirm who they are again before a sensitive action, and in which way (docs/decisions/0034)."""

import copy
import time
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase, QueryDict
from django.urls import resolve

PASSKEY = "mfa_reauthenticate:webauthn"
CODE = "mfa_reauthenticate"
PASSWORD = "reauthenticate"  # noqa: S105  # The name that allauth has for the method.
FACTORS = {PASSKEY, CODE}
# What the forms of allauth call the answers.
ANSWERS = {PASSKEY: "credential", CODE: "code", PASSWORD: "password"}


def required_method(user) -> str:
    """Return the method of allauth's records that counts for a user: ``mfa`` where there is a second factor."""
    return "mfa" if get_factor_adapter().is_mfa_enabled(user) else "password"


def is_recently_authenticated(request) -> bool:
    """
    Return whether the user signed in, or confirmed it, within ``ACCOUNT_REAUTHENTICATION_TIMEOUT`` seconds.

    A user who has a second factor must have used it: the password alone confirms nothing.
    """
    records = get_authentication_records(request, request.user)
    method = required_method(request.user)
    times = [record["at"] for record in records if record.get("method") == method]
    # A clock that was put back makes no authentication last longer.
    return bool(times) and 0 <= time.time() - times[-1] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def is_reauthentication_required(request) -> bool:
    """Return whether the user of a request has to confirm who they are before a sensitive action."""
    return settings.ACCOUNT_REAUTHENTICATION_REQUIRED and not is_recently_authenticated(request)


def preferred_methods(methods: list[dict]) -> list[dict]:
    """Return allauth's methods, a passkey first, and of a user who has a second factor those alone that ask for it."""
    factors = [method for method in methods if method["id"] in FACTORS]
    return sorted(factors or methods, key=lambda method: method["id"] != PASSKEY)


def methods_of(request) -> dict[str, str]:
    """
    Return the addresses of allauth's pages on which the user may confirm who they are, by method, the preferred first.

    Raises ``PermissionDenied`` where there is none: an account without a password and without a second factor.
    """
    methods = get_account_adapter().get_reauthentication_methods(request.user)
    if not methods:
        raise PermissionDenied
    return {method["id"]: method["url"] for method in methods}


def ask_allauth(request, url: str, answer: dict[str, str] | None = None) -> HttpResponseBase:
    """
    Return the response of one of allauth's own pages to an answer, or to a request for the page.

    The page judges the answer with all its limits, and writes down in the session that it was right.
    """
    inner = copy.copy(request)
    inner.path = inner.path_info = url
    inner.GET = QueryDict()
    inner.POST = QueryDict(urlencode(answer or {}))
    inner.method = "POST" if answer else "GET"
    view, args, kwargs = inner.resolver_match = resolve(url)
    return view(inner, *args, **kwargs)


def answer_fields(request) -> dict:
    """
    Return what ``account/answer_fields.html`` needs to ask within another form; empty where nothing need be asked.

    A passkey is asked for with a challenge, which the session remembers.
    """
    if not is_reauthentication_required(request):
        return {}
    methods = methods_of(request)
    page = ask_allauth(request, methods[PASSKEY]) if PASSKEY in methods else None
    return {
        "takes_passkey": PASSKEY in methods,
        "takes_code": CODE in methods,
        "takes_password": PASSWORD in methods,
        "js_data": getattr(page, "context_data", {}).get("js_data"),
    }
