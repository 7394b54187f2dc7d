"""Pictures."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.images.models import ImageQuerySet as WagtailImageQuerySet
from wagtail.utils.file import hash_filelike

from .bytes import FileQuerySetMixin, has_unstored_bytes, store_ahead
from .metadata import CleanPicture, without_metadata
from .private import FileManager, is_private

BROKEN = "This picture is damaged or cut off. Open it in the program that it comes from, and save it anew."


class ImageQuerySet(FileQuerySetMixin, WagtailImageQuerySet):
    """Pictures."""


class BoardImage(AbstractImage):
    """A picture, without what the camera wrote into it. Its description is its alternative text."""

    objects: ClassVar[Any] = FileManager.from_queryset(ImageQuerySet)()
    # Wagtail's field; new bytes come in as a file of any kind.
    file: Any

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        indexes = [models.Index(fields=["file"], name="image_by_file")]
        permissions = [("choose_boardimage", "Can choose image")]

    def take_in(self) -> None:
        """
        Take place and camera out of a picture that is new, and its size and hash from what is left.

        Raises ``OSError`` for one that can't be read to its end. The upload that a form still holds is left as it is.
        """
        if not isinstance(self.file.file, CleanPicture):
            self.file = without_metadata(self.file)
        self.file_size = self.file.size
        with self.open_file() as file:
            self.file_hash = hash_filelike(file)

    def store_file(self) -> None:
        """Write a new picture to storage ahead of ``save()``; see ``BoardDocument.store_file``."""
        self.take_in()
        store_ahead(self.file)

    def clean(self) -> None:
        """Refuse a picture that can't be read to its end."""
        super().clean()
        if has_unstored_bytes(self.file):
            try:
                self.take_in()
            except OSError as error:
                raise ValidationError({"file": BROKEN}, code="broken") from error

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Take in a new picture, whichever way it came in."""
        if has_unstored_bytes(self.file):
            self.take_in()
        super().save(*args, **kwargs)

    @property
    def is_private(self) -> bool:
        """Say whether it lies in a private collection, so that readers can't see it whatever page carries it."""
        return is_private(self)

    @property
    def default_alt_text(self) -> str:
        """Return the description, never the title: a file name tells a listener nothing."""
        return self.description


class BoardRendition(AbstractRendition):
    """A resized copy of a picture."""

    image = models.ForeignKey(BoardImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"),
        ]
