"""Documents: what the board publishes as files."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.text import get_valid_filename
from wagtail.documents.models import AbstractDocument, Document
from wagtail.documents.models import DocumentQuerySet as WagtailDocumentQuerySet
from wagtail.utils.file import hash_filelike

from board.media.file_fields import has_unstored_bytes, sha256_of, storable_name, store_before_save
from board.media.file_types import validate_file_type
from board.media.managers import FileManager, FileQuerySetMixin, is_private

from .inspections import DocumentInspection

# Sent with ``document`` by a document that waits to be inspected; the task that does it imports this module.
inspection_requested = Signal()


class DocumentQuerySet(FileQuerySetMixin, WagtailDocumentQuerySet):
    """Wagtail's query set of documents, which refuses to change their files."""


class DocumentManager(FileManager):
    """Fetches documents with their inspections: every page that lists a file tells its pages and its barriers."""

    def get_queryset(self):
        return super().get_queryset().select_related("inspection")


@dataclass(frozen=True)
class FileChange:
    """Who puts new bytes behind a document, and why."""

    user: Any = None
    reason: str = ""


class BoardDocument(AbstractDocument):
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
    # For the version that the next ``save()`` records.
    change = FileChange()
    # Whether ``store_file`` has written bytes that the database does not know of yet.
    is_stored_before_save = False

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
    def is_pdf(self) -> bool:
        """Return whether this is a PDF, the only type that is inspected."""
        return self.file_type == "PDF"

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
        super().clean()
        if has_unstored_bytes(self.file):
            validate_file_type(self.file)

    def prepare_file(self) -> None:
        """Set name, size and hashes of new bytes."""
        self.file.name = storable_name(self.file.name)
        self.address_name = self.address_name or get_valid_filename(PurePath(self.file.name).name)
        self.file_size = self.file.size
        with self.open_file() as file:
            self.file_hash = hash_filelike(file)
            self.sha256 = sha256_of(file)

    def store_file(self) -> None:
        """
        Write new bytes to storage ahead of ``save()``, for a form that can still say what went wrong.

        Raises ``OSError`` where storage does not take them.
        """
        self.prepare_file()
        store_before_save(self.file)
        self.is_stored_before_save = True

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Save the document; of new bytes, record size, hash and version, and request their inspection."""
        is_new = self.is_stored_before_save
        if has_unstored_bytes(self.file):
            self.prepare_file()
            is_new = True
        super().save(*args, **kwargs)
        self.is_stored_before_save = False
        if is_new:
            DocumentVersion.record(self, self.file, self.change)
            self.change = FileChange()
            self.request_inspection()

    def request_inspection(self) -> None:
        """Have the present bytes inspected after the transaction that stores them, if they are a PDF."""
        if not self.is_pdf:
            DocumentInspection.objects.filter(document=self).delete()
            return
        self.inspection = DocumentInspection.reset(self)
        inspection_requested.send(sender=type(self), document=self)


class DocumentVersion(models.Model):
    """Bytes that are or were behind a document, with who put them there, when and why."""

    document = models.ForeignKey(BoardDocument, on_delete=models.CASCADE, related_name="versions")
    file = models.FileField(upload_to="documents", db_index=True)
    file_hash = models.CharField(max_length=40)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    user_name = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    # Another user was quicker: these bytes were never behind the address.
    is_set_aside = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.document.title}, {self.at:%d/%m/%Y %H:%M}"

    @property
    def is_current(self) -> bool:
        """Return whether these are the bytes behind the document's address."""
        return self.file.name == self.document.file.name

    @classmethod
    def record(cls, document, file, change: FileChange, *, is_set_aside: bool = False) -> "DocumentVersion":
        """Record new bytes; ``file`` is in storage already, or where set aside an upload that is stored now."""
        is_first = not document.versions.exists()
        user = change.user or (document.uploaded_by_user if is_first else None)
        return cls.objects.create(
            document=document,
            file=file if is_set_aside else file.name,
            file_hash=hash_filelike(file) if is_set_aside else document.file_hash,
            sha256=sha256_of(file) if is_set_aside else document.sha256,
            file_size=file.size,
            user=user,
            user_name=str(user) if user else "",
            reason=change.reason,
            is_set_aside=is_set_aside,
        )
