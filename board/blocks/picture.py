"""A picture at the head of a page."""

from wagtail import blocks
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


def picture_in(stream_value):
    """Return the picture of a stream, with its description there as ``contextual_alt_text``, or ``None``."""
    return next((child.value for child in stream_value if child.value), None)


def prepare(image) -> None:
    """Make every copy of a picture that a reader may ask for: nobody waits for one, and no reading writes."""
    image.get_renditions(*Filter.expand_spec(SHOWN), SHARED)
