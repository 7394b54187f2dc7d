"""Images and their renditions, stored without metadata."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.images.models import ImageQuerySet as WagtailImageQuerySet
from wagtail.utils.file import hash_filelike

from board.media.file_fields import has_unstored_bytes, sha256_of
from board.media.image_metadata import StrippedImage, strip_metadata
from board.media.managers import FileManager, FileQuerySetMixin, is_private

from .versions import FileVersion, VersionedFile, VersionState

BROKEN = "This picture is damaged or cut off. Open it in the program that it comes from, and save it anew."


class ImageQuerySet(FileQuerySetMixin, WagtailImageQuerySet):
    """Wagtail's query set of images, which refuses to change their files."""


class BoardImage(VersionedFile, AbstractImage):
    """An image without metadata, whose description is its default alternative text."""

    # What readers see of an image beside the words of the page that carries it; its bytes by their SHA-256.
    public_fields = (
        "title",
        "description",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
        "sha256",
        "is_private",
    )

    objects: ClassVar[Any] = FileManager.from_queryset(ImageQuerySet)()
    # Wagtail's field. Typed here because any kind of file may be assigned to it.
    file: Any
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        indexes = [models.Index(fields=["file"], name="image_by_file")]
        permissions = [("choose_boardimage", "Can choose image")]

    def prepare_file(self) -> None:
        """
        Strip the metadata from a new image, and set size and hashes.

        The form's upload is left unchanged. Raises ``OSError`` for an image that can't be decoded completely.
        """
        if not isinstance(self.file.file, StrippedImage):
            self.file = strip_metadata(self.file)
        self.file_size = self.file.size
        with self.open_file() as file:
            self.file_hash = hash_filelike(file)
            self.sha256 = sha256_of(file)

    def clean(self) -> None:
        """Raise ``ValidationError`` for an image that can't be decoded completely."""
        super().clean()
        if has_unstored_bytes(self.file):
            try:
                self.prepare_file()
            except OSError as error:
                raise ValidationError({"file": BROKEN}, code="broken") from error

    def record_version(self) -> None:
        """Record the version in place, and delete the renditions of the one before."""
        super().record_version()
        self.renditions.all().delete()

    @property
    def is_private(self) -> bool:
        """Return whether the image is in a private collection, which hides it from readers on every page."""
        return is_private(self)

    @property
    def default_alt_text(self) -> str:
        """Return the description, and never the title, which is often just a file name."""
        return self.description


class BoardRendition(AbstractRendition):
    """A resized copy of an image."""

    image = models.ForeignKey(BoardImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"),
        ]


class ImageVersion(FileVersion):
    """A version of an image."""

    kind = "image"
    dimension_columns = ("width", "height")

    image = models.ForeignKey(BoardImage, on_delete=models.CASCADE, related_name="versions")
    file = models.FileField(upload_to="original_images", db_index=True)

    class Meta(FileVersion.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["image"], condition=models.Q(state=VersionState.WAITING), name="one_waiting_version_of_an_image"
            )
        ]
