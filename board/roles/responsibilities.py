"""What hangs on a person who works here, and what becomes of it when they leave."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Comment, PageLogEntry, PageSubscription, Revision, TaskState, WorkflowState

from board.approvals.models import StatementApproval
from board.basepage.models import BasePage
from board.cover.models import Cover
from board.publishing.authorship import CREATING_ACTIONS, writer_ids

from .entering import days_of
from .permissions import Role, permanent_members, role_groups

# More names than these are counted.
LISTED = 20


class Responsibility(NamedTuple):
    """One kind of things that hang on a person, in words."""

    heading: str
    # What becomes of them.
    outcome: str
    names: list[str]
    # Whether a successor takes them over.
    is_handed_over: bool = False

    @property
    def listed(self) -> list[str]:
        """Return the first names, and how many more there are."""
        more = len(self.names) - LISTED
        return [*self.names[:LISTED], *([f"and {more} more"] if more > 0 else [])]


def titles(pages: Iterable[BasePage]) -> list[str]:
    """Return the titles of pages as the admin shows them."""
    return [page.get_admin_display_title() for page in pages]


def owned_pages(person):
    """Return the pages that a person looks after."""
    return BasePage.objects.filter(owner=person).order_by("draft_title", "pk")


def locked_pages(person):
    """Return the pages that a person has locked."""
    return BasePage.objects.filter(locked=True, locked_by=person).order_by("draft_title", "pk")


def unfinished_pages(person) -> list[BasePage]:
    """Return the pages with words that are not public yet, and that a person alone has written."""
    revised = Revision.page_revisions.filter(user=person).values_list("object_id", flat=True)
    made = PageLogEntry.objects.filter(user=person, action__in=CREATING_ACTIONS).values_list("page_id", flat=True)
    unpublished = BasePage.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))
    pages = unpublished.filter(pk__in={*map(int, revised), *made}).order_by("draft_title", "pk")
    return [page for page in pages if writer_ids(page) == {person.pk}]


def open_submissions(person):
    """Return the workflow states of the pages that a person has submitted and that are not decided yet."""
    kind = ContentType.objects.get_for_model(BasePage)
    return WorkflowState.objects.active().filter(requested_by=person, base_content_type=kind).order_by("pk")


def followed_pages(person):
    """Return the pages of whose comments a person is told: those followed, and those with open comments of theirs."""
    followed = PageSubscription.objects.filter(user=person, comment_notifications=True).values("page")
    open_comments = Comment.objects.filter(resolved_at=None).filter(Q(user=person) | Q(replies__user=person))
    pages = BasePage.objects.filter(Q(pk__in=followed) | Q(pk__in=open_comments.values("page")))
    return pages.order_by("draft_title", "pk")


def roles_held_alone(person) -> dict:
    """Return the groups that decide in a workflow and have no other member for good, each with its role."""
    return {group: role for group, role in role_groups().items() if list(permanent_members(group)) == [person]}


def pages_waiting_for_groups(groups) -> list[BasePage]:
    """Return the pages that wait at a step of one of some groups."""
    pages = []
    for state in TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("task", "workflow_state"):
        task = state.task.specific
        if hasattr(task, "groups") and task.groups.filter(pk__in=[group.pk for group in groups]).exists():
            pages.append(state.workflow_state.content_object)
    return [page for page in pages if isinstance(page, BasePage)]


def scheduled_revisions(person):
    """Return the revisions of a person that are scheduled."""
    scheduled = Revision.page_revisions.filter(user=person, approved_go_live_at__isnull=False)
    return scheduled.order_by("approved_go_live_at")


def responsibilities(person) -> list[Responsibility]:
    """Return all that hangs on a person, and what becomes of it; what there is nothing of is left out."""
    alone = roles_held_alone(person)
    cover = Cover.objects.not_over().filter(stand_in=person)
    approvals = StatementApproval.objects.standing().filter(user_id=person.pk)
    all_kinds = [
        Responsibility(
            "Waits for a decision that no other person can take",
            "It goes on waiting until another person is in the group.",
            titles(pages_waiting_for_groups(alone)) if alone else [],
        ),
        Responsibility(
            "Drafts that no other person has written in",
            "The words stay as they are, and who takes over goes on with them.",
            titles(unfinished_pages(person)),
            is_handed_over=True,
        ),
        Responsibility(
            "Pages they look after",
            "Who takes over is reminded of their reviews and told of broken links.",
            titles(owned_pages(person)),
            is_handed_over=True,
        ),
        Responsibility(
            "Pages they have submitted",
            "The review goes on. Who takes over is mailed the decision.",
            titles(state.content_object for state in open_submissions(person)),
            is_handed_over=True,
        ),
        Responsibility(
            "Pages they have locked",
            "The lock goes to the person who takes over.",
            titles(locked_pages(person)),
            is_handed_over=True,
        ),
        Responsibility(
            "Pages of whose comments they are told",
            "Who takes over is told instead. What they wrote stays under their name.",
            titles(followed_pages(person)),
            is_handed_over=True,
        ),
        Responsibility(
            "Stands in for others",
            "It ends now. Enter cover again with another person.",
            [f"for {each.get_role_display()}, {days_of(each)}" for each in cover],
        ),
        Responsibility(
            "Scheduled to appear",
            "It appears at its time, as it was approved.",
            titles(revision.content_object for revision in scheduled_revisions(person)),
        ),
        Responsibility(
            "Statements that they have approved",
            "Every approval stays valid, and the register goes on naming them.",
            [approval.title for approval in approvals],
        ),
    ]
    return [each for each in all_kinds if each.names]


def gaps(person) -> str:
    """Return what no one could do any more without a person, in sentences; empty where there is no gap."""
    sentences = {
        Role.CHAIR: "{} is the only chair: no statement can be approved until another person is in the group {}.",
        Role.MODERATOR: "{} is the only moderator: nothing can be reviewed until another person is in the group {}.",
    }
    return " ".join(sentences[role].format(person, group) for group, role in roles_held_alone(person).items())
