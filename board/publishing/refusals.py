"""Refusals in the admin: in words, with what to do next, and never as a server error."""

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

OURS = {NOT_APPROVED, SECOND_PERSON, UNDER_APPROVAL, CHANGED, NOT_REVIEWED, "not_the_chair", "release_at"}
NOT_APPROVED_IN_WORDS = (
    "This was not published: it speaks in the board’s name, and the chair has not approved exactly these words and "
    "files for this page. Nothing you wrote is lost. Open the page and choose Submit to Board approval."
)


def refusal_of(exception: BaseException) -> list[str]:
    """Return the texts of a refusal of ours, or an empty list for any other exception."""
    if isinstance(exception, ValidationError):
        errors = exception.error_dict.values() if hasattr(exception, "error_dict") else [exception.error_list]
        ours = any(error.code in OURS for of_field in errors for error in of_field)
        return exception.messages if ours else []
    if isinstance(exception, IntegrityError) and NOT_APPROVED in str(exception):
        return [NOT_APPROVED_IN_WORDS]
    return []


def wants_json(request) -> bool:
    """Say whether the answer goes to a script rather than to a person."""
    return (
        "/api/" in request.path
        or request.headers.get("x-requested-with") == "XMLHttpRequest"
        or request.accepts("text/html") is False
    )


def way_back(request) -> str:
    """Return where to go after a refusal: the page's edit form, else where the request came from, else the admin."""
    page_id = request.resolver_match and request.resolver_match.kwargs.get("page_id")
    page = BasePage.objects.filter(pk=page_id, depth__gt=1).first() if page_id else None
    if page:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    referer = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return referer
    return reverse("wagtailadmin_home")


class RefusalMiddleware:
    """Turns a refusal of the rule into a message beside the work it concerns."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Answer a refusal: a message and the way back, or 422 with the texts where a script asked."""
        texts = refusal_of(exception)
        if not texts:
            return None
        if wants_json(request):
            # The names that Wagtail's own scripts read.
            answer = {"success": False, "error_code": NOT_APPROVED, "error_message": " ".join(texts)}
            return JsonResponse(answer, status=422)
        messages.error(request, " ".join(texts))
        return redirect(way_back(request))

    def process_view(self, request, view, args, kwargs):
        """Say in words what Wagtail would refuse without any: deciding a step that is somebody else's, deleting."""
        explain = EXPLANATIONS.get(request.resolver_match.view_name)
        if explain is None or request.method != "POST" or not request.user.is_authenticated:
            return None
        text = explain(get_object_or_404(BasePage, pk=kwargs["page_id"]), request.user)
        if not text:
            return None
        messages.error(request, text)
        return redirect(way_back(request))


def why_not_their_step(page, user) -> str:
    """Return why this user can't decide the step at which a page waits, or an empty string."""
    task = page.current_workflow_task
    if task is None or task.get_actions(page, user):
        return ""
    groups = " or ".join(group.name for group in task.groups.all())
    return f"“{page.get_admin_display_title()}” waits for {groups}, who decide this step. You are told when they have."


def why_not_deleted(page, user) -> str:
    """Return why this user can't delete a page, or an empty string."""
    return " ".join(page.permissions_for_user(user).reasons_against_deletion())


EXPLANATIONS = {
    "wagtailadmin_pages:workflow_action": why_not_their_step,
    "wagtailadmin_pages:collect_workflow_action_data": why_not_their_step,
    "wagtailadmin_pages:delete": why_not_deleted,
}
