"""When a user has to confirm who they are again before a sensitive action, and in which way (docs/decisions/0034)."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter
from django.conf import settings

PASSKEY = "mfa_reauthenticate:webauthn"
CODE = "mfa_reauthenticate"
PASSWORD = "reauthenticate"  # noqa: S105  # The name that allauth has for the method.
FACTORS = {PASSKEY, CODE}


def required_method(user) -> str:
    """Return the method of allauth's records that counts for a user: ``mfa`` where there is a second factor."""
    return "mfa" if get_adapter().is_mfa_enabled(user) else "password"


def is_recently_authenticated(request) -> bool:
    """
    Return whether the user signed in, or confirmed it, within ``ACCOUNT_REAUTHENTICATION_TIMEOUT`` seconds.

    A user who has a second factor must have used it: whoever knows the password alone confirms nothing.
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
