"""Images and their renditions, stored in sRGB and without metadata."""

import io
import logging
from contextlib import suppress
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image, SourceImageIOError
from wagtail.images.models import ImageQuerySet as WagtailImageQuerySet
from wagtail.utils.file import hash_filelike

from board.media.file_fields import has_unstored_bytes, sha256_of, storable_name
from board.media.image_encoding import NotEncodableError, StrippedImage, encode_again
from board.media.image_types import BROKEN
from board.media.managers import FileManager, FileQuerySetMixin, is_private
from board.media.renditions import NOT_ENCODABLE, READER_SPECS, check_renditions, specs_with_focal_point

from .versions import FileVersion, VersionedFile, VersionState

logger = logging.getLogger(__name__)


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
        Encode a new image in sRGB and without metadata, and set size and hashes.

        The form's upload is left unchanged. Raises ``OSError`` for an image that can't be decoded completely.
        """
        if not isinstance(self.file.file, StrippedImage):
            self.file = encode_again(self.file)
            self.file.name = storable_name(self.file.name, "picture")
        self.file_size = self.file.size
        with self.open_file() as file:
            self.file_hash = hash_filelike(file)
            self.sha256 = sha256_of(file)

    def clean_fields(self, exclude=None) -> None:
        """Validate the columns, without fetching from storage a file that is there already."""
        is_stored = bool(self.file) and not has_unstored_bytes(self.file)
        super().clean_fields({*(exclude or ()), *(["file"] if is_stored else [])})

    def clean(self) -> None:
        """
        Raise ``ValidationError`` for an image of which not every rendition can be made.

        Raises ``SourceImageIOError`` where that can't be tried of a new focal point, as storage does not answer.
        """
        super().clean()
        if has_unstored_bytes(self.file):
            try:
                self.prepare_file()
            except NotEncodableError as error:
                raise ValidationError({"file": str(error)}, code=NOT_ENCODABLE) from error
            except OSError as error:
                raise ValidationError({"file": BROKEN}, code="broken") from error
            with self.open_file() as file:
                check_renditions(self, file)
        elif self.has_new_focal_point():
            with self.open_file() as file:
                check_renditions(self, file, specs_with_focal_point())

    def check_stored(self, file) -> None:
        """Raise ``ValidationError`` for stored bytes, in an open file, of which not every rendition can be made."""
        check_renditions(self, file)

    def has_new_focal_point(self) -> bool:
        """Return whether saving the image would change which part of it stays when it is cut."""
        columns = [name for name in self.public_fields if name.startswith("focal_point")]
        stored = type(self)._base_manager.filter(pk=self.pk).values(*columns).first()
        return stored is not None and any(getattr(self, name) != stored[name] for name in columns)

    def record_version(self) -> None:
        """Record the version in place; in place of the renditions of one before, create those of this one."""
        is_first = not self.versions.exists()
        super().record_version()
        self.renditions.all().delete()
        if not is_first:
            transaction.on_commit(self.create_reader_renditions, robust=True)

    def create_reader_renditions(self) -> None:
        """
        Create every rendition that a page uses, so that no reader waits for one and no request of theirs writes.

        One that can't be created is logged: no publication fails by it.
        """
        with suppress(SourceImageIOError):
            self.get_renditions(*READER_SPECS)

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """Create renditions one by one: of several at once Wagtail leaves files behind where the last one fails."""
        return {spec: self.create_rendition(spec) for spec in filters}

    def create_rendition(self, filter: Filter) -> AbstractRendition:  # noqa: A002  # Wagtail's name.
        """
        Create a rendition, its file and its row or neither.

        Raises ``SourceImageIOError``, for which Wagtail's tags show a missing picture, for whatever goes wrong.
        """
        rendition = None
        try:
            with self.open_file() as file:
                rendition = self.generate_rendition_instance(filter, io.BytesIO(file.read()))
            with rendition.file.file as generated:
                rendition.file.save(rendition.file.name, generated, save=False)
            with transaction.atomic():
                rendition.save(force_insert=True)
        except InvalidFilterSpecError:
            raise
        except Exception as error:
            discard_file(rendition)
            same = self.renditions.filter(filter_spec=filter.spec, focal_point_key=filter.get_cache_key(self))
            if isinstance(error, IntegrityError) and (other := same.first()):
                return other  # Another process was quicker.
            logger.error("The rendition “%s” of the picture %d can't be created: %r", filter.spec, self.pk, error)  # noqa: TRY400
            raise SourceImageIOError(str(error)) from error
        return rendition

    def get_rendition(self, filter: Filter | str) -> AbstractRendition:  # noqa: A002  # Wagtail's name.
        """Return a rendition; in place of one that can't be created one without a file, as Wagtail's tags do."""
        try:
            return super().get_rendition(filter)
        except SourceImageIOError:
            missing = BoardRendition(image=self, width=0, height=0)
            missing.file.name = "not-found"
            return missing

    def available_renditions(self, *specs: str) -> dict[str, AbstractRendition]:
        """Return those renditions that exist or can be created, by spec, in the order of ``specs``."""
        try:
            return self.get_renditions(*specs)
        except OSError:
            # Without another try: storage that is away takes seconds to say so.
            found = self.find_existing_renditions(*map(Filter, specs))
            by_spec = {rendition.filter_spec: rendition for rendition in found.values()}
            return {spec: by_spec[spec] for spec in specs if spec in by_spec}

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


def discard_file(rendition: AbstractRendition | None) -> None:
    """Delete the file of a rendition that could not be saved, where storage has it."""
    if rendition and not has_unstored_bytes(rendition.file):
        with suppress(OSError):
            rendition.file.storage.delete(rendition.file.name)


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
