"""Signing in, as the admin speaks of it: reminders, a link in the account settings, and invitations."""

from django.conf import settings
from django.contrib import messages
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.widgets import Button

from board.admin import register_report

from .invitations import InviteView, invite_new_user
from .reports import FailedSignInReport
from .second_factor import advice_on_factors, factors_of, needs_second_factor
from .session_views import END_SESSIONS, SessionsOfUserView

OFFER = "Sign in without a password, and more safely: add a passkey."

hooks.register("after_create_user", invite_new_user)
register_report(FailedSignInReport, "failed-sign-ins", order=1600)


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


@hooks.register("register_admin_urls")
def register_urls_of_users() -> list:
    """Return the addresses from which a link to choose a password is sent again, and of the sessions of a user."""
    return [
        path("users/<int:user_id>/invite/", InviteView.as_view(), name="invite_user"),
        path("users/<int:user_id>/sessions/", SessionsOfUserView.as_view(), name="user_sessions"),
    ]


@hooks.register("register_user_listing_buttons")
def invite_in_listing(user, request_user):
    """Yield the item for the row of a user."""
    url = reverse("invite_user", args=[user.pk])
    yield Button("Send a link to choose a password", url, icon_name="mail", priority=30)


@hooks.register("register_user_listing_buttons")
def sessions_in_listing(user, request_user):
    """Yield the item for the row of a user, for those who may change accounts."""
    if request_user.has_perm("accounts.change_user"):
        url = reverse("user_sessions", args=[user.pk])
        yield Button("Where signed in", url, icon_name="user", priority=35)


@hooks.register("register_log_actions")
def register_end_of_sessions(actions) -> None:
    """Name in an account's history that all its sessions were ended."""
    actions.register_action(END_SESSIONS, "End all sessions", "Signed out everywhere")
