"""
The actions before which it is asked again who acts (docs/decisions/0034), by the names of their views.

This is the only list of them. A test compares it with the addresses of the site: a new address among those of accounts,
roles, workflows and decisions has to be named here, or there with the reason why it needs no fresh authentication.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest

READING = {"GET", "HEAD", "OPTIONS", "TRACE"}


def always(request: HttpRequest, **kwargs) -> bool:
    """Return ``True``: whatever is sent to the view is the action."""
    return True


def is_workflow_decision(request: HttpRequest, **kwargs) -> bool:
    """Return whether the form of a page carries an action of the workflow, as its buttons and the keyboard send it."""
    return bool(request.POST.get("action-workflow-action"))


def takes_pages_down(request: HttpRequest, action_name: str, **kwargs) -> bool:
    """Return whether an action of the admin's API takes pages down."""
    return action_name in {"delete", "unpublish"}


def is_sensitive_in_bulk(request: HttpRequest, app_label: str, model_name: str, action: str) -> bool:
    """Return whether a bulk action takes pages down, or changes users."""
    return app_label == "accounts" or (app_label == "basepage" and action in {"delete", "unpublish"})


def may_relax_rule(request: HttpRequest, app_name: str, model_name: str, **kwargs) -> bool:
    """Return whether the user who saves the settings of the board may let one person publish with them."""
    return model_name == "boardsettings" and request.user.has_perm("siteinfo.relax_second_person")


class SensitiveAction(NamedTuple):
    """What a view does, as a phrase that follows “You are about to”, and which of the requests to it do so."""

    phrase: str
    is_taken_by: Callable[..., bool] = always


DECIDE = "decide on a page that is under review"
TAKE_DOWN = "take pages down"
CHANGE_ROLES = "change accounts, roles or who decides"
REMOVE = "remove words and files from the register"
RESET_FACTOR = "decide on the reset of a lost second factor"
RELEASE_FILE = "decide on a new version of a public file"

SENSITIVE_ACTIONS: dict[str, SensitiveAction] = {
    "publishing:decide": SensitiveAction("decide on a statement"),
    "wagtailadmin_pages:workflow_action": SensitiveAction(DECIDE),
    "wagtailadmin_pages:edit": SensitiveAction(DECIDE, is_workflow_decision),
    "publishing:release": SensitiveAction("put out a held statement"),
    "publishing:withdraw": SensitiveAction("withdraw an approval"),
    "publishing:let_go": SensitiveAction("let a page go that carried a statement"),
    "publishing:propose_removal": SensitiveAction(REMOVE),
    "publishing:confirm_removal": SensitiveAction(REMOVE),
    "publishing:waiting_version": SensitiveAction(RELEASE_FILE),
    "withdraw_page": SensitiveAction("withdraw a page"),
    "wagtailadmin_pages:unpublish": SensitiveAction(TAKE_DOWN),
    "wagtailadmin_pages:delete": SensitiveAction(TAKE_DOWN),
    "wagtailadmin_api:pages:action": SensitiveAction(TAKE_DOWN, takes_pages_down),
    "wagtail_bulk_action": SensitiveAction("change several pages or accounts at once", is_sensitive_in_bulk),
    "wagtailsettings:edit": SensitiveAction("change the settings of the board", may_relax_rule),
    "lost_factors:start": SensitiveAction(RESET_FACTOR),
    "lost_factors:call_back": SensitiveAction(RESET_FACTOR),
    "lost_factors:cancel": SensitiveAction(RESET_FACTOR),
    "account_email": SensitiveAction("change your email address"),
} | dict.fromkeys(
    [
        "roles:cover",
        "roles:end_cover",
        "roles:leave",
        "wagtailusers_users:add",
        "wagtailusers_users:copy",
        "wagtailusers_users:edit",
        "wagtailusers_users:delete",
        "wagtailusers_groups:add",
        "wagtailusers_groups:edit",
        "wagtailusers_groups:delete",
        "wagtailadmin_workflows:add",
        "wagtailadmin_workflows:edit",
        "wagtailadmin_workflows:enable",
        "wagtailadmin_workflows:disable",
        "wagtailadmin_workflows:remove",
        "wagtailadmin_workflows:add_task",
        "wagtailadmin_workflows:edit_task",
        "wagtailadmin_workflows:enable_task",
        "wagtailadmin_workflows:disable_task",
    ],
    SensitiveAction(CHANGE_ROLES),
)

# Pages that ask as soon as they are opened: what is typed there is secret, so it is not carried over a question.
ASKED_WHEN_OPENED = {
    "account_change_password",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
}


def sensitive_action(request: HttpRequest) -> SensitiveAction | None:
    """Return the sensitive action that a request would take, or ``None``."""
    match = request.resolver_match
    action = SENSITIVE_ACTIONS.get(match.view_name) if match else None
    if match is None or action is None or request.method in READING:
        return None
    return action if action.is_taken_by(request, **match.kwargs) else None
