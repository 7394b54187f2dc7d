"""Asks who it is before a sensitive action, and then takes the action as it was sent."""

import copy
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import resolve

from .reauthentication import CODE, PASSKEY, PASSWORD, is_reauthentication_required
from .sensitive_actions import ASKED_WHEN_OPENED, READING, SensitiveAction, sensitive_action

# The fields of the question begin like this, so that they are none of the action's own.
PREFIX = "reauthentication-"
# What allauth's forms call the answers.
ANSWERS = {PASSKEY: "credential", CODE: "code", PASSWORD: "password"}
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
    return redirect(f"{available_methods(request)[0]['url']}?{urlencode({'next': back})}")


def available_methods(request) -> list[dict]:
    """Return how the user may confirm who they are; raises ``PermissionDenied`` where there is no way to do so."""
    if methods := get_adapter().get_reauthentication_methods(request.user):
        return methods
    raise PermissionDenied


def ask(request, action: SensitiveAction, answer: dict[str, str]) -> HttpResponseBase | None:
    """Return the question, with everything that was posted in it, or ``None`` once it is answered."""
    if request.method != "POST":
        raise PermissionDenied  # No form of the admin sends anything else.
    methods = {method["id"]: method["url"] for method in available_methods(request)}
    forms = {}
    for method, field in ANSWERS.items():
        if method in methods and field in answer:
            response = ask_allauth(request, methods[method], {field: answer[field]})
            if not is_reauthentication_required(request):
                return None
            if response.status_code == 429:  # noqa: PLR2004
                return response
            forms[method] = getattr(response, "context_data", None) or {}
    return question(request, action, methods, forms)


def ask_allauth(request, url: str, answer: dict[str, str] | None = None) -> HttpResponseBase:
    """
    Return the response of one of allauth's own pages to an answer, or to a request for the page.

    The page judges the answer with all its limits, and writes down in the session that it was right.
    """
    inner = copy.copy(request)
    inner.path = inner.path_info = url
    inner.GET = QueryDict()
    inner.POST = QueryDict(urlencode(answer or {}))
    inner.method = "POST" if answer else "GET"
    view, args, kwargs = inner.resolver_match = resolve(url)
    return view(inner, *args, **kwargs)


def question(request, action: SensitiveAction, methods: dict[str, str], forms: dict[str, dict]) -> HttpResponseBase:
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
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"html": render_to_string("account/confirm_in_dialogue.html", context, request)})
    if not request.accepts("text/html"):
        refusal = {"success": False, "error_code": "reauthentication_required", "error_message": CONFIRM_FIRST}
        return JsonResponse(refusal, status=403)
    context |= answer_fields(request, methods, forms)
    response = render(request, "account/confirm_action.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def answer_fields(request, methods: dict[str, str], forms: dict[str, dict]) -> dict:
    """Return what the fields for the answers need: which there are, what was wrong, and the passkey's challenge."""
    shown = {}
    if PASSKEY in methods:
        shown = getattr(ask_allauth(request, methods[PASSKEY]), "context_data", None) or {}
    errors = [
        error
        for context in forms.values()
        for field_errors in getattr(context.get("form"), "errors", {}).values()
        for error in field_errors
    ]
    return {
        "answer_errors": errors,
        "takes_passkey": PASSKEY in methods,
        "takes_code": CODE in methods,
        "takes_password": PASSWORD in methods,
        "js_data": shown.get("js_data"),
    }


def carried_fields(request) -> list[tuple[str, str]]:
    """Return the names and values of what was posted, except the token against forged requests."""
    return [(name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values]
