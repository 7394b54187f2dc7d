"""What was found in the PDF behind a document, and who lifted the stop on it."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from wagtail.documents import get_document_model

from board.engines.pdfinspect.process import Inspection


class DocumentInspection(models.Model):
    """The inspection of the bytes behind a document: done once, when they came in."""

    class State(models.TextChoices):
        """How far the inspection got."""

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
    # As ``Inspection`` has them.
    structure = models.JSONField(default=dict)
    hidden = models.JSONField(null=True)
    # When a task began: a second one leaves the file to the first while that is recent.
    started_at = models.DateTimeField(null=True)
    inspected_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.document.title}: {self.get_state_display()}"

    @classmethod
    def start_over(cls, document) -> "DocumentInspection":
        """Delete what is known of earlier bytes, and return the inspection that waits for the present ones."""
        document.texts.all().delete()
        keys = {"id", "document"}
        defaults = {field.name: field.get_default() for field in cls._meta.fields if field.name not in keys}
        return cls.objects.update_or_create(document=document, defaults=defaults | {"file_hash": document.file_hash})[0]

    @transaction.atomic
    def record(self, inspection: Inspection) -> bool:
        """Store what was found, unless the bytes were replaced during the inspection; return whether it was stored."""
        # The document's row first, as replacing its file does: two who hold one row each would wait for ever.
        documents = get_document_model()._base_manager
        list(documents.select_for_update().filter(pk=self.document_id).values_list("pk"))
        of_these_bytes = DocumentInspection.objects.select_for_update().filter(pk=self.pk, file_hash=self.file_hash)
        if of_these_bytes.first() is None:
            return False
        self.state = inspection.state
        self.message = inspection.message
        self.page_count = inspection.page_count
        self.title, self.language = inspection.title, inspection.language
        self.structure, self.hidden = inspection.structure, inspection.hidden
        self.inspected_at = timezone.now()
        self.document.texts.all().delete()
        DocumentText.objects.bulk_create(
            [
                DocumentText(document=self.document, page_number=number, text=text)
                for number, text in enumerate(inspection.pages, start=1)
                if text
            ],
            batch_size=200,
        )
        # Last: receivers of this save find the text in place.
        self.save()
        return True


class DocumentText(models.Model):
    """The text of a page of a PDF, so that a search can lead to that page."""

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
    """A user's decision that stopped bytes may be public all the same; it counts for these bytes and no others."""

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
    def give(cls, document, user, reason: str) -> "Clearance":
        """Record that a user answers for the present bytes of a document; the caller has checked that they may."""
        return cls.objects.create(
            document=document,
            file_hash=document.file_hash,
            user=user,
            user_name=str(user),
            reason=reason,
        )
