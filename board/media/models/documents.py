"""Documents: what the board publishes as files."""

from dataclasses import asdict
from pathlib import PurePath
from typing import Any, ClassVar

from django.db import models
from django.dispatch import Signal
from django.utils import timezone
from django.utils.text import get_valid_filename
from wagtail.documents.models import AbstractDocument, Document
from wagtail.documents.models import DocumentQuerySet as WagtailDocumentQuerySet
from wagtail.utils.file import hash_filelike

from board.engines.inspection.result import Inspection
from board.media.file_fields import has_unstored_bytes, sha256_of, storable_name
from board.media.file_types import OFFICE_TYPES, validate_file_type
from board.media.managers import FileManager, FileQuerySetMixin, is_private

from .inspections import DocumentInspection
from .versions import FileVersion, VersionedFile, VersionState

OFFICE = {kind.upper() for kind in OFFICE_TYPES.values()}

# Sent with ``document`` by a document that waits to be inspected; the task that does it imports this module.
inspection_requested = Signal()


class DocumentQuerySet(FileQuerySetMixin, WagtailDocumentQuerySet):
    """Wagtail's query set of documents, which refuses to change their files."""


class DocumentManager(FileManager):
    """Fetches documents with their inspections: every page that lists a file tells its pages and its barriers."""

    def get_queryset(self):
        return super().get_queryset().select_related("inspection")


class BoardDocument(VersionedFile, AbstractDocument):
    """A file that the board publishes. Its address stays the same when the bytes behind it are replaced."""

    class Exemption(models.TextChoices):
        """
        Why a document may be published that does not work for everybody.

        Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018: regulations
        4(2) and 7. Offering another format is a duty beside this, never instead of it.
        """

        OLD = "old", "Published before 23 September 2018, and nobody needs it to use a service of ours"
        THIRD_PARTY = "third_party", "Somebody else’s: we neither paid for it nor developed it, nor control it"
        BURDEN = "burden", "We have assessed it: putting it right now would be a disproportionate burden"
        WEB_PAGE = "web_page", "All that it says is on the page that carries it"

    # What readers see of a document beside the words of the page that carries it; its bytes by their SHA-256.
    public_fields = ("title", "sha256", "is_private")

    objects: ClassVar[Any] = DocumentManager.from_queryset(DocumentQuerySet)()

    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    address_name = models.CharField(max_length=255, blank=True, editable=False)
    exemption = models.CharField(
        "if it does not work with a screen reader",
        max_length=20,
        choices=Exemption,
        blank=True,
        help_text="The law asks for documents that work for everybody. Say what you rely on if this one doesn’t.",
    )
    exemption_note = models.CharField(
        "how you know",
        max_length=500,
        blank=True,
        help_text="Such as who assessed the burden, when, and where the assessment is kept. Not shown to readers.",
    )

    admin_form_fields = (*Document.admin_form_fields, "exemption", "exemption_note")

    class Meta(AbstractDocument.Meta):
        # For serving, which looks files up by their names in storage.
        indexes = [models.Index(fields=["file"], name="document_by_file")]
        permissions = [
            ("choose_boarddocument", "Can choose document"),
            ("clear_boarddocument", "Can lift the stop on a document that may give something away"),
        ]

    @property
    def filename(self) -> str:
        """Return the name in the document's address, which outlives the name of its first file in storage."""
        return self.address_name or super().filename

    @property
    def file_type(self) -> str:
        """Return the file's type as readers know it, such as ``PDF``."""
        return PurePath(self.filename).suffix.lstrip(".").upper()

    @property
    def is_office_file(self) -> bool:
        """Return whether this is a text, a spreadsheet or a presentation as office programs write them."""
        return self.file_type in OFFICE

    @property
    def is_inspected(self) -> bool:
        """Return whether files of this type are inspected: all but CSV, which is what its reader sees."""
        return self.file_type == "PDF" or self.is_office_file

    @property
    def current_inspection(self) -> DocumentInspection | None:
        """Return the inspection of the present bytes, or ``None`` for files that are not inspected."""
        inspection = getattr(self, "inspection", None)
        return inspection if inspection and inspection.file_hash == self.file_hash else None

    @property
    def page_count(self) -> int | None:
        """Return the number of pages of a PDF, or ``None`` where it is not known."""
        return self.current_inspection.page_count if self.current_inspection else None

    @property
    def is_private(self) -> bool:
        """Return whether the document is in a private collection, which hides it from readers on every page."""
        return is_private(self)

    def clean(self) -> None:
        """Raise ``ValidationError`` for a type that is not accepted, or bytes that are not what the name says."""
        if not self.file:
            return  # The field has its own error, and Wagtail would call the type wrong.
        if has_unstored_bytes(self.file):
            # First: its error says what the file is, Wagtail's that its ending is not taken.
            validate_file_type(self.file)
        super().clean()

    def prepare_file(self) -> None:
        """Set name, size and hashes of new bytes."""
        self.file.name = storable_name(self.file.name)
        self.address_name = self.address_name or get_valid_filename(PurePath(self.file.name).name)
        self.file_size = self.file.size
        with self.open_file() as file:
            self.file_hash = hash_filelike(file)
            self.sha256 = sha256_of(file)

    def record_version(self) -> None:
        """Record the version in place, and request its inspection unless it was inspected while it waited."""
        version = self.change.version
        inspection = version.inspection if version else None
        if version:
            version.inspection = None
        super().record_version()
        same_bytes = DocumentInspection.objects.filter(document=self, file_hash=self.file_hash)
        if version and inspection is None and same_bytes.exists():
            return
        self.request_inspection()
        if inspection is not None:
            self.inspection.record(Inspection(**inspection))

    def request_inspection(self) -> None:
        """Have the present bytes inspected after the transaction that stores them, if files of the type are."""
        if not self.is_inspected:
            DocumentInspection.objects.filter(document=self).delete()
            return
        self.inspection = DocumentInspection.reset(self)
        inspection_requested.send(sender=type(self), document=self)

    def read_again(self) -> None:
        """Have the present bytes inspected anew, or further where an inspection is not finished."""
        if self.current_inspection and self.current_inspection.unfinished():
            inspection_requested.send(sender=type(self), document=self)
        else:
            self.request_inspection()


class DocumentVersion(FileVersion):
    """A version of a document; one that waits is inspected before it is released."""

    kind = "document"

    document = models.ForeignKey(BoardDocument, on_delete=models.CASCADE, related_name="versions")
    file = models.FileField(upload_to="documents", db_index=True)
    # What was found in it while it waits (an ``Inspection``); when it is in place, the document has its inspection.
    inspection = models.JSONField(null=True)
    # When a task claimed the inspection.
    inspection_started_at = models.DateTimeField(null=True)

    class Meta(FileVersion.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(state=VersionState.WAITING),
                name="one_waiting_version_of_a_document",
            )
        ]

    @property
    def is_to_be_inspected(self) -> bool:
        """Return whether this version waits with bytes that have not been inspected to the end yet."""
        is_waiting = self.state == VersionState.WAITING and self.document.is_inspected
        is_inspected = bool(self.inspection and self.inspection.get("is_finished", True))
        return is_waiting and not is_inspected and self.has_other_bytes

    def as_object(self) -> BoardDocument:
        """Return the document as it would be, with the inspection of this version's bytes."""
        document = super().as_object()
        if document.is_inspected and self.has_other_bytes:
            document.inspection = DocumentInspection(document=document, file_hash=self.file_hash)
            if self.inspection is not None:
                document.inspection.set_result(Inspection(**self.inspection))
        return document

    def build_on(self, earlier, *, has_new_file: bool) -> None:
        super().build_on(earlier, has_new_file=has_new_file)
        if not has_new_file:
            self.inspection = earlier.inspection

    def record_inspection(self, inspection: Inspection) -> None:
        """Store what was found in this version, if it still waits; another task may go on with what is not finished."""
        self.inspection = asdict(inspection)
        waiting = type(self).objects.filter(pk=self.pk, state=VersionState.WAITING)
        started_at = timezone.now() if inspection.is_finished else None
        waiting.update(inspection=self.inspection, inspection_started_at=started_at)
