"""The board's document and image models (docs/decisions/0003)."""

import re
from pathlib import PurePath

from django.db import models, transaction
from wagtail.documents.models import AbstractDocument, Document
from wagtail.documents.models import DocumentQuerySet as WagtailDocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.images.models import ImageQuerySet as WagtailImageQuerySet
from wagtail.utils.file import hash_filelike

from .pdf import read_page_count


def storable_name(name: str) -> str:
    """
    Return a file name that keeps its type in storage.

    Storage drops what is no letter, digit, dot, dash or underscore; of a name made of signs alone only the
    type would be left, and ``.pdf`` is a file without one.
    """
    path = PurePath(name)
    return name if re.search(r"\w", path.stem) and path.suffix else f"document{path.suffix or path.name}"


# What says which bytes are behind a file; written by save() alone, where every rule on files is asked.
BYTES = ("file", "file_hash")


class UpdatedBytesError(Exception):
    """Somebody tried to put other bytes behind files without saving each."""

    def __init__(self):
        super().__init__("The bytes behind a file are changed by its save() alone. Save each file instead.")


class FileQuerySetMixin:
    """Refuses to put other bytes behind files past ``save()``; ``bulk_update`` comes through ``update`` too."""

    def update(self, **kwargs):
        """Update other columns; raises ``UpdatedBytesError`` for those that say which bytes there are."""
        if set(BYTES) & set(kwargs):
            raise UpdatedBytesError
        return super().update(**kwargs)  # type: ignore[misc]


class DocumentQuerySet(FileQuerySetMixin, WagtailDocumentQuerySet):
    """Documents."""


class ImageQuerySet(FileQuerySetMixin, WagtailImageQuerySet):
    """Pictures."""


class BoardDocument(AbstractDocument):
    """A file that the board publishes, with the number of pages of a PDF."""

    objects = DocumentQuerySet.as_manager()

    page_count = models.PositiveIntegerField("pages", null=True, editable=False)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        permissions = [("choose_boarddocument", "Can choose document")]

    @property
    def file_type(self) -> str:
        """Return the file's type as readers know it, such as ``PDF``."""
        return PurePath(self.file.name).suffix.lstrip(".").upper()

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Record size, hash and number of pages of a new file, whichever way it came in."""
        # Django keeps "not yet written to storage" in this attribute and offers no other name for it.
        if self.file and not self.file._committed:
            self.file.name = storable_name(self.file.name)
            self.file_size = self.file.size
            with self.open_file() as file:
                self.file_hash = hash_filelike(file)
                self.page_count = read_page_count(file) if self.file_type == "PDF" else None
        super().save(*args, **kwargs)


class BoardImage(AbstractImage):
    """A picture. Its description is its alternative text."""

    objects = ImageQuerySet.as_manager()

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        permissions = [("choose_boardimage", "Can choose image")]

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Record size and hash of a new file, whichever way it came in."""
        if self.file and not self.file._committed:
            self.file_size = self.file.size
            with self.open_file() as file:
                self.file_hash = hash_filelike(file)
        super().save(*args, **kwargs)

    @property
    def default_alt_text(self) -> str:
        """Return the description, never the title: a file name tells a listener nothing."""
        return self.description


class BoardRendition(AbstractRendition):
    """A resized copy of a picture."""

    image = models.ForeignKey(BoardImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"),
        ]
