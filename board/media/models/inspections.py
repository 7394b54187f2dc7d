"""The inspection of a document's file, the text of its pages, and clearances for publication."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from wagtail.documents import get_document_model

from board.engines.inspection.result import Inspection
from board.engines.pdfinspect.process import text_state


class DocumentInspection(models.Model):
    """The inspection of a document's current file, requested when the file is uploaded."""

    class State(models.TextChoices):
        """Whether the file could be read and, if not, why."""

        WAITING = "waiting", "Waiting to be read"
        READ = "read", "Read"
        NO_TEXT = "no_text", "No text: pictures of pages"
        ENCRYPTED = "encrypted", "Locked with a password"
        DAMAGED = "damaged", "Could not be read"
        TOO_COSTLY = "too_costly", "Takes too much to read"

    document = models.OneToOneField("media.BoardDocument", on_delete=models.CASCADE, related_name="inspection")
    file_hash = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    message = models.CharField(max_length=500, blank=True)
    page_count = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=35, blank=True)
    # As in ``Inspection``.
    structure = models.JSONField(default=dict)
    hidden = models.JSONField(null=True)
    # When a task claimed the inspection; no other task starts it while this is recent.
    started_at = models.DateTimeField(null=True)
    inspected_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.document.title}: {self.get_state_display()}"

    @classmethod
    def reset(cls, document) -> "DocumentInspection":
        """Delete the stored texts, reset the inspection to waiting for the current file, and return it."""
        document.texts.all().delete()
        kept = {"id", "document"}
        defaults = {field.name: field.get_default() for field in cls._meta.fields if field.name not in kept}
        return cls.objects.update_or_create(document=document, defaults=defaults | {"file_hash": document.file_hash})[0]

    def set_result(self, inspection: Inspection) -> None:
        """Set the columns that say what was found; an inspection that is not finished is waited for."""
        self.state = inspection.state if inspection.is_finished else self.State.WAITING
        self.message = inspection.message
        self.page_count = inspection.page_count
        self.title, self.language = inspection.title, inspection.language
        self.structure, self.hidden = inspection.structure, inspection.hidden

    def unfinished(self) -> Inspection | None:
        """Return the inspection as far as it has come, to go on from; ``None`` where it has to begin anew."""
        if self.state != self.State.WAITING or not self.hidden:
            return None
        texts = dict(self.document.texts.values_list("page_number", "text"))
        pages = [texts.get(number, "") for number in range(1, max(texts, default=0) + 1)]
        return Inspection(
            state=text_state(pages, self.structure.get("picture_pages", []))[0],
            message=self.message,
            page_count=self.page_count,
            pages=pages,
            title=self.title,
            language=self.language,
            structure=self.structure,
            hidden=self.hidden,
            is_finished=False,
        )

    @transaction.atomic
    def record(self, inspection: Inspection) -> bool:
        """Save the result unless the file was replaced during the inspection; return whether it was saved."""
        # Lock the document's row first, as replacing its file does, to avoid a deadlock.
        documents = get_document_model()._base_manager
        list(documents.select_for_update().filter(pk=self.document_id).values_list("pk"))
        same_file = DocumentInspection.objects.select_for_update().filter(pk=self.pk, file_hash=self.file_hash)
        if same_file.first() is None:
            return False
        self.set_result(inspection)
        # No task has it any more: another may go on with what is not finished.
        self.started_at = None
        self.inspected_at = timezone.now() if inspection.is_finished else None
        self.document.texts.all().delete()
        DocumentText.objects.bulk_create(
            [
                DocumentText(document=self.document, page_number=number, text=text)
                for number, text in enumerate(inspection.pages, start=1)
                if text
            ],
            batch_size=200,
        )
        # Saved last, so that receivers of ``post_save`` find the texts.
        self.save()
        return True


class DocumentText(models.Model):
    """The text of one page of a PDF, so that search results can link to that page."""

    document = models.ForeignKey("media.BoardDocument", on_delete=models.CASCADE, related_name="texts")
    page_number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["document", "page_number"]
        constraints = [models.UniqueConstraint(fields=["document", "page_number"], name="one_text_of_a_page")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.document.title}, page {self.page_number}"


class Clearance(models.Model):
    """A user's decision that a blocked file may be published; it does not cover a replacement of the file."""

    document = models.ForeignKey("media.BoardDocument", on_delete=models.CASCADE, related_name="clearances")
    file_hash = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    user_name = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["-at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.document.title}: {self.reason}"

    @classmethod
    def record(cls, document, user, reason: str) -> "Clearance":
        """Record a user's clearance of a document's current file; the caller checks the permission."""
        return cls.objects.create(
            document=document,
            file_hash=document.file_hash,
            user=user,
            user_name=str(user),
            reason=reason,
        )
