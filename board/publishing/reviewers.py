"""Reviewers and approvers: every publication takes two people, unless a board relaxes that for ordinary items."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from wagtail.models import Task

from board.approvals.rule import needs_chair
from board.siteinfo.models import BoardSettings

from .authorship import has_written, latest_version, writer_ids

SECOND_PERSON = "second_person"
# The action in Wagtail's log: a board has changed whether one person may publish ordinary items.
SECOND_PERSON_CHANGED = "publishing.second_person"


def one_person_is_enough(page) -> bool:
    """Return whether the board lets one person write and publish an ordinary item, which no statement is."""
    site = page.get_site()
    return bool(site and BoardSettings.for_site(site).one_person_may_publish)


def needs_second_person(page, user) -> bool:
    """Return whether publishing an ordinary page takes another user, because this one wrote some of it."""
    if needs_chair(latest_version(page)):
        return False
    return has_written(page, user) and not one_person_is_enough(page)


def second_person_error(page) -> ValidationError:
    """Return the refusal to let a writer publish their own words, with the names of those who can."""
    others = possible_reviewers(page)
    whom = f" They can: {', '.join(others)}." if others else " No one else can at present: ask an administrator."
    return ValidationError(
        f"You wrote part of “{page.get_admin_display_title()}”, so another person has to approve it.{whom} "
        "What you wrote is saved.",
        code=SECOND_PERSON,
    )


def members(task):
    """Return the active members of a group task's groups."""
    return get_user_model().objects.filter(is_active=True, groups__in=task.groups.all()).distinct()


def workflow_tasks(page) -> dict:
    """Return the specific tasks of a page's workflow by their class name; empty where it has none."""
    workflow = page.get_workflow()
    return {type(task.specific).__name__: task.specific for task in workflow.tasks} if workflow else {}


def reviewers(page):
    """Return the active users who review a page in its own workflow."""
    review = workflow_tasks(page).get("EditorialReviewTask")
    return members(review) if review else get_user_model().objects.none()


def approving_tasks(page) -> list:
    """
    Return the tasks whose members approve a page's statements: that of its own workflow, not of another board's.

    Where it has no such step, or the page is gone (``None``), those of all workflows: an approval given before can
    still be withdrawn.
    """
    own = workflow_tasks(page).get("StatementApprovalTask") if page else None
    if own:
        return [own]
    return [task.specific for task in Task.objects.filter(active=True, statementapprovaltask__isnull=False)]


def chairs(page) -> set:
    """Return the active users who approve the statements of a page, which is ``None`` where it is gone."""
    return {user for task in approving_tasks(page) for user in members(task)}


def is_chair(user, page) -> bool:
    """Return whether a user is an active member of a group that approves a page's statements."""
    return any(members(task).filter(pk=user.pk).exists() for task in approving_tasks(page))


def approves_statements(user) -> bool:
    """Return whether a user approves the statements of any page."""
    return is_chair(user, None)


def is_in_workflow(user, page) -> bool:
    """Return whether a user has a step in a page's workflow; where it has none, or for a superuser, always."""
    tasks = workflow_tasks(page).values()
    return not tasks or any(task.user_can_access_editor(page, user) for task in tasks)


def possible_reviewers(page) -> list[str]:
    """Return the names of the users who may approve an ordinary page as it stands."""
    excluded = set() if one_person_is_enough(page) else writer_ids(page)
    return [str(user) for user in reviewers(page).exclude(pk__in=excluded)]


def reason_not_approvable(page) -> str:
    """
    Return why the present users can't publish a page as it stands, or an empty string.

    A statement takes a reviewer and another person as approver, an ordinary page a reviewer who did not write it.
    """
    tasks = workflow_tasks(page)
    review, approval = tasks.get("EditorialReviewTask"), tasks.get("StatementApprovalTask")
    if not review or not approval:
        return "This page has no workflow with both steps of Board approval. Ask an administrator."
    if needs_chair(latest_version(page)):
        return reason_statement_not_approvable(set(members(review)), set(members(approval)))
    if possible_reviewers(page):
        return ""
    return (
        "No one is left who could approve this: every moderator wrote part of it, or the group Moderators is empty. "
        "Ask an administrator to add a moderator."
    )


def reason_statement_not_approvable(reviewers: set, approvers: set) -> str:
    """Return why these reviewers and approvers can't publish a statement, or an empty string."""
    if not approvers:
        return "The group Independent Chair is empty, so no one could approve this. Ask an administrator."
    if not reviewers:
        return "The group Moderators is empty, so no one could review this. Ask an administrator."
    if len(reviewers | approvers) == 1:
        return (
            "The only moderator is also the only chair, and a statement takes two people. Ask an administrator "
            "to add a moderator."
        )
    return ""
