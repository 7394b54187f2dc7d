"""Who may review and who may approve: no publication is one person's work."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from wagtail.models import Task

from board.approvals.rule import needs_chair
from board.siteinfo.models import BoardSettings

from .authorship import latest_words, writer_ids

SECOND_PERSON = "second_person"


def one_person_is_enough(page) -> bool:
    """Say whether the board lets one person write and publish an ordinary item; never asked about statements."""
    site = page.get_site()
    return bool(site and BoardSettings.for_site(site).one_person_may_publish)


def wrote_it_alone(page, user) -> bool:
    """Say whether an ordinary page waits for somebody other than this user: its words are, or may be, theirs."""
    if needs_chair(latest_words(page)):
        return False
    return user.pk in writer_ids(page) and not one_person_is_enough(page)


def second_person_needed(page) -> ValidationError:
    """Return the refusal to let a writer publish their own words."""
    others = colleagues(page)
    whom = f" They can: {', '.join(others)}." if others else " Nobody else can at present: ask whoever runs the site."
    return ValidationError(
        f"You wrote part of “{page.get_admin_display_title()}”, so somebody else has to approve it.{whom} "
        "What you wrote is saved.",
        code=SECOND_PERSON,
    )


def members(task):
    """Return the active members of a group task's groups."""
    return get_user_model().objects.filter(is_active=True, groups__in=task.groups.all()).distinct()


def is_chair(user) -> bool:
    """Say whether a user is an active member of a group that approves statements."""
    approving = Task.objects.filter(active=True, statementapprovaltask__isnull=False)
    return any(members(task.specific).filter(pk=user.pk).exists() for task in approving)


def steps(page) -> dict:
    """Return the specific tasks of a page's workflow by their class name; empty where it has none."""
    workflow = page.get_workflow()
    return {type(task.specific).__name__: task.specific for task in workflow.tasks} if workflow else {}


def colleagues(page) -> list[str]:
    """Return the names of those who may approve an ordinary page in its present words."""
    review = steps(page).get("EditorialReviewTask")
    if not review:
        return []
    wrote = set() if one_person_is_enough(page) else writer_ids(page)
    return [str(user) for user in members(review).exclude(pk__in=wrote)]


def nobody_can_approve(page) -> str:
    """
    Return why nobody could bring a page's present words to publication, or an empty string where somebody can.

    A statement needs a reviewer and an approver who are two people; an ordinary page a reviewer who did not write it.
    """
    tasks = steps(page)
    review, approval = tasks.get("EditorialReviewTask"), tasks.get("StatementApprovalTask")
    if not review or not approval:
        return "This page has no workflow with both steps of Board approval. Ask whoever runs the site."
    if needs_chair(latest_words(page)):
        return nobody_for_a_statement(set(members(review)), set(members(approval)))
    if colleagues(page):
        return ""
    return (
        "Nobody is left who could approve this: everybody in Moderators wrote part of it, or nobody is in that group. "
        "Ask whoever runs the site to add a moderator."
    )


def nobody_for_a_statement(reviewers: set, approvers: set) -> str:
    """Return why these reviewers and approvers can't bring a statement to publication, or an empty string."""
    if not approvers:
        return "Nobody is in Independent Chair, so nobody could approve this. Ask whoever runs the site."
    if not reviewers:
        return "Nobody is in Moderators, so nobody could review this. Ask whoever runs the site."
    if len(reviewers | approvers) == 1:
        return (
            "The only moderator is also the only chair, and a statement takes two people. Ask whoever runs the site "
            "to add a moderator."
        )
    return ""
