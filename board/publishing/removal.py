"""The removal of approved words and files from the register, where a court or the law asks for it, by two people."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from board.approvals.models import Removal, RemovalProposal, StatementApproval
from board.basepage.models import BasePage
from board.cover.names import name_with_cover

from .mail import send_removal_proposed
from .reviewers import is_chair

# For how long a proposal can be confirmed.
VALID_FOR = dt.timedelta(days=30)
NOT_REMOVABLE = "not_removable"


def page_of(approval: StatementApproval) -> BasePage | None:
    """Return the page of an approval, or ``None`` where it is gone."""
    return BasePage.objects.filter(pk=approval.page_id).first()


def may_propose_removal(user, approval: StatementApproval) -> bool:
    """Return whether a user may propose or confirm a removal: an administrator, or a chair of the page's workflow."""
    return user.is_superuser or is_chair(user, page_of(approval))


def is_pair(one, other, approval: StatementApproval) -> bool:
    """Return whether two users are an administrator and a chair, who remove the words of an approval together."""
    page = page_of(approval)
    return one.pk != other.pk and any(
        administrator.is_superuser and is_chair(chair, page) for administrator, chair in ((one, other), (other, one))
    )


def reason_against_removal(approval: StatementApproval) -> str:
    """Return why the words of an approval can't be removed now, or an empty string."""
    if hasattr(approval, "removal"):
        return "The words and files of this entry are removed already."
    if StatementApproval.objects.standing().filter(pk=approval.pk).exists():
        return "This approval still stands. The chair withdraws it first, so that nothing public rests on it."
    return ""


def open_proposal(approval: StatementApproval) -> RemovalProposal | None:
    """Return the newest proposal to remove the words of an approval that can still be confirmed."""
    if hasattr(approval, "removal"):
        return None
    return approval.removal_proposals.filter(at__gt=timezone.now() - VALID_FOR).order_by("pk").last()


def entries_with_the_same_files(approval: StatementApproval):
    """Return the other approvals that cover a file of this one too, and so keep its bytes after a removal."""
    hashes = approval.files.exclude(sha256="").values("sha256")
    others = StatementApproval.objects.filter(files__sha256__in=hashes, removal__isnull=True)
    return others.exclude(pk=approval.pk).distinct()


def propose_removal(approval: StatementApproval, user, reason: str) -> RemovalProposal:
    """
    Record the proposal to remove the words and files of an approval, and mail those who can confirm it.

    Raises ``ValidationError`` where they can't be removed, or by this user.
    """
    if not may_propose_removal(user, approval):
        raise ValidationError("Only an administrator or a chair can propose this.", code=NOT_REMOVABLE)
    if against := reason_against_removal(approval):
        raise ValidationError(against, code=NOT_REMOVABLE)
    proposal = RemovalProposal.objects.create(
        approval=approval, user_id=user.pk, user_name=name_with_cover(user), reason=reason.strip()
    )
    send_removal_proposed(proposal, possible_confirmers(user, approval))
    return proposal


def possible_confirmers(proposer, approval: StatementApproval) -> list:
    """Return the active users who can confirm what a user proposes."""
    users = get_user_model().objects.filter(is_active=True).exclude(pk=proposer.pk)
    return [user for user in users if is_pair(proposer, user, approval)]


@transaction.atomic
def confirm_removal(proposal: RemovalProposal, user) -> Removal:
    """
    Remove the words and files of an approval, as another person has proposed; return the ``Removal``.

    The database removes them as the row is inserted. Raises ``ValidationError`` unless the two are an administrator and
    a chair, both active, and the proposal is the newest and still open.
    """
    approval = StatementApproval.objects.select_for_update().get(pk=proposal.approval_id)
    if against := reason_against_removal(approval):
        raise ValidationError(against, code=NOT_REMOVABLE)
    if open_proposal(approval) != proposal:
        raise ValidationError("There is a newer proposal, or this one is too old.", code=NOT_REMOVABLE)
    proposer = get_user_model().objects.filter(pk=proposal.user_id, is_active=True).first()
    if proposer is None or not is_pair(proposer, user, approval):
        raise ValidationError(
            "A removal takes two people, an administrator and a chair: one proposes it, the other confirms it.",
            code=NOT_REMOVABLE,
        )
    return Removal.objects.create(
        approval=approval,
        proposed_at=proposal.at,
        proposer_id=proposal.user_id,
        proposer_name=proposal.user_name,
        reason=proposal.reason,
        user_id=user.pk,
        user_name=name_with_cover(user),
    )
