"""Documents: what the board publishes as files."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import get_valid_filename
from wagtail.documents.models import AbstractDocument, Document
from wagtail.documents.models import DocumentQuerySet as WagtailDocumentQuerySet
from wagtail.utils.file import hash_filelike

from .bytes import FileQuerySetMixin, has_unstored_bytes, storable_name, store_ahead
from .contents import require_contents
from .private import FileManager


class DocumentQuerySet(FileQuerySetMixin, WagtailDocumentQuerySet):
    """Documents."""


class DocumentManager(FileManager):
    """Fetches documents with what was read in them: every page that lists a file tells its pages and its failings."""

    def get_queryset(self):
        """Return documents with their readings, in one query."""
        return super().get_queryset().select_related("reading")


@dataclass(frozen=True)
class Change:
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

    objects: ClassVar[Any] = DocumentManager.from_queryset(DocumentQuerySet)()

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
    # Who puts new bytes here and why; a program that says nothing of it leaves both open.
    change = Change()
    # Whether ``store_file`` has written bytes that the database does not know of yet.
    is_stored_ahead = False

    class Meta(AbstractDocument.Meta):
        # How a file is found by its name in storage.
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
        """Say whether this is a PDF, the one type that is read."""
        return self.file_type == "PDF"

    @property
    def what_was_read(self):
        """Return the ``DocumentReading`` of the present bytes, or ``None`` where nobody looks into such files."""
        reading = getattr(self, "reading", None)
        return reading if reading and reading.file_hash == self.file_hash else None

    @property
    def page_count(self) -> int | None:
        """Return the number of pages of a PDF, or ``None`` where it is not known."""
        return self.what_was_read.page_count if self.what_was_read else None

    def reasons_against_publication(self) -> list[str]:
        """Return why a page with this document may not be published yet, in words a person can act on."""
        from .findings import reasons_against_publication  # noqa: PLC0415

        return reasons_against_publication(self)

    @property
    def is_stopped(self) -> bool:
        """Say whether the public does not get it, whatever page carries it."""
        from .findings import stops  # noqa: PLC0415

        return bool(stops(self))

    @property
    def may_fail_a_screen_reader(self) -> bool:
        """Say whether somebody who uses a screen reader may not be able to read it."""
        from .findings import barriers  # noqa: PLC0415

        return bool(barriers(self))

    def clean(self) -> None:
        """Refuse types that we don't take, and bytes that are not what the name says."""
        if not self.file:
            return  # Its field has said so, and of nothing Wagtail would say that its type is wrong.
        super().clean()
        if has_unstored_bytes(self.file):
            require_contents(self.file)

    def take_in(self) -> None:
        """Take name, size and hash from bytes that are new."""
        self.file.name = storable_name(self.file.name)
        self.address_name = self.address_name or get_valid_filename(PurePath(self.file.name).name)
        self.file_size = self.file.size
        with self.open_file() as file:
            self.file_hash = hash_filelike(file)

    def store_file(self) -> None:
        """
        Write new bytes to storage ahead of ``save()``, for a form that can still say what went wrong.

        Raises ``OSError`` where storage does not take them.
        """
        self.take_in()
        store_ahead(self.file)
        self.is_stored_ahead = True

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Record a new file whichever way it came in: size, hash, version; and have it read."""
        is_new = self.is_stored_ahead
        if has_unstored_bytes(self.file):
            self.take_in()
            is_new = True
        super().save(*args, **kwargs)
        self.is_stored_ahead = False
        if is_new:
            DocumentVersion.record(self, self.file, self.change)
            self.change = Change()
            self.have_read()

    def have_read(self) -> None:
        """Have the present bytes read, after the transaction that stores them; of other types forget a reading."""
        from .readings import DocumentReading  # noqa: PLC0415  # The other half of this pair of models.
        from .tasks import read_document_task  # noqa: PLC0415

        if not self.is_pdf:
            DocumentReading.objects.filter(document=self).delete()
            return
        self.reading = DocumentReading.wait_for(self)
        transaction.on_commit(lambda: read_document_task.enqueue(self.pk))


class DocumentVersion(models.Model):
    """Bytes that are or were behind a document, with who put them there, when and why."""

    document = models.ForeignKey(BoardDocument, on_delete=models.CASCADE, related_name="versions")
    file = models.FileField(upload_to="documents", db_index=True)
    file_hash = models.CharField(max_length=40)
    file_size = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    user_name = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    # Somebody else was quicker: these bytes were kept, and never were behind the address.
    is_set_aside = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.document.title}, {self.at:%d/%m/%Y %H:%M}"

    @property
    def is_current(self) -> bool:
        """Say whether these are the bytes behind the document's address."""
        return self.file.name == self.document.file.name

    @classmethod
    def record(cls, document, file, change: Change, *, is_set_aside: bool = False) -> "DocumentVersion":
        """Store that bytes came in; ``file`` is in storage already, or an upload that is written there now."""
        is_first = not document.versions.exists()
        user = change.user or (document.uploaded_by_user if is_first else None)
        return cls.objects.create(
            document=document,
            file=file if is_set_aside else file.name,
            file_hash=hash_filelike(file) if is_set_aside else document.file_hash,
            file_size=file.size,
            user=user,
            user_name=str(user) if user else "",
            reason=change.reason,
            is_set_aside=is_set_aside,
        )
