"""Lost second factors in Wagtail's admin."""

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.widgets import Button

from board.admin import register_report

from .models import FactorReset
from .procedure import CALL_BACK, START, reason_against_call_back
from .reports import FactorResetReport

register_report(FactorResetReport, "lost-second-factors", order=1500)


@hooks.register("register_admin_urls")
def register_urls() -> list:
    """Return the addresses of the steps of a reset."""
    return [path("lost-second-factors/", include("board.accounts.lost_factors.admin_urls"))]


@hooks.register("register_permissions")
def register_permissions():
    """Return the permissions to start a reset and to record a call-back, which Settings → Groups then offers."""
    return Permission.objects.filter(content_type__app_label="lost_factors")


@hooks.register("register_user_listing_buttons")
def offer_reset(user, request_user):
    """Yield the button that starts a reset, for those who may start one, beside every account but their own."""
    if user != request_user and request_user.has_perm(START):
        url = reverse("lost_factors:start", args=[user.pk])
        yield Button("Reset a lost second factor", url=url, icon_name="key", priority=40)


@hooks.register("construct_homepage_panels")
def ask_for_call_back(request, panels) -> None:
    """Ask on the admin's home those who may ring someone back."""
    if not request.user.has_perm(CALL_BACK):
        return
    for reset in FactorReset.objects.open().filter(effective_at=None).prefetch_related("events"):
        if not reason_against_call_back(reset, request.user):
            url = reverse("lost_factors:reset", args=[reset.pk])
            text = '{} has lost a second factor. Please ring back on a number that you know: <a href="{}">how</a>.'
            messages.warning(request, format_html(text, reset.user_name, url))
