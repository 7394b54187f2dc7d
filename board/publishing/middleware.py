"""Shows refusals by the board's rules as messages in the admin instead of server errors."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from board.approvals.rule import NOT_APPROVED
from board.basepage.models import BasePage

from .approved_files import UNDER_APPROVAL
from .decision import CHANGED, FILE_UNREADABLE, NOT_REVIEWED
from .reviewers import SECOND_PERSON

REFUSAL_CODES = {NOT_APPROVED, SECOND_PERSON, UNDER_APPROVAL, CHANGED, NOT_REVIEWED, FILE_UNREADABLE}
REFUSAL_CODES |= {"not_the_chair", "release_at"}
NOT_APPROVED_MESSAGE = (
    "This was not published: it speaks in the board’s name, and the chair has not approved exactly these words and "
    "files for this page. Nothing you wrote is lost. Open the page and choose Submit to Board approval."
)


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
    return (
        "/api/" in request.path
        or request.headers.get("x-requested-with") == "XMLHttpRequest"
        or request.accepts("text/html") is False
    )


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
        """Refuse with a reason what Wagtail refuses without one: acting on another group's task, or deleting a page."""
        reason_against = REASONS_BY_VIEW.get(request.resolver_match.view_name)
        if reason_against is None or request.method != "POST" or not request.user.is_authenticated:
            return None
        reason = reason_against(get_object_or_404(BasePage, pk=kwargs["page_id"]), request.user)
        if not reason:
            return None
        messages.error(request, reason)
        return redirect(return_url(request))


def reason_against_decision(page, user) -> str:
    """Return why a user can't act on a page's current workflow task, or an empty string."""
    task = page.current_workflow_task
    if task is None or task.get_actions(page, user):
        return ""
    groups = " or ".join(group.name for group in task.groups.all())
    return f"“{page.get_admin_display_title()}” waits for {groups}, who decide this step. You are told when they have."


def reason_against_deletion(page, user) -> str:
    """Return why a user can't delete a page, or an empty string."""
    return " ".join(page.permissions_for_user(user).reasons_against_deletion())


REASONS_BY_VIEW = {
    "wagtailadmin_pages:workflow_action": reason_against_decision,
    "wagtailadmin_pages:collect_workflow_action_data": reason_against_decision,
    "wagtailadmin_pages:delete": reason_against_deletion,
}
