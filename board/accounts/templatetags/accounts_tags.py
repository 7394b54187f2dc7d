"""What the pages of sign-in say that django-allauth does not tell them."""

from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django import template
from django.urls import reverse

from board.accounts import adapters, second_factor, views

register = template.Library()


class Factors(NamedTuple):
    """Which kinds of factors a user has."""

    passkeys: bool
    app: bool
    codes: bool


def factors_by_type(user) -> Factors:
    """Return which kinds of factors a user has."""
    types = set(second_factor.factors_of(user).values())
    kinds = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    return Factors(*(kind in types for kind in kinds))


@register.simple_tag(takes_context=True)
def own_factors(context) -> Factors:
    """Return which kinds of factors the user of the request has."""
    return factors_by_type(context["request"].user)


@register.simple_tag(takes_context=True)
def pending_factors(context) -> Factors:
    """Return which kinds of factors the user has who has given a password and is asked for a factor."""
    return factors_by_type(context["view"].stage.login.user)


@register.simple_tag(takes_context=True)
def has_passkey_domain(context) -> bool:
    """Return whether passkeys work at the host of the request."""
    return adapters.has_passkey_domain(context["request"])


@register.simple_tag(takes_context=True)
def sign_in_title(context) -> str:
    """Return the title of the sign-in page, which may stand before a page that not everyone may read."""
    address = context.get("redirect_field_value") or ""
    is_work = not address or address.startswith((reverse("wagtailadmin_home"), "/accounts/"))
    return "Sign in" if is_work else "Sign in to read this page"


@register.simple_tag(takes_context=True)
def url_to_go_on(context) -> str:
    """Return where the user was going when the second factor was asked for."""
    return views.url_to_go_on(context["request"])


@register.simple_tag
def unused_codes(recovery_codes) -> int:
    """Return how many recovery codes are left."""
    return second_factor.unused_codes(recovery_codes)


@register.filter
def in_groups(secret: str) -> str:
    """Return a secret in groups of four, which are easier to type."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
