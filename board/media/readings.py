"""What was read in a PDF, kept in the database."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from board.engines.pdfinspect.process import Inspection

from .documents import BoardDocument


class DocumentReading(models.Model):
    """What was found in the bytes behind a document: read once, when they came in."""

    class State(models.TextChoices):
        """How far the reader got."""

        WAITING = "waiting", "Waiting to be read"
        READ = "read", "Read"
        NO_TEXT = "no_text", "No text: pictures of pages"
        ENCRYPTED = "encrypted", "Locked with a password"
        DAMAGED = "damaged", "Could not be read"
        TOO_COSTLY = "too_costly", "Takes too much to read"

    document = models.OneToOneField(BoardDocument, on_delete=models.CASCADE, related_name="reading")
    file_hash = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    message = models.CharField(max_length=500, blank=True)
    page_count = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=35, blank=True)
    # What ``reading.structure`` and ``reading.hidden`` return.
    structure = models.JSONField(default=dict)
    hidden = models.JSONField(null=True)
    # When a task began to read: a second one that finds it fresh leaves the file to the first.
    started_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.document.title}: {self.get_state_display()}"

    @classmethod
    def wait_for(cls, document: BoardDocument) -> "DocumentReading":
        """Forget what was read in earlier bytes, and return the reading that waits for the present ones."""
        document.texts.all().delete()
        kept = {"id", "document"}
        defaults = {field.name: field.get_default() for field in cls._meta.fields if field.name not in kept}
        return cls.objects.update_or_create(document=document, defaults=defaults | {"file_hash": document.file_hash})[0]

    @transaction.atomic
    def record(self, found: Inspection) -> bool:
        """
        Store what was found; return whether it was.

        It is not where the bytes were replaced meanwhile: what was read in others must not be told of these.
        """
        # The document's row first, as whoever puts other bytes there does: two who hold one each would wait for ever.
        list(BoardDocument._base_manager.select_for_update().filter(pk=self.document_id).values_list("pk"))
        ours = DocumentReading.objects.select_for_update().filter(pk=self.pk, file_hash=self.file_hash)
        if ours.first() is None:
            return False
        self.state = found.state
        self.message = found.message
        self.page_count = found.page_count
        self.title, self.language = found.title, found.language
        self.structure, self.hidden = found.structure, found.hidden
        self.read_at = timezone.now()
        self.document.texts.all().delete()
        DocumentText.objects.bulk_create(
            [
                DocumentText(document=self.document, page_number=number, text=text)
                for number, text in enumerate(found.pages, start=1)
                if text
            ],
            batch_size=200,
        )
        # Last: whoever follows the readings finds the text there.
        self.save()
        return True


class DocumentText(models.Model):
    """The text of a page of a PDF, so that a search can lead to that page."""

    document = models.ForeignKey(BoardDocument, on_delete=models.CASCADE, related_name="texts")
    page_number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["document", "page_number"]
        constraints = [models.UniqueConstraint(fields=["document", "page_number"], name="one_text_of_a_page")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.document.title}, page {self.page_number}"


class Clearance(models.Model):
    """A person looked at a stopped file and took the responsibility for it. It counts for these bytes and no others."""

    document = models.ForeignKey(BoardDocument, on_delete=models.CASCADE, related_name="clearances")
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
    def give(cls, document: BoardDocument, user, reason: str) -> "Clearance":
        """Record that a user answers for the present bytes of a document; the caller has asked whether they may."""
        return cls.objects.create(
            document=document,
            file_hash=document.file_hash,
            user=user,
            user_name=str(user),
            reason=reason,
        )
