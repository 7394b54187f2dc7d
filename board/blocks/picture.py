"""A picture at the head of a page."""

import datetime as dt

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import Picture

from board.engines.pagecache.clock import now, true_until
from board.media.renditions import PAGE_SPECS

SIZES = "(min-width: 48em) 42rem, 100vw"
# How long a page is shown without a picture whose copies could not be made, before they are tried again.
TRY_AGAIN = dt.timedelta(minutes=1)


class PictureBlock(ImageBlock):
    """A picture in every size and format of a page; its description where no copy of it can be made."""

    def get_context(self, value, parent_context=None):
        """Add the ``picture`` of those copies that are there, ``None`` where there is none."""
        renditions = value.available_renditions(*PAGE_SPECS)
        if len(renditions) < len(PAGE_SPECS):
            true_until(now() + TRY_AGAIN)
        picture = Picture(renditions, {"sizes": SIZES}) if renditions else None
        return super().get_context(value, parent_context) | {"picture": picture}


class PictureStreamBlock(blocks.StreamBlock):
    """One picture at most. Wagtail's block asks for a description, or whether the picture is decorative."""

    picture = PictureBlock(template="blocks/picture.html")

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
