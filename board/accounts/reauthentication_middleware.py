"""Asks who it is before a sensitive action, and then takes the action as it was sent."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from board.clients import is_script

from .reauthentication import ANSWERS, answer_fields, ask_allauth, is_reauthentication_required, methods_of
from .sensitive_actions import ASKED_WHEN_OPENED, READING, SensitiveAction, sensitive_action

# The fields of the question begin like this, so that they are none of the action's own.
PREFIX = "reauthentication-"
CONFIRM_FIRST = "Confirm that it is you, then do it again. Nothing has changed yet."


class ReauthenticationMiddleware:
    """
    Asks again who acts, before whatever ``sensitive_actions`` lists.

    What was sent is carried in the question's own form and is nowhere stored: the answer and the action come in one
    request. It stands last, so that what would be refused anyway is refused without a question.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponseBase | None:
        """Return the question, or ``None`` where the view may go on."""
        if not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name in ASKED_WHEN_OPENED:
            return ask_first(request) if is_reauthentication_required(request) else None
        action = sensitive_action(request)
        if action is None:
            return None
        answer = take_answer(request)
        if not is_reauthentication_required(request):
            return None
        return ask(request, action, answer)


def take_answer(request) -> dict[str, str]:
    """Take the answer to the question out of what was posted, and return it by the names of allauth's fields."""
    posted = request.POST.copy()
    fields = {name: posted.pop(name)[-1] for name in list(posted) if name.startswith(PREFIX)}
    if fields:
        request.POST = posted
    return {name.removeprefix(PREFIX): value for name, value in fields.items() if value}


def ask_first(request) -> HttpResponseBase:
    """Lead to the page on which the user confirms who they are, and from there back to the page that was asked for."""
    if request.method not in READING:
        messages.warning(request, CONFIRM_FIRST)
    back = request.get_full_path() if request.method in READING else request.path
    url = next(iter(methods_of(request).values()))
    return redirect(f"{url}?{urlencode({'next': back})}")


def ask(request, action: SensitiveAction, answer: dict[str, str]) -> HttpResponseBase | None:
    """Return the question, with everything that was posted in it, or ``None`` once it is answered."""
    if request.method != "POST":
        raise PermissionDenied  # No form of the admin sends anything else.
    errors: list[str] = []
    for method, url in methods_of(request).items():
        if ANSWERS[method] in answer:
            response = ask_allauth(request, url, {ANSWERS[method]: answer[ANSWERS[method]]})
            if not is_reauthentication_required(request):
                return None
            if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
                return response
            errors += form_errors(response)
    return question(request, action, errors)


def form_errors(response: HttpResponseBase) -> list[str]:
    """Return what one of allauth's pages says of a wrong answer; of a passkey it says it in a message."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    return [error for errors in form.errors.values() for error in errors] if form else []


def question(request, action: SensitiveAction, errors: list[str]) -> HttpResponseBase:
    """
    Return the page that asks who it is and carries what was posted.

    A script of Wagtail's dialogues gets a form for the dialogue, which leads to the page. Any other script is refused.
    """
    context = {
        "phrase": action.phrase,
        "action_url": request.get_full_path(),
        "carried": carried_fields(request),
        "has_files": bool(request.FILES),
    }
    if is_script(request):
        return JsonResponse({"html": render_to_string("account/confirm_in_dialogue.html", context, request)})
    if not request.accepts("text/html"):
        refusal = {"success": False, "error_code": "reauthentication_required", "error_message": CONFIRM_FIRST}
        return JsonResponse(refusal, status=403)
    context |= answer_fields(request) | {"answer_errors": errors}
    response = render(request, "account/confirm_action.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def carried_fields(request) -> list[tuple[str, str]]:
    """Return the names and values of what was posted, except the token against forged requests."""
    return [(name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values]
