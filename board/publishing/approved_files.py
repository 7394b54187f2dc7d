"""Files under approval: none is replaced or deleted behind a page that the chair approved, or is to decide on."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from wagtail.documents import get_document_model
from wagtail.models import Revision, WorkflowState

from board.approvals.digest import carried_files
from board.approvals.models import ApprovedFile, StatementApproval
from board.basepage.models import BasePage
from board.media.forms import BoardDocumentForm, BoardImageForm
from board.media.issues import reasons_against_publication

from .mail import send_approval_lapsed
from .models import states_at_the_chair
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


def states_at_the_chair_with(file) -> list:
    """Return the workflow states of pages that wait for the chair and carry a document or image."""
    return [
        state
        for state in states_at_the_chair()
        if register_key(file) in carried_files(state.content_object.get_latest_revision().as_object())
    ]


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
        "Add the new file as a new document, choose it on the page, and submit the page again.",
        code=UNDER_APPROVAL,
    )


def has_new_bytes(file) -> bool:
    """Return whether saving a document or image would replace its bytes."""
    stored = type(file)._base_manager.filter(pk=file.pk).values("file", "sha256").first()
    if not stored:
        return False
    # A hash that is recorded for the first time says nothing about the bytes.
    other_hash = stored["sha256"] not in {"", file.sha256}
    return stored["file"] != file.file.name or other_hash


def guard_change(file) -> None:
    """
    Refuse to change or delete a file that an approval covers; call it within the transaction that does so.

    Raises ``ValidationError`` naming the pages. Pages and then the file are locked, in the same order as by an
    approval. The review of a page that only waits for the chair lapses, and its requester is told.
    """
    waiting = states_at_the_chair_with(file)
    ids = sorted({*(page.pk for page in pages_approved_with(file)), *(int(state.object_id) for state in waiting)})
    BasePage.objects.lock(*ids)
    list(type(file)._base_manager.select_for_update().filter(pk=file.pk).values_list("pk"))
    if pages := pages_approved_with(file):
        raise file_change_error(file, pages)
    for state in states_at_the_chair_with(file):
        cancel_review(state, file)


@transaction.atomic
def cancel_review(state: WorkflowState, file) -> None:
    """Cancel the review of a page that waits for the chair, and tell its requester."""
    page = state.content_object
    state.cancel()
    send_approval_lapsed(page.specific, state.requested_by, f"“{file.title}”")


def replacement_help(file, pages, add_url: str):
    """Return why a file can't be replaced, as HTML with the titles of the pages and a link to add a new file."""
    titles = format_html_join(", ", "“{}”", ((page.get_admin_display_title(),) for page in pages))
    return format_html(
        "The chair approved {} with exactly this file, so it can’t be replaced. "
        '<a href="{}">Add the new file as a new document</a>, choose it on the page, and submit the page again.',
        titles,
        add_url,
    )


class ApprovedFileMixin:
    """Refuses to replace a file under approval on its field, so that the rest of the form is not lost."""

    add_url_name: str

    def clean_file(self):
        """Return the file; raises ``ValidationError`` naming the pages whose approval covers the stored one."""
        file = self.cleaned_data["file"]  # type: ignore[attr-defined]
        instance = self.instance  # type: ignore[attr-defined]
        if instance.pk and "file" in self.changed_data:  # type: ignore[attr-defined]
            stored = type(instance).objects.get(pk=instance.pk)
            pages = pages_approved_with(stored)
            if pages:
                raise ValidationError(replacement_help(stored, pages, reverse(self.add_url_name)), code=UNDER_APPROVAL)
        return file


class DocumentForm(ApprovedFileMixin, BoardDocumentForm):
    add_url_name = "wagtaildocs:add"


class ImageForm(ApprovedFileMixin, BoardImageForm):
    add_url_name = "wagtailimages:add"
