"""Refusals as messages in the admin that say what to do next, and never as server errors."""

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
from .decision import CHANGED, NOT_REVIEWED
from .reviewers import SECOND_PERSON

REFUSAL_CODES = {NOT_APPROVED, SECOND_PERSON, UNDER_APPROVAL, CHANGED, NOT_REVIEWED, "not_the_chair", "release_at"}
NOT_APPROVED_IN_WORDS = (
    "This was not published: it speaks in the board’s name, and the chair has not approved exactly these words and "
    "files for this page. Nothing you wrote is lost. Open the page and choose Submit to Board approval."
)


def refusal_messages(exception: BaseException) -> list[str]:
    """Return the messages of a refusal by the board's rules, and an empty list for any other exception."""
    if isinstance(exception, ValidationError):
        errors = exception.error_dict.values() if hasattr(exception, "error_dict") else [exception.error_list]
        is_refusal = any(error.code in REFUSAL_CODES for of_field in errors for error in of_field)
        return exception.messages if is_refusal else []
    if isinstance(exception, IntegrityError) and NOT_APPROVED in str(exception):
        return [NOT_APPROVED_IN_WORDS]
    return []


def wants_json(request) -> bool:
    """Return whether the response is for a script rather than a person."""
    return (
        "/api/" in request.path
        or request.headers.get("x-requested-with") == "XMLHttpRequest"
        or request.accepts("text/html") is False
    )


def return_url(request) -> str:
    """Return the address after a refusal: the page's edit form, else the referring page, else the admin's home."""
    page_id = request.resolver_match and request.resolver_match.kwargs.get("page_id")
    page = BasePage.objects.filter(pk=page_id, depth__gt=1).first() if page_id else None
    if page:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    referer = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return referer
    return reverse("wagtailadmin_home")


class RefusalMiddleware:
    """Turns refusals by the board's rules into messages on the page where the work was done."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Redirect with a message after a refusal, or respond to a script with status 422 and the messages."""
        texts = refusal_messages(exception)
        if not texts:
            return None
        if wants_json(request):
            # The keys that Wagtail's own scripts read.
            data = {"success": False, "error_code": NOT_APPROVED, "error_message": " ".join(texts)}
            return JsonResponse(data, status=422)
        messages.error(request, " ".join(texts))
        return redirect(return_url(request))

    def process_view(self, request, view, args, kwargs):
        """Explain what Wagtail would refuse without a reason: deciding another group's task, deleting."""
        explain = EXPLANATIONS.get(request.resolver_match.view_name)
        if explain is None or request.method != "POST" or not request.user.is_authenticated:
            return None
        text = explain(get_object_or_404(BasePage, pk=kwargs["page_id"]), request.user)
        if not text:
            return None
        messages.error(request, text)
        return redirect(return_url(request))


def reason_not_decidable(page, user) -> str:
    """Return why this user can't decide the task at which a page waits, or an empty string."""
    task = page.current_workflow_task
    if task is None or task.get_actions(page, user):
        return ""
    groups = " or ".join(group.name for group in task.groups.all())
    return f"“{page.get_admin_display_title()}” waits for {groups}, who decide this step. You are told when they have."


def reason_not_deletable(page, user) -> str:
    """Return why this user can't delete a page, or an empty string."""
    return " ".join(page.permissions_for_user(user).reasons_against_deletion())


EXPLANATIONS = {
    "wagtailadmin_pages:workflow_action": reason_not_decidable,
    "wagtailadmin_pages:collect_workflow_action_data": reason_not_decidable,
    "wagtailadmin_pages:delete": reason_not_deletable,
}
