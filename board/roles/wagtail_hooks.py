"""People and their roles in the admin: pages, report, log, and what a person who stands in is told."""

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.formats import date_format
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from board.admin import register_report
from board.cover.membership import BEGUN, ENDED
from board.cover.models import Cover

from .entering import ENTERED
from .leaving import LEFT, has_left
from .permissions import may_change_people, may_enter_cover, may_see_people
from .reports import PeopleReport

register_report(PeopleReport, "people", order=1500)
KEEP_ACCOUNTS = (
    "Accounts are not deleted, because the register, comments and earlier versions of pages name people. Let the "
    "person leave instead: the account is closed, and what hung on it is handed over."
)


class RestrictedMenuItem(MenuItem):
    """A menu item for the users of whom ``is_for`` is true."""

    def __init__(self, label: str, url: str, *, is_for: Callable, **kwargs):
        super().__init__(label, url, **kwargs)
        self.is_for = is_for

    def is_shown(self, request) -> bool:
        return bool(self.is_for(request.user))


@hooks.register("register_admin_urls")
def register_role_urls() -> list:
    """Return the addresses of the pages about people."""
    return [path("", include("board.roles.urls"))]


@hooks.register("register_settings_menu_item")
def register_cover_menu_item() -> MenuItem:
    """Return the menu item of cover, for chairs and administrators."""
    return RestrictedMenuItem(
        "Cover", reverse("roles:cover"), is_for=may_enter_cover, name="cover", icon_name="user", order=610
    )


@hooks.register("register_reports_menu_item")
def register_roles_menu_item() -> MenuItem:
    """Return the menu item of who may do what."""
    url = reverse("roles:who_may_do_what")
    return RestrictedMenuItem(
        "Who may do what", url, is_for=may_see_people, name="who-may-do-what", icon_name="key", order=1510
    )


@hooks.register("register_user_listing_buttons")
def add_leaving_button(user, request_user) -> Iterator[Button]:
    """Offer to let a person leave, in the list of users."""
    if user != request_user and may_change_people(request_user) and not has_left(user):
        yield Button("Leaves the board…", reverse("roles:leave", args=[user.pk]), icon_name="user", priority=30)


@hooks.register("before_edit_user")
def name_groups_of_cover(request, user) -> None:
    """Say on the form of an account which of the groups that are ticked end by themselves."""
    if request.method != "GET":
        return
    for cover in Cover.objects.running().filter(stand_in=user).select_related("group"):
        until = date_format(cover.last_day, "j F Y")
        messages.info(
            request,
            f"{user} is in the group {cover.group} to stand in until {until}, and leaves it then, whatever is ticked "
            "here. To take it away now, untick it. To give it for good, end the cover first (Settings → Cover).",
        )


@hooks.register("before_delete_user")
def lead_from_deletion_to_leaving(request, user):
    """Lead from the deletion of an account to the page on which the person leaves."""
    messages.warning(request, KEEP_ACCOUNTS)
    return redirect("roles:leave", user.pk)


@hooks.register("before_bulk_action")
def keep_accounts(request, action_type, objects, action):
    """Refuse to delete several accounts at once."""
    if action_type != "delete" or action.model is not PeopleReport.model:
        return None
    messages.warning(request, KEEP_ACCOUNTS)
    return redirect("wagtailusers_users:index")


@hooks.register("construct_homepage_panels")
def remind_of_cover(request, panels) -> None:
    """Tell a person who stands in until when, on the admin's home page."""
    for cover in Cover.objects.running().filter(stand_in=request.user):
        until = date_format(cover.last_day, "j F Y")
        messages.info(request, f"You stand in for {cover.get_role_display()} until {until}.")


class CoverFormatter(LogFormatter):
    """What the log says of cover."""

    text = ""

    def format_message(self, log_entry) -> str:
        """Return what was done, for whom and for which days."""
        data = log_entry.data
        return f"{self.text} for {data['for']} ({data['group']}), {data['first_day']} to {data['last_day']}"


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Register the log actions of cover and of leaving."""
    for action, text in ((ENTERED, "Cover entered"), (BEGUN, "Cover begun"), (ENDED, "Cover ended")):
        actions.register_action(action)(type("Formatter", (CoverFormatter,), {"label": text, "text": text}))

    @actions.register_action(LEFT)
    class LeavingFormatter(LogFormatter):
        label = "Leave the board"

        def format_message(self, log_entry) -> str:
            """Return which roles ended, and who took over."""
            roles = ", ".join(log_entry.data["roles"]) or "no role"
            successor = log_entry.data["successor"]
            return f"Left the board: {roles}" + (f"; {successor} takes over" if successor else "")
