"""Which second factors people have."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from board.accounts.second_factor import has_factor

# In the order in which they are named.
NAMES = {
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


def second_factor_is_missing(user) -> bool:
    """Return whether a user has set up no second factor on a site that asks for one."""
    return settings.SECOND_FACTOR != "off" and not has_factor(user)


def factors_in_words(types: list[str]) -> str:
    """Return the factors of an account, given the type of each, such as "2 passkeys, recovery codes"."""
    counted = [(types.count(kind), name) for kind, name in NAMES.items() if kind in types]
    return ", ".join(f"{count} {name}s" if count > 1 else name for count, name in counted)
