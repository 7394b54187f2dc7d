"""Pictures."""

from django.db import models, transaction
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.images.models import ImageQuerySet as WagtailImageQuerySet
from wagtail.utils.file import hash_filelike

from .bytes import FileQuerySetMixin, has_unstored_bytes
from .metadata import without_metadata


class ImageQuerySet(FileQuerySetMixin, WagtailImageQuerySet):
    """Pictures."""


class BoardImage(AbstractImage):
    """A picture, without what the camera wrote into it. Its description is its alternative text."""

    objects = ImageQuerySet.as_manager()

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        indexes = [models.Index(fields=["file"], name="image_by_file")]
        permissions = [("choose_boardimage", "Can choose image")]

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Take place and camera out of a new picture, whichever way it came in; record its size and hash."""
        if has_unstored_bytes(self.file):  # type: ignore[has-type]
            # The upload that a form still holds is left as it is.
            self.file = without_metadata(self.file)  # type: ignore[has-type]
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
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"),
        ]
