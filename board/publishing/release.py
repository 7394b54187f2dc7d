"""When approved words appear, and when they go."""

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Revision

from board.approvals.digest import statement_digest
from board.approvals.models import ApprovalEvent, StatementApproval
from board.approvals.rule import NOT_APPROVED, may_be_live
from board.basepage.models import BasePage
from board.withdrawals.models import Withdrawal

from .mail import tell_of_withdrawal


def publish_when_due(workflow_state, user=None) -> None:
    """
    Publish what a workflow has approved, unless the chair holds it.

    ``user`` is whoever gave the last approval. What is approved for a time is scheduled for it.
    """
    revision = workflow_state.content_object.get_latest_revision()
    # Of a statement, the approval was given to this revision a moment ago, in the same transaction.
    approval = StatementApproval.objects.filter(revision_id=revision.pk).first()
    if approval is None or approval.release != StatementApproval.Release.HELD:
        revision.publish(user=user)


def held_revision(approval: StatementApproval) -> Revision | None:
    """
    Return the revision with the words that an approval holds, or ``None`` where they are gone or were written over.

    A newer draft does not matter: what was approved is put out, and nothing else.
    """
    revision = Revision.page_revisions.filter(pk=approval.revision_id, object_id=str(approval.page_id)).first()
    if revision is None or revision.content_object is None:
        return None
    return revision if statement_digest(revision.as_object()) == approval.digest else None


def held_approvals() -> list[StatementApproval]:
    """Return every approval whose words are held and can be put out, newest first."""
    return [approval for approval in StatementApproval.objects.awaiting_release() if held_revision(approval)]


def record_event(approval: StatementApproval, kind, user, reason: str = "") -> None:
    """Write into the register what happened to an approval."""
    ApprovalEvent.objects.create(approval=approval, kind=kind, user_id=user.pk, user_name=str(user), reason=reason)


@transaction.atomic
def put_out(approval: StatementApproval, user, discarded=(), reason: str = "") -> None:
    """
    Make held words public now, and discard the alternatives to them.

    ``user`` may publish; the caller has made sure. Raises ``ValidationError`` where the approval was taken back, used
    already, or given to words that were written over.
    """
    BasePage.objects.lock(approval.page_id)
    revision = held_revision(approval)
    if revision is None or not StatementApproval.objects.awaiting_release().filter(pk=approval.pk).exists():
        raise ValidationError(
            f"“{approval.page_title}” is no longer held: it was put out, discarded, withdrawn or changed meanwhile.",
            code=NOT_APPROVED,
        )
    record_event(approval, ApprovalEvent.Kind.RELEASED, user)
    for other in discarded:
        record_event(other, ApprovalEvent.Kind.DISCARDED, user, reason)
    revision.publish(user=user, skip_permission_checks=True)


@transaction.atomic
def withdraw_approval(approval: StatementApproval, user, reason: str, notice: str) -> None:
    """
    Take an approval back; the page that shows its words comes down in the same transaction and says so.

    ``reason`` goes into the register, ``notice`` is one of ``Withdrawal.Reason`` and goes to readers. ``user`` is a
    chair; the caller has made sure. Raises ``ValidationError`` where the approval does not stand any more.
    """
    BasePage.objects.lock(approval.page_id)
    if not StatementApproval.objects.standing().filter(pk=approval.pk).exists():
        raise ValidationError("This approval was taken back already.", code=NOT_APPROVED)
    record_event(approval, ApprovalEvent.Kind.WITHDRAWN, user, reason)
    for page in BasePage.objects.filter(approved_digest=approval.digest).specific():
        if may_be_live(page):
            continue
        if page.live:
            Withdrawal.withdraw(page, user, notice)
        else:
            page.save(clean=False)  # Sealed anew: its row must not say any longer that it is approved.
    Revision.page_revisions.filter(
        object_id=str(approval.page_id), pk=approval.revision_id, approved_go_live_at__isnull=False
    ).update(approved_go_live_at=None)
    tell_of_withdrawal(approval, user, reason)
