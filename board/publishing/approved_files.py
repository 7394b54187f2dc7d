"""Files under approval: none is replaced or deleted behind a page that the chair approved, or is to decide on."""

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.models import Revision, WorkflowState

from board.approvals.digest import carried_files
from board.approvals.models import ApprovedFile, StatementApproval
from board.approvals.rule import needs_chair
from board.basepage.models import BasePage
from board.media.access import live_pages_with
from board.media.issues import reasons_against_publication

from .mail import send_approval_lapsed
from .models import states_at_the_chair, states_in_review
from .release import held_revision

UNDER_APPROVAL = "file_under_approval"


def register_key(file) -> tuple[str, str]:
    """Return model label and id of a document or image, as the statement register holds them."""
    return file._meta.label, str(file.pk)


def is_awaiting_publication(approval: StatementApproval) -> bool:
    """Return whether the approved words are still to appear: held, or scheduled."""
    if approval.release == StatementApproval.Release.HELD:
        held = StatementApproval.objects.awaiting_release().filter(pk=approval.pk).exists()
        return held and held_revision(approval) is not None
    return Revision.page_revisions.filter(pk=approval.revision_id, approved_go_live_at__isnull=False).exists()


def pages_approved_with(file) -> list:
    """Return the pages, public, held or scheduled, whose approval covers a document or image."""
    label, object_id = register_key(file)
    of_file = ApprovedFile.objects.filter(model=label, object_id=object_id).values("approval")
    approvals = StatementApproval.objects.standing().filter(pk__in=of_file)
    live = BasePage.objects.filter(live=True, approved_digest__in=approvals.values("digest"))
    waiting = [approval.page_id for approval in approvals if is_awaiting_publication(approval)]
    return list(live | BasePage.objects.filter(pk__in=waiting))


def reviews_ended_by(file) -> list:
    """
    Return the workflow states of the pages that carry a document or image and whose review new bytes would end.

    These are ordinary items under review, and pages that wait for the chair: the next decision would publish other
    bytes than were seen. The review of a statement by a moderator counts for exactly the bytes of its digest.
    """
    at_the_chair = set(states_at_the_chair().values_list("pk", flat=True))
    states = []
    for state in states_in_review():
        version = state.content_object.get_latest_revision_as_object()
        if register_key(file) in carried_files(version) and (state.pk in at_the_chair or not needs_chair(version)):
            states.append(state)
    return states


def documents_in_latest_version(page) -> list:
    """Return the documents that a page's latest version carries."""
    files = carried_files(page.get_latest_revision_as_object())
    return [file for file in files.values() if isinstance(file, get_document_model())]


def reasons_against_files(page) -> list[str]:
    """Return why the files of a page's latest version may not be published yet, in words for editors."""
    return [
        reason for document in documents_in_latest_version(page) for reason in reasons_against_publication(document)
    ]


def file_change_error(file, pages) -> ValidationError:
    """Return the refusal to change a file that an approval covers, with the pages by name."""
    titles = ", ".join(f"“{page.get_admin_display_title()}”" for page in pages)
    return ValidationError(
        f"The chair approved {titles} with exactly this file, so “{file.title}” can be neither replaced nor deleted. "
        "What readers see of it stays too: its title, its description, what is shown of a picture, and whether it is "
        "private. Add the file anew, choose the new one on the page, and submit the page again.",
        code=UNDER_APPROVAL,
    )


def pages_published_with(file) -> list:
    """
    Return the pages that are published with a document or image: live, behind a password too, or scheduled.

    A moderator has decided on all of these; a page behind a password is opened to everybody without another decision.
    """
    pages = {page.pk: page for page in live_pages_with(file)}
    for revision in Revision.page_revisions.filter(approved_go_live_at__isnull=False):
        if register_key(file) in carried_files(revision.as_object()):
            pages[int(revision.object_id)] = BasePage.objects.get(pk=revision.object_id)
    return [pages[pk] for pk in sorted(pages)]


def lock_with_pages(file) -> None:
    """Lock the pages that show a file or wait with it, then the file, in the same order as an approval does."""
    pages = {page.pk for page in [*pages_approved_with(file), *pages_published_with(file)]}
    BasePage.objects.lock(*pages, *(int(state.object_id) for state in reviews_ended_by(file)))
    list(type(file)._base_manager.select_for_update().filter(pk=file.pk).values_list("pk"))


def guard_change(file) -> None:
    """
    Refuse to change or delete a file that an approval covers; call it within the transaction that does so.

    Raises ``ValidationError`` naming the pages. A review for which the bytes were others ends, and
    its requester is told.
    """
    lock_with_pages(file)
    if pages := pages_approved_with(file):
        raise file_change_error(file, pages)
    for state in reviews_ended_by(file):
        cancel_review(state, file)


@transaction.atomic
def cancel_review(state: WorkflowState, file) -> None:
    """Cancel the review of a page, and tell its requester."""
    page = state.content_object
    state.cancel()
    send_approval_lapsed(page.specific, state.requested_by, f"“{file.title}”")
