"""The release of approved words, and the withdrawal of their approval."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from wagtail.models import Revision

from board.approvals.digest import statement_digest
from board.approvals.models import ApprovalEvent, StatementApproval
from board.approvals.rule import NOT_APPROVED, may_be_live
from board.basepage.models import BasePage
from board.withdrawals.models import Withdrawal

from .mail import send_approval_withdrawn


def publish_when_due(workflow_state, user=None) -> None:
    """
    Publish what a workflow has approved, or schedule it for the approved time, unless the chair holds it.

    ``user`` gave the last approval.
    """
    revision = workflow_state.content_object.get_latest_revision()
    # A statement's approval of this revision was recorded in the same transaction.
    approval = StatementApproval.objects.filter(revision_id=revision.pk).first()
    if approval is None or approval.release != StatementApproval.Release.HELD:
        revision.publish(user=user)


def held_revision(approval: StatementApproval) -> Revision | None:
    """
    Return the revision with the approved words, or ``None`` if it was deleted or overwritten.

    A newer draft does not matter: exactly what was approved is released.
    """
    revision = Revision.page_revisions.filter(pk=approval.revision_id, object_id=str(approval.page_id)).first()
    if revision is None or revision.content_object is None:
        return None
    return revision if statement_digest(revision.as_object()) == approval.digest else None


def held_approvals() -> list[StatementApproval]:
    """Return every approval whose words are held and can be released, newest first."""
    return [approval for approval in StatementApproval.objects.awaiting_release() if held_revision(approval)]


@transaction.atomic
def release_held(approval: StatementApproval, user, discarded=(), reason: str = "") -> None:
    """
    Publish held words now, and discard the alternatives to them.

    The caller checks that ``user`` may publish. Raises ``ValidationError`` if the approval or one of the alternatives
    was withdrawn, released or discarded already, or if the words to be released were overwritten.
    """
    BasePage.objects.lock(approval.page_id, *(other.page_id for other in discarded))
    revision = held_revision(approval)
    still_held = StatementApproval.objects.awaiting_release().in_bulk([approval.pk, *(other.pk for other in discarded)])
    ended = [each for each in (approval, *discarded) if each.pk not in still_held]
    if revision is None or ended:
        title = (ended or [approval])[0].page_title
        raise ValidationError(
            f"“{title}” is no longer held: it was put out, discarded, withdrawn or changed meanwhile.",
            code=NOT_APPROVED,
        )
    approval.record_event(ApprovalEvent.Kind.RELEASED, user)
    for other in discarded:
        other.record_event(ApprovalEvent.Kind.DISCARDED, user, reason)
    revision.publish(user=user, skip_permission_checks=True)


@transaction.atomic
def let_go(page_id: int, user, reason: str) -> None:
    """
    Let a page go that carried a statement: from now on it needs the chair only while it carries one.

    It is recorded with the page's newest approval. The caller checks that ``user`` is a chair. Raises
    ``ValidationError`` if the page was let go already, or was never the chair's.
    """
    BasePage.objects.lock(page_id)
    pages = BasePage.objects.filter(Q(pk=page_id) | Q(alias_of=page_id), approval_required=True)
    newest = StatementApproval.objects.filter(page_id=page_id).first()
    if newest is None or not pages:
        raise ValidationError("This page needs the chair for no other reason than its words.", code=NOT_APPROVED)
    newest.record_event(ApprovalEvent.Kind.LET_GO, user, reason)
    for pk in list(pages.values_list("pk", flat=True)):
        BasePage._base_manager.filter(pk=pk).update(approval_required=False)
        BasePage.objects.get(pk=pk).specific.save(clean=False)  # Seals it again, as the ordinary page that it may be.


@transaction.atomic
def withdraw_approval(approval: StatementApproval, user, reason: str, notice: str) -> None:
    """
    Withdraw an approval; the pages that show its words are withdrawn in the same transaction.

    ``reason`` is recorded in the register; ``notice``, one of ``Withdrawal.Reason``, is shown to readers. The caller
    checks that ``user`` is a chair. Raises ``ValidationError`` if the approval no longer stands.
    """
    BasePage.objects.lock(approval.page_id)
    if not StatementApproval.objects.standing().filter(pk=approval.pk).exists():
        raise ValidationError("This approval was taken back already.", code=NOT_APPROVED)
    approval.record_event(ApprovalEvent.Kind.WITHDRAWN, user, reason)
    for page in BasePage.objects.filter(approved_digest=approval.digest).specific():
        if may_be_live(page):
            continue
        if page.live:
            Withdrawal.withdraw(page, user, notice)
        else:
            page.save(clean=False)  # Seals it again: its row must not hold the approved digest any longer.
    Revision.page_revisions.filter(
        object_id=str(approval.page_id), pk=approval.revision_id, approved_go_live_at__isnull=False
    ).update(approved_go_live_at=None)
    send_approval_withdrawn(approval, user, reason)
