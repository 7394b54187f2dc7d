"""A picture at the head of a page."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import Filter

# Every size and format that blocks/picture.html uses.
PAGE_SPECS = ("format-{avif,webp,jpeg}", "width-{400,800}")
# The picture beside a link that is shared.
SHARE_SPEC = "fill-1200x630|format-jpeg"


class PictureStreamBlock(blocks.StreamBlock):
    """One picture at most. Wagtail's block asks for a description, or whether the picture is decorative."""

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
        return super().render_basic(value, context) if picture_in(value) else ""


PRIVATE = (
    "This picture lies in a private collection, so readers can’t see it. Put it into another one, or take another."
)


def picture_in(stream_value):
    """
    Return the picture of a stream, with its description there as ``contextual_alt_text``.

    ``None`` where there is no picture, or one in a private collection.
    """
    return next((child.value for child in stream_value if child.value and not child.value.is_private), None)


def create_renditions(image) -> None:
    """Create every rendition that a page uses, so that no reader waits for one and no request of theirs writes."""
    image.get_renditions(*Filter.expand_spec(PAGE_SPECS), SHARE_SPEC)
