"""Signing in, as the admin speaks of it: reminders on its home page, and a link in the account settings."""

from django.conf import settings
from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from wagtail import hooks

from .second_factor import advice_on_factors, factors_of, needs_second_factor

OFFER = "Sign in without a password, and more safely: add a passkey."


@hooks.register("register_account_menu_item")
def add_link_to_sign_in_methods(request) -> dict[str, str]:
    """Return a link to passkeys, codes, password and email address for the account settings."""
    return {
        "url": reverse("mfa_index"),
        "label": "Signing in",
        "help_text": "Your password, email address, passkeys and codes, and where you are signed in.",
    }


@hooks.register("construct_homepage_panels")
def remind_of_second_factor(request, panels) -> None:
    """Advise those who publish or decide on a spare factor, and offer one to all others."""
    if settings.SECOND_FACTOR == "off":
        return
    advice = ""
    if needs_second_factor(request.user):
        advice = advice_on_factors(request.user)
    elif not factors_of(request.user):
        advice = OFFER
    if advice:
        messages.info(request, format_html('{} <a href="{}">Signing in</a>', advice, reverse("mfa_index")))
