"""Approved statements that leave the public, or return to it, whoever does it and by whatever way."""

from wagtail.log_actions import get_active_log_context
from wagtail.models import PageLogEntry, PageViewRestriction

from board.approvals.models import ApprovalEvent, StatementApproval
from board.basepage.models import BasePage

Kind = ApprovalEvent.Kind


def acting_user(page):
    """
    Return the user who has just unpublished a page, or who acts in the admin, or ``None`` for the site itself.

    Wagtail's signals do not name the user, but its log does.
    """
    entry = PageLogEntry.objects.filter(page_id=page.pk).order_by("-pk").first()
    if entry and entry.action.startswith("wagtail.unpublish"):
        return entry.user
    return get_active_log_context().user


def is_private_page(page) -> bool:
    """Return whether a restriction on a page or above it keeps the public out."""
    ids = page.get_ancestors(inclusive=True).values("pk")
    return PageViewRestriction.objects.filter(page_id__in=ids).exists()


def was_taken_down(approval: StatementApproval) -> bool:
    """Return whether the register says that the approved words have left the public."""
    last = approval.events.order_by("pk").last()
    return bool(last and last.kind in ApprovalEvent.TAKING_DOWN)


def record_visibility(page, kind: Kind, user=None, reason: str = "") -> None:
    """
    Record that approved words have left the public, or that they are public again, unless the register says so.

    ``kind`` is the kind of event if they have left it.
    """
    approvals = StatementApproval.objects.effective().filter(page_id=page.pk, digest=page.statement_digest)
    if not page.statement_digest or not approvals:
        return
    is_public = page.live and not is_private_page(page)
    for approval in approvals:
        if was_taken_down(approval) == is_public:
            approval.record_event(Kind.RESTORED if is_public else kind, user, reason)


def record_visibility_below(page) -> None:
    """Record which approved words on a page and below it a restriction hides now, or has ceased to hide."""
    user = get_active_log_context().user
    for each in page.get_descendants(inclusive=True).live().exclude(approved_digest=""):
        record_visibility(each, Kind.MADE_PRIVATE, user)


def record_deletion(page) -> None:
    """Record that a page is deleted, in each of its approvals that has not ended."""
    for approval in StatementApproval.objects.standing().filter(page_id=page.pk):
        approval.record_event(Kind.DELETED, get_active_log_context().user)


def is_stored_as_live(page) -> bool:
    """Return whether a page's row is live: Wagtail sends ``page_unpublished`` before a deletion, too."""
    return BasePage.objects.filter(pk=page.pk, live=True).exists()
