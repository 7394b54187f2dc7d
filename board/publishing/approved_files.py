"""Files under approval: what the chair approved, or is asked about, is not swapped behind a page."""

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

from .mail import tell_of_lapse
from .models import states_at_the_chair
from .release import held_revision

UNDER_APPROVAL = "file_under_approval"


def key_of(file) -> tuple[str, str]:
    """Return how the register names a document or image."""
    return file._meta.label, str(file.pk)


def waits_for_its_time(approval: StatementApproval) -> bool:
    """Say whether an approval is of words that are still to appear: held, or scheduled."""
    if approval.release == StatementApproval.Release.HELD:
        held = StatementApproval.objects.awaiting_release().filter(pk=approval.pk).exists()
        return held and held_revision(approval) is not None
    return Revision.page_revisions.filter(pk=approval.revision_id, approved_go_live_at__isnull=False).exists()


def pages_holding(file) -> list:
    """Return the pages whose approval covers a document or image: public, held or scheduled with it."""
    label, object_id = key_of(file)
    of_file = ApprovedFile.objects.filter(model=label, object_id=object_id).values("approval")
    approvals = StatementApproval.objects.standing().filter(pk__in=of_file)
    live = BasePage.objects.filter(live=True, approved_digest__in=approvals.values("digest"))
    waiting = [approval.page_id for approval in approvals if waits_for_its_time(approval)]
    return list(live | BasePage.objects.filter(pk__in=waiting))


def waiting_with(file) -> list:
    """Return the workflow states of pages that wait for the chair with a document or image in their newest words."""
    return [
        state
        for state in states_at_the_chair()
        if key_of(file) in carried_files(state.content_object.get_latest_revision().as_object())
    ]


def documents_in_newest_words(page) -> list:
    """Return the documents that a page's newest words carry."""
    files = carried_files(page.get_latest_revision_as_object())
    return [file for file in files.values() if isinstance(file, get_document_model())]


def reasons_of_files(page) -> list[str]:
    """Return why the files in a page's newest words may not be published yet, in words a person can act on."""
    return [reason for document in documents_in_newest_words(page) for reason in reasons_against_publication(document)]


def refusal(file, pages) -> ValidationError:
    """Return the refusal to change a file that an approval covers, with the pages by name."""
    titles = ", ".join(f"“{page.get_admin_display_title()}”" for page in pages)
    return ValidationError(
        f"The chair approved {titles} with exactly this file, so “{file.title}” can be neither replaced nor deleted. "
        "Add the new file as a new document, choose it on the page, and submit the page again.",
        code=UNDER_APPROVAL,
    )


def has_new_bytes(file) -> bool:
    """Say whether saving a document or image would put other bytes behind it."""
    stored = type(file)._base_manager.filter(pk=file.pk).values("file", "file_hash").first()
    if not stored:
        return False
    # A hash that is recorded for the first time says nothing about the bytes.
    other_hash = stored["file_hash"] not in {"", file.file_hash}
    return stored["file"] != file.file.name or other_hash


def guard_change(file) -> None:
    """
    Keep a file as it is while an approval covers it; called within the transaction that changes or deletes it.

    Raises ``ValidationError`` naming the pages. Pages and then the file are locked, in the order in which an
    approval does. Where a page only waits for the chair, its review lapses and the one who submitted it is told.
    """
    waiting = waiting_with(file)
    ids = sorted({*(page.pk for page in pages_holding(file)), *(int(state.object_id) for state in waiting)})
    BasePage.objects.lock(*ids)
    list(type(file)._base_manager.select_for_update().filter(pk=file.pk).values_list("pk"))
    holding = pages_holding(file)
    if holding:
        raise refusal(file, holding)
    for state in waiting_with(file):
        lapse(state, file)


@transaction.atomic
def lapse(state: WorkflowState, file) -> None:
    """End the review of a page that waits for the chair, and tell the one who submitted it."""
    page = state.content_object
    state.cancel()
    tell_of_lapse(page.specific, state.requested_by, f"“{file.title}”")


def advice(file, pages, add_url: str):
    """Return why a file can't be replaced, as HTML that names the pages and leads to where a new one is added."""
    titles = format_html_join(", ", "“{}”", ((page.get_admin_display_title(),) for page in pages))
    return format_html(
        "The chair approved {} with exactly this file, so it can’t be replaced. "
        '<a href="{}">Add the new file as a new document</a>, choose it on the page, and submit the page again.',
        titles,
        add_url,
    )


class HeldFileMixin:
    """Keeps the rest of what was typed where the file itself can't be replaced."""

    add_url_name: str

    def clean_file(self):
        """Return the file; raises ``ValidationError`` naming the pages whose approval covers the present one."""
        file = self.cleaned_data["file"]  # type: ignore[attr-defined]
        instance = self.instance  # type: ignore[attr-defined]
        if instance.pk and "file" in self.changed_data:  # type: ignore[attr-defined]
            stored = type(instance).objects.get(pk=instance.pk)
            pages = pages_holding(stored)
            if pages:
                raise ValidationError(advice(stored, pages, reverse(self.add_url_name)), code=UNDER_APPROVAL)
        return file


class DocumentForm(HeldFileMixin, BoardDocumentForm):
    """A document in the library."""

    add_url_name = "wagtaildocs:add"


class ImageForm(HeldFileMixin, BoardImageForm):
    """A picture in the library."""

    add_url_name = "wagtailimages:add"
