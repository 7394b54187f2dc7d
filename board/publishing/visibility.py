"""Records of approved statements that leave the public, or return to it, by whatever user and way."""

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


def effective_approvals(page):
    """Return the approvals that let the words of a page's row be public now."""
    return StatementApproval.objects.effective().filter(page_id=page.pk, digest=page.statement_digest)


def record_taking_down(page, kind: Kind, user=None, reason: str = "") -> None:
    """Record that the approved words of a page have left the public, unless the register says so already."""
    if page.statement_digest:
        for approval in effective_approvals(page).not_taken_down():
            approval.record_event(kind, user, reason)


def record_return(page) -> None:
    """Record that the approved words of a page are public again, if the register says that they had left it."""
    if not page.statement_digest or not page.live:
        return
    approvals = effective_approvals(page).taken_down()
    if approvals and not is_private_page(page):
        for approval in approvals:
            approval.record_event(Kind.RESTORED, get_active_log_context().user)


def record_restriction_below(page) -> None:
    """Record which approved words on a page and below it a restriction hides now, or has ceased to hide."""
    for each in page.get_descendants(inclusive=True).live().exclude(approved_digest=""):
        if is_private_page(each):
            record_taking_down(each, Kind.MADE_PRIVATE, get_active_log_context().user)
        else:
            record_return(each)


def record_deletion(page) -> None:
    """Record that a page is deleted, in each of its approvals that has not ended."""
    for approval in StatementApproval.objects.standing().filter(page_id=page.pk):
        approval.record_event(Kind.DELETED, get_active_log_context().user)


def is_stored_as_live(page) -> bool:
    """Return whether a page's row is live: Wagtail sends ``page_unpublished`` before a deletion, too."""
    return BasePage.objects.filter(pk=page.pk, live=True).exists()
