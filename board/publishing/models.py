"""The two workflow tasks of ``Board approval``."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState

from board.approvals.digest import statement_digest
from board.approvals.models import StatementApproval, StatementReview
from board.approvals.rule import needs_chair
from board.basepage.models import BasePage
from board.cover.names import name_in_roles, name_with_cover, roles_stood_in_for

from .approved_words import approvable_words
from .authorship import has_written, reads_alike
from .decision import CHANGED, record_approval
from .forms import DecisionForm
from .reviewers import SECOND_PERSON, members, needs_second_person, second_person_error, workflow_tasks

# The chair may change a word and approve it after a moderator's review, because independence is the chair's office. It
# does not pass to a writer who stands in.
OWN_WORDS_OF_STAND_IN = (
    "You wrote part of this, and a person who stands in for the chair does not approve their own words. The chair can, "
    "or another person who stands in."
)
# What the state of a task becomes by an action.
STATUS_AFTER = {"approve": TaskState.STATUS_APPROVED, "reject": TaskState.STATUS_REJECTED}


class ReviewedWordsTask(AbstractGroupApprovalTask):
    """A task that approves the words of the page's latest revision, if they are those with which it started."""

    class Meta:
        abstract = True

    def start(self, workflow_state, user=None):
        """
        Start this task, or an earlier one that has not approved the latest revision; return the task state.

        Wagtail resumes the workflow of a rejected page at the task that rejected it, so the words written since would
        reach the chair without a review.
        """
        next_task = workflow_state.get_next_task()
        if next_task and next_task.pk != self.pk:
            return next_task.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """
        Perform a workflow action; return the address to redirect to, or ``None``.

        The page's row is locked first, so that the second of two simultaneous decisions is refused, and nothing is both
        approved and rejected. A decision that the same user has taken already changes nothing. Approving words that
        have changed since the task started restarts the review; a revision that reads the same is approved in the
        place of the one with which it started.
        """
        page = task_state.workflow_state.content_object
        page.lock_row()
        task_state.refresh_from_db(fields=["status", "revision", "finished_by"])
        if task_state.status != TaskState.STATUS_IN_PROGRESS:
            if self.is_repeated(task_state, user, action_name, **kwargs):
                return None
            raise ValidationError("Another person has decided this step meanwhile.", code=CHANGED)
        if action_name != "approve":
            kwargs = {name: value for name, value in kwargs.items() if name == "comment"}
            return super().on_action(task_state, user, action_name, **kwargs)
        page.refresh_from_db(fields=["latest_revision"])
        if page.latest_revision_id != task_state.revision_id:
            if not reads_alike(task_state.revision, page.latest_revision):
                restart_review(page, user)
                return reverse("wagtailadmin_pages:edit", args=[page.pk])
            carry_over_approvals(task_state, page.latest_revision)
        version = task_state.revision.as_object()
        return self.approve(task_state, user, version, **kwargs)

    def is_repeated(self, task_state, user, action_name, **kwargs) -> bool:
        """Return whether a finished task state is what this user's same action has made of it."""
        return task_state.finished_by_id == user.pk and task_state.status == STATUS_AFTER.get(action_name)

    def approve(self, task_state, user, version, **kwargs):
        """Approve a page's latest ``version``; raises ``ValidationError`` if this user may not."""
        raise NotImplementedError


def states_in_review():
    """Return the workflow states of pages that wait at any step, in the order of the pages."""
    return WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=ContentType.objects.get_for_model(BasePage),
    ).order_by("object_id")


def states_at_the_chair():
    """Return the workflow states of pages that wait for the chair, in the order of the pages."""
    return states_in_review().filter(current_task_state__task__in=StatementApprovalTask.objects.all())


def pages_waiting_for(chair) -> list:
    """Return the pages that wait for the decision of a user as chair."""
    tasks = StatementApprovalTask.objects.filter(groups__user=chair)
    return [state.content_object for state in states_at_the_chair().filter(current_task_state__task__in=tasks)]


def restart_review(page, user) -> None:
    """Return a page under review to the first task that has not approved its latest revision."""
    page.current_workflow_task_state.cancel(user=user)


def carry_over_approvals(task_state, revision) -> None:
    """
    Let a task, and the approvals before it, stand for a later ``revision`` that reads the same.

    Wagtail counts the approvals of the latest revision alone (``WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT``).
    """
    finished = task_state.workflow_state.task_states.filter(
        revision=task_state.revision, status__in=[TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED]
    )
    finished.update(revision=revision)
    task_state.revision = revision


class EditorialReviewTask(ReviewedWordsTask):
    """A moderator's review; the writer of an ordinary item can't review it."""

    class Meta:
        verbose_name = "editorial review task"
        verbose_name_plural = "editorial review tasks"

    @classmethod
    def get_description(cls) -> str:
        return "Members of the chosen groups review; no one approves an ordinary item of their own."

    def approve(self, task_state, user, version, comment="", **kwargs):
        """Record the review of a statement, and go on to the chair or publish."""
        if not needs_chair(version):
            if needs_second_person(version, user):
                raise second_person_error(version)
        else:
            chairs = workflow_tasks(version).get("StatementApprovalTask")
            if chairs and set(members(chairs)) == {user}:
                raise ValidationError(
                    "Only you can approve this as chair, so another moderator has to review it: "
                    "a statement takes two people.",
                    code=SECOND_PERSON,
                )
            StatementReview.objects.create(
                page_id=version.pk,
                revision_id=task_state.revision_id,
                digest=statement_digest(version),
                user_id=user.pk,
                user_name=name_with_cover(user, self.groups.all()),
            )
        return AbstractGroupApprovalTask.on_action(self, task_state, user, "approve", comment=comment)


class StatementApprovalTask(ReviewedWordsTask):
    """The independent chair's approval, skipped when the page carries no statement."""

    # The mail of this step leads to the page on which the words are read and decided.
    has_decision_page = True

    class Meta:
        verbose_name = "statement approval task"
        verbose_name_plural = "statement approval tasks"

    @classmethod
    def get_description(cls) -> str:
        return "Members of the chosen groups approve statements; pages without a statement pass by."

    def start(self, workflow_state, user=None):
        """
        Start the task, or skip it for a page without a statement; return the task state.

        Starting the task mails the group, and the chair is told of statements only.
        """
        revision = workflow_state.content_object.get_latest_revision()
        if needs_chair(revision.as_object()):
            return super().start(workflow_state, user=user)
        return TaskState.objects.create(
            workflow_state=workflow_state,
            task=self,
            revision=revision,
            status=TaskState.STATUS_SKIPPED,
        )

    def get_actions(self, obj, user):
        """Return the chair's actions, which both lead to the page on which the words are read."""
        if user.is_superuser or self._user_in_groups(user):
            return [("approve", "Read and decide", False), ("reject", "Request changes", True)]
        return []

    def get_form_for_action(self, action):
        return DecisionForm if action == "approve" else super().get_form_for_action(action)

    def on_action(self, task_state, user, action_name, **kwargs):
        """Perform a workflow action, after reading the words and files that an approval keeps: storage may be slow."""
        if action_name == "approve" and kwargs.get("seen_digest") and self.is_approver(user):
            kwargs["words"] = approvable_words(task_state.revision.as_object())
        return super().on_action(task_state, user, action_name, **kwargs)

    def is_approver(self, user) -> bool:
        """Return whether a user may approve at this step; looking after the site is not enough."""
        return members(self).filter(pk=user.pk).exists()

    def wrote_what_they_stand_in_for(self, version, user) -> bool:
        """Return whether a user stands in at this step, and wrote some of the words, so that another has to approve."""
        return bool(roles_stood_in_for(user, self.groups.all())) and has_written(version, user)

    def approve(self, task_state, user, version, seen_digest="", comment="", *, words=None, **when):
        """
        Record the approval of exactly the words that were on the screen, and publish them when they are due.

        ``seen_digest`` is the digest of the words on the screen. Without it nothing is approved, and the address of the
        page that shows them is returned. ``words`` are what the register keeps of the version, ``when`` is ``release``
        and ``release_at`` of ``StatementApproval``.
        """
        if not seen_digest:
            return self.decision_url(version)
        if words is None or not self.is_approver(user):
            names = " or ".join(self.groups.values_list("name", flat=True))
            raise ValidationError(
                f"Only a member of {names} can approve a statement; looking after the site is not enough.",
                code="not_the_chair",
            )
        roles = roles_stood_in_for(user, self.groups.all())
        if roles and has_written(version, user):
            raise ValidationError(OWN_WORDS_OF_STAND_IN, code=SECOND_PERSON)
        name = name_in_roles(user, roles)
        record_approval(version, task_state.revision, user, words, seen_digest, name=name, note=comment, **when)
        return AbstractGroupApprovalTask.on_action(self, task_state, user, "approve", comment=comment)

    def is_repeated(self, task_state, user, action_name, *, seen_digest="", release="", **kwargs) -> bool:
        """Return the same of the chair's decision, which is the same if the words and their release are."""
        is_same_action = super().is_repeated(task_state, user, action_name)
        if action_name != "approve" or not is_same_action:
            return is_same_action
        approvals = StatementApproval.objects.filter(revision_id=task_state.revision_id, user_id=user.pk)
        return approvals.filter(digest=seen_digest, release=release or StatementApproval.Release.NOW).exists()

    @staticmethod
    def decision_url(page) -> str:
        """Return the address of the page on which the chair reads and decides."""
        return reverse("publishing:decide", args=[page.pk])
