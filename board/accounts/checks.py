"""System checks of sign-in."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from .factor_keys import unreadable_authenticators


@register(Tags.security, deploy=True)
def second_factor_is_required(app_configs, **kwargs) -> list[Error]:
    """Return an error where a public site would let its chair in with a password alone."""
    if settings.SECOND_FACTOR == "required":
        return []
    hint = "Unset SECOND_FACTOR, or set it to “required”."
    return [Error("Those who publish or decide can sign in without a second factor.", hint=hint, id="accounts.E001")]


@register(Tags.database, deploy=True)
def second_factors_are_readable(app_configs, databases, **kwargs) -> list[Error]:
    """Return an error where second factors were encrypted with a key that ``FACTOR_KEYS`` does not have."""
    if not databases:
        return []
    try:
        unreadable = unreadable_authenticators()
    except DatabaseError:
        return []  # Nothing is migrated yet.
    if not unreadable:
        return []
    usernames = ", ".join(sorted({authenticator.user.username for authenticator in unreadable}))
    return [
        Error(
            f"None of FACTOR_KEYS fits the second factors of: {usernames}. They can’t sign in with a code.",
            hint="Add the key that they were encrypted with, from its backup (docs/operations.md).",
            id="accounts.E002",
        )
    ]
