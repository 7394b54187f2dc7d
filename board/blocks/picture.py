"""A picture at the head of a page."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import Filter

# Every size and format in which a reader may get it, as blocks/picture.html asks for them.
SHOWN = ("format-{avif,webp,jpeg}", "width-{400,800}")
# What those who share a link show beside it.
SHARED = "fill-1200x630|format-jpeg"


class PictureStreamBlock(blocks.StreamBlock):
    """One picture at the most. Wagtail's block asks for a description, or for a word that it is decoration."""

    picture = ImageBlock(template="blocks/picture.html")

    class Meta:
        max_num = 1

    def clean(self, value):
        """Refuse a picture that readers could not fetch; a draft may have it."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and any(child.value and child.value.is_private for child in cleaned):
            error = StructBlockValidationError({"image": ValidationError(PRIVATE, code="private")})
            raise StreamBlockValidationError(block_errors={0: error})
        return cleaned

    def render_basic(self, value, context=None):
        """Return the picture as HTML; nothing where readers could not fetch it."""
        return super().render_basic(value, context) if picture_in(value) else ""


PRIVATE = (
    "This picture lies in a private collection, so readers can’t see it. Put it into another one, or take another."
)


def picture_in(stream_value):
    """
    Return the picture of a stream, with its description there as ``contextual_alt_text``.

    ``None`` where there is none, or one that lies in a private collection.
    """
    return next((child.value for child in stream_value if child.value and not child.value.is_private), None)


def prepare(image) -> None:
    """Make every copy of a picture that a reader may ask for: nobody waits for one, and no reading writes."""
    image.get_renditions(*Filter.expand_spec(SHOWN), SHARED)
