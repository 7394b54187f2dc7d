"""Limits on forms that are no sign-in, and the page that says that a limit was reached."""

from collections.abc import Callable
from http import HTTPStatus
from typing import NamedTuple

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from board.clients import is_script

from .limits import LimitReachedError, begin_attempt, subject_of_no_account, subject_of_user
from .models import SignInAttempt


def too_many_attempts(request, limit: LimitReachedError) -> HttpResponse:
    """Return a page with status 429 that says how long to wait and what to do instead (RFC 6585, 4)."""
    response = render(request, "429.html", {"limit": limit}, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(limit.seconds)
    response["Cache-Control"] = "no-store"
    return response


def typed_address(request, **kwargs):
    """Return the e-mail address that a reset was asked for; whether an account has it is looked for by no request."""
    return subject_of_no_account(request.POST.get("email", "").strip()), None


def private_page(request, page_view_restriction_id: int, **kwargs):
    """Return the private page, or the part of the site, whose password is tried."""
    return f"page:{page_view_restriction_id}", None


def private_collection(request, restriction_id: int, **kwargs):
    """Return the private collection of files whose password is tried."""
    return f"collection:{restriction_id}", None


def signed_in_user(request, **kwargs):
    """Return who changes the password, who has to know the one of before."""
    return subject_of_user(request.user), request.user


def leads_on(response) -> bool:
    """Return whether a form was right, as its redirect says."""
    return bool(response.status_code == HTTPStatus.FOUND)


def has_old_password(response) -> bool:
    """Return whether the old password was right; the new one may be refused all the same, and counts as no guess."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    return leads_on(response) or bool(form and form.is_bound and "oldpassword" not in form.errors)


def is_never_right(response) -> bool:
    """Return ``False``: each time that something is asked for counts."""
    return False


class LimitedView(NamedTuple):
    """A view whose posts are limited, whose secret is tried there, and whether a response means that it was right."""

    kind: str
    find_subject: Callable
    is_right: Callable


LIMITED_VIEWS = {
    "account_reset_password": LimitedView(SignInAttempt.Kind.RESET, typed_address, is_never_right),
    "account_change_password": LimitedView(SignInAttempt.Kind.PASSWORD, signed_in_user, has_old_password),
    "wagtailcore_authenticate_with_password": LimitedView(SignInAttempt.Kind.PAGE, private_page, leads_on),
    "wagtaildocs_authenticate_with_password": LimitedView(SignInAttempt.Kind.PAGE, private_collection, leads_on),
}


class LimitedViewMiddleware:
    """Counts the posts of ``LIMITED_VIEWS``, and gives forms that say of themselves that a limit was reached 429."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponseBase:
        request.attempt_at_view = None
        response = self.get_response(request)
        if request.attempt_at_view:
            attempt, is_right = request.attempt_at_view
            if is_right(response):
                attempt.delete()
        limit = getattr(request, "limit_in_form", None)
        if limit and not is_script(request):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response["Retry-After"] = str(limit.seconds)
        return response

    def process_view(self, request, view, args, kwargs) -> HttpResponseBase | None:
        """Return the page of the limit in place of a view that was posted to too often."""
        match = request.resolver_match
        limited = LIMITED_VIEWS.get(match.view_name) if match and request.method == "POST" else None
        if limited is None:
            return None
        subject, user = limited.find_subject(request, **kwargs)
        try:
            attempt = begin_attempt(request, limited.kind, subject, user)
        except LimitReachedError as limit:
            return too_many_attempts(request, limit)
        request.attempt_at_view = attempt, limited.is_right
        return None
