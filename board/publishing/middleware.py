"""Refuses actions in the background, and shows refusals by the board's rules as messages instead of server errors."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from board.approvals.rule import NOT_APPROVED
from board.basepage.dependants import is_home_page, reason_to_keep_home_page
from board.basepage.models import BasePage
from board.clients import is_script

from .approved_files import UNDER_APPROVAL
from .decision import CHANGED, FILE_UNREADABLE, NOT_REVIEWED
from .editor_messages import reason_not_taken
from .permissions import workable_pages
from .reviewers import SECOND_PERSON

REFUSAL_CODES = {NOT_APPROVED, SECOND_PERSON, UNDER_APPROVAL, CHANGED, NOT_REVIEWED, FILE_UNREADABLE}
REFUSAL_CODES |= {"not_the_chair", "release_at"}
NOT_APPROVED_MESSAGE = (
    "This was not published: it speaks in the board’s name, and the chair has not approved exactly these words and "
    "files for this page. Nothing you wrote is lost. Open the page and choose Submit to Board approval."
)
# Of the codes that Wagtail's autosave knows, this one stops it for the form.
BACKGROUND_ACTION = {
    "success": False,
    "error_code": "invalid_revision",
    "error_message": "This form was sent already. Load the page again to go on writing.",
}


def refusal_messages(exception: BaseException) -> list[str]:
    """Return the messages of a refusal by the board's rules, or an empty list for any other exception."""
    if isinstance(exception, ValidationError):
        errors = exception.error_dict.values() if hasattr(exception, "error_dict") else [exception.error_list]
        is_refusal = any(error.code in REFUSAL_CODES for field_errors in errors for error in field_errors)
        return exception.messages if is_refusal else []
    if isinstance(exception, IntegrityError) and NOT_APPROVED in str(exception):
        return [NOT_APPROVED_MESSAGE]
    return []


def wants_json(request) -> bool:
    """Return whether a script made the request and expects JSON."""
    return "/api/" in request.path or is_script(request) or request.accepts("text/html") is False


def return_url(request) -> str:
    """Return the URL to redirect to: the page's edit view, else the referring page, else the admin's home page."""
    page_id = request.resolver_match and request.resolver_match.kwargs.get("page_id")
    page = BasePage.objects.filter(pk=page_id, depth__gt=1).first() if page_id else None
    if page:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    referer = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return referer
    return reverse("wagtailadmin_home")


def is_background_action(request) -> bool:
    """
    Return whether a background save carries an action, such as to approve or to publish.

    Wagtail's autosave sends the whole form, with the fields that its scripts add to it for an action, and accepts JSON
    alone.
    """
    return (
        request.method == "POST"
        and not request.accepts("text/html")
        and any(name.startswith(("action-", "workflow-action-")) for name in request.POST)
    )


class RefusalMiddleware:
    """Redirects with a message when the board's rules refuse an action."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """After a refusal, redirect with a message, or respond to a script with status 422 and the message."""
        texts = refusal_messages(exception)
        if not texts:
            return None
        if wants_json(request):
            # The keys that Wagtail's scripts read.
            data = {"success": False, "error_code": NOT_APPROVED, "error_message": " ".join(texts)}
            return JsonResponse(data, status=422)
        messages.error(request, " ".join(texts))
        return redirect(return_url(request))

    def process_view(self, request, view, args, kwargs):
        """
        Refuse every action in the background, and with a reason what Wagtail refuses without one.

        That is a decision on another group's task, deleting what was public, unpublishing what is not public, moving or
        taking down a home page, and unscheduling what is not scheduled.
        """
        if is_background_action(request):
            return JsonResponse(BACKGROUND_ACTION, status=400)
        reason_against = REASONS_BY_VIEW.get(request.resolver_match.view_name)
        if reason_against is None or not request.user.is_authenticated:
            return None
        if request.method != "POST" and request.resolver_match.view_name not in QUESTIONS:
            return None
        # A reason names the page, which another board's people must not read. Wagtail refuses those.
        page_id = kwargs.get("page_id") or kwargs["page_to_move_id"]
        page = workable_pages(request.user).filter(pk=page_id).first()
        reason = reason_against(page, request.user, **kwargs) if page else ""
        if not reason:
            return None
        messages.error(request, reason)
        return redirect(return_url(request))


def reason_against_decision(page, user, action_name: str, **kwargs) -> str:
    """Return why a user can't act on a page's current workflow task, or an empty string."""
    return reason_not_taken(page, user, action_name)


def reason_against_deletion(page, user, **kwargs) -> str:
    """Return why a user can't delete a page, or an empty string."""
    return " ".join(page.permissions_for_user(user).reasons_against_deletion())


def reason_against_unpublishing(page, user, **kwargs) -> str:
    """Return why a page can't be unpublished, or an empty string."""
    if not page.live:
        return f"“{page.get_admin_display_title()}” is not public, so there is nothing to do."
    return reason_against_moving(page, user)


def reason_against_moving(page, user, **kwargs) -> str:
    """Return why a page can't be moved, or an empty string."""
    return reason_to_keep_home_page(page) if is_home_page(page) else ""


def reason_against_unscheduling(page, user, revision_id: int, **kwargs) -> str:
    """Return why a revision can't be taken out of the schedule, or an empty string."""
    if page.revisions.filter(pk=revision_id, approved_go_live_at__isnull=False).exists():
        return ""
    return f"“{page.get_admin_display_title()}” is not scheduled any more, so there is nothing to do."


REASONS_BY_VIEW: dict[str, Callable[..., str]] = {
    "wagtailadmin_pages:collect_workflow_action_data": reason_against_decision,
    "wagtailadmin_pages:delete": reason_against_deletion,
    "wagtailadmin_pages:unpublish": reason_against_unpublishing,
    "wagtailadmin_pages:move": reason_against_moving,
    "wagtailadmin_pages:move_confirm": reason_against_moving,
    "wagtailadmin_pages:revisions_unschedule": reason_against_unscheduling,
}
# The views that ask first: what they would ask for is refused before.
QUESTIONS = {"wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish", "wagtailadmin_pages:move"}
