"""
The rule: a statement is never public unless the chair approved exactly those words and files.

Every layer (docs/publishing-rules.md) asks here, and nowhere else is the rule written down.
"""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format

from .digest import statement_digest
from .models import ApprovalEvent, StatementApproval
from .statements import carries_statement, needs_chair

__all__ = ["NOT_APPROVED", "may_be_live", "needs_chair", "not_approved_error", "reasons_against"]

# The code of every refusal to publish, and the name of the constraint in the database.
NOT_APPROVED = "statement_not_approved"


def approval_page_ids(page) -> list[int]:
    """
    Return the primary keys of the pages whose approvals count for a page: itself and, for an alias, its sources.

    An alias has no words of its own: Wagtail copies those of its source at every publication. One query for each link
    of the chain; none for a page that is no alias.
    """
    ids = [page.pk] if page.pk else []
    while page.alias_of_id and page.alias_of_id not in ids:
        ids.append(page.alias_of_id)
        page = page.alias_of
    return ids


def approvals_of(page, digest: str):
    """Return all approvals of words with this digest on this page, or on the pages that it is an alias of."""
    return StatementApproval.objects.filter(page_id__in=approval_page_ids(page), digest=digest)


def is_approved(page, digest: str, at: dt.datetime | None = None) -> bool:
    """Return whether words with this digest may be public on this page at ``at``, an aware time; without it now."""
    return approvals_of(page, digest).effective(at).exists()


def newest_approval(page, digest: str) -> StatementApproval | None:
    """Return the newest approval under which words with this digest may be public on this page now."""
    return approvals_of(page, digest).effective().with_let_go().first()


def effective_approvals(digests: Iterable[str]) -> set[tuple[int, str]]:
    """Return page and digest of every effective approval of words with one of these digests."""
    approvals = StatementApproval.objects.filter(digest__in=set(digests)).effective()
    return set(approvals.values_list("page_id", "digest"))


def digests_before_their_time(now: dt.datetime):
    """
    Return, for a subquery, the digests of words that were approved for a time after ``now`` and don't count already.

    A live page has one of them only where the clock was put back, or had been ahead when the page was published.
    """
    counting = StatementApproval.objects.effective(now).filter(page_id=OuterRef("page_id"), digest=OuterRef("digest"))
    return StatementApproval.objects.due_after(now).exclude(Exists(counting)).values("digest")


def may_be_live(page, at: dt.datetime | None = None) -> bool:
    """Return whether a specific page may be public as it stands, at ``at``, an aware time; without it now."""
    digest = statement_digest(page)
    return not digest or is_approved(page, digest, at)


def was_published(page) -> bool:
    """
    Return whether the register says that a statement was public on a page, and not that the chair has let it go since.

    Whether words that were approved for a time were put out then, the register does not say.
    """
    approvals = StatementApproval.objects.filter(page_id__in=approval_page_ids(page))
    at_once = Q(release=StatementApproval.Release.NOW)
    released = StatementApproval.objects.with_event(ApprovalEvent.Kind.RELEASED)
    newest = approvals.filter(at_once | released).with_let_go().first()
    return newest is not None and not newest.was_let_go


def format_local(moment: dt.datetime) -> str:
    """Return a time as the board reads it, such as ``2 November 2026, 14:30``."""
    return date_format(timezone.localtime(moment), "j F Y, H:i")


def reason_not_due(approval: StatementApproval) -> str:
    """Return why approved words may not be public yet."""
    if approval.release == StatementApproval.Release.AT and (at := approval.release_at):
        return f"The chair approved it for {format_local(at)} and not before. It appears then by itself."
    return "The chair approved it to be held. A moderator puts it out under Reports → Held statements."


def reason_ended(event: ApprovalEvent) -> str:
    """Return by what an approval has ended, and what to do now."""
    return (
        f"{event.sentence} on {format_local(event.at)}, and with that the approval has ended. Change the words and "
        "submit the page again, or ask the chair to approve them anew."
    )


REASON_STAYS = (
    "The chair approved a statement that was public on this page, so the words that take its place need the chair too. "
    "Choose Submit to Board approval. If this is to be an ordinary page from now on, ask the chair to let it go: “Let "
    "this page go”, on its entry in the statement register."
)


def last_end(page, digest: str) -> ApprovalEvent | None:
    """Return the event by which the last approval of words with this digest ended, if any has."""
    events = ApprovalEvent.objects.filter(approval__in=approvals_of(page, digest), kind__in=ApprovalEvent.ENDING)
    return events.order_by("pk").last()


def reasons_against(page, at: dt.datetime | None = None) -> list[str]:
    """
    Return every reason why a specific page may not be public as it stands, in words for editors.

    An empty list means that it may. ``at`` is an aware time; without it now.
    """
    digest = statement_digest(page)
    if not digest or is_approved(page, digest, at):
        return []
    approvals = approvals_of(page, digest)
    standing = approvals.standing()
    if standing.exists():
        return [reason_not_due(approval) for approval in standing[:1]]
    ended = last_end(page, digest)
    reasons = [reason_ended(ended)] if ended else []
    if not carries_statement(page):
        return [*reasons, REASON_STAYS]
    others = StatementApproval.objects.standing().filter(page_id__in=approval_page_ids(page)).exclude(digest=digest)
    if other := others.first():
        reasons.append(
            f"Words or files have changed since the chair approved this page on {format_local(other.at)}. "
            "Submit it to Board approval again, or bring the approved words back."
        )
    if not reasons:
        reasons.append(
            "It speaks in the board’s name, and the chair has not approved exactly these words and files. "
            "Choose Submit to Board approval."
        )
    return reasons


def not_approved_error(page, reasons: list[str]) -> ValidationError:
    """Return the refusal to publish a page, with every reason; wherever it is raised, the draft is safe."""
    what = f"“{page.title}” was not published. Nothing you wrote is lost."
    errors = [ValidationError(text, code=NOT_APPROVED) for text in (what, *reasons)]
    # Wagtail's API reads the errors' dictionary, as a form does.
    return ValidationError({NON_FIELD_ERRORS: errors})
