"""Renditions: every copy of a picture that is asked for anywhere, and what to do where one can't be made."""

import io
import logging

from django.core.exceptions import ValidationError
from wagtail.images.models import Filter

logger = logging.getLogger(__name__)

# Every size and format of a picture on a page; first what every browser shows, should there be no room for the others.
PAGE_SPECS = tuple(Filter.expand_spec(("format-{jpeg,webp,avif}", "width-{400,800}")))
# The picture beside a link that is shared.
SHARE_SPEC = "fill-1200x630|format-jpeg"
READER_SPECS = (*PAGE_SPECS, SHARE_SPEC)
# What Wagtail's admin shows: lists and choosers, the form, a page's field and preview, and what was uploaded twice.
ADMIN_SPECS = ("max-165x165", "max-800x600", "original", "fill-600x338", "max-400x400", "max-150x150")

NOT_ENCODABLE = "not_encodable"
TOO_LONG = (
    "The smaller copies that pages need can’t be made of this picture of {width} by {height} pixels. Cut it, so that "
    "it is less long and narrow, or save it anew as JPEG or PNG."
)


def specs_with_focal_point() -> list[str]:
    """Return the specs of those renditions that are cut around the focal point."""
    specs = READER_SPECS + ADMIN_SPECS
    return [spec for spec in specs if any(hasattr(step, "vary_fields") for step in Filter(spec).operations)]


def check_renditions(image, file, specs=READER_SPECS + ADMIN_SPECS) -> None:
    """
    Raise ``ValidationError`` unless every rendition of an image can be made of its bytes in an open file.

    They are made in memory, and not kept.
    """
    file.seek(0)
    content = file.read()
    for spec in specs:
        try:
            Filter(spec=spec).run(image, io.BytesIO(), source=io.BytesIO(content))
        except Exception as error:  # Pillow's decoders and encoders raise anything.
            logger.warning("“%s” of an upload can't be made: %r", spec, error)
            message = TOO_LONG.format(width=image.width, height=image.height)
            raise ValidationError({"file": message}, code=NOT_ENCODABLE) from error
