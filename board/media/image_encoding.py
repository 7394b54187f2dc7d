"""Encodes pictures again as they are stored: in sRGB, and without what cameras write into them."""

import io
import struct

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image

from .image_colours import in_srgb

# How each format is encoded again; a JPEG keeps its own tables, so that nothing of the picture is lost twice.
SAVE_OPTIONS: dict[str, dict] = {
    "AVIF": {"quality": 92},
    "GIF": {},
    "JPEG": {"quality": 95},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92},
}
# The one Exif tag that readers need: which way is up.
ORIENTATION = 0x0112
UPRIGHT = 1
ORIENTATIONS = range(UPRIGHT, 9)
# Formats that are encoded again with all their frames; readers' copies show the first.
ANIMATED = {"GIF", "WEBP"}
# Frames are decoded one after another: together they may have so many times the pixels that one picture may have.
FRAMES = 4
SHORTER = "Readers see the first of them: save that one as PNG."

# What Pillow raises for an image that is cut off, broken or a bomb, beside OSError.
DECODING_ERRORS = (SyntaxError, ValueError, EOFError, IndexError, struct.error, Image.DecompressionBombError)


class NotEncodableError(OSError):
    """An image that is not damaged and can't be stored all the same; the text says to an editor why."""


class StrippedImage(ContentFile):
    """An image file without metadata."""


def orientation_exif(picture) -> bytes:
    """Return Exif data with the orientation alone; empty for an upright picture."""
    exif = Image.Exif()
    orientation = picture.getexif().get(ORIENTATION)
    exif[ORIENTATION] = orientation if orientation in ORIENTATIONS else UPRIGHT
    return b"" if exif[ORIENTATION] == UPRIGHT else exif.tobytes()


def encode_again(file) -> StrippedImage:
    """
    Return an image file in sRGB without Exif, XMP, IPTC, comments and previews.

    Of Exif the orientation stays, since the picture would lie on its side without it. ``file`` is a Django file of an
    image that Wagtail has accepted; raises ``OSError`` for one that can't be decoded or encoded again.
    """
    try:
        return encode_decoded(file)
    except DECODING_ERRORS as error:
        raise OSError("The picture can’t be read to its end.") from error


def encode_decoded(file) -> StrippedImage:
    """Return an image file as Pillow encodes it; raises what Pillow raises."""
    file.seek(0)
    with Image.open(file) as picture:
        # MPO, which telephones write, is a JPEG with more pictures behind the first.
        encoding = "JPEG" if picture.format == "MPO" else picture.format
        if encoding not in SAVE_OPTIONS:
            raise NotEncodableError(f"Pictures of the type {picture.format} can’t be cleaned. Save it as JPEG or PNG.")
        options = SAVE_OPTIONS[encoding] | {"exif": orientation_exif(picture)}
        frames = getattr(picture, "n_frames", 1) if encoding in ANIMATED else 1
        if frames * picture.width * picture.height > FRAMES * settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise NotEncodableError(f"This picture moves, and its {frames} frames are too large. {SHORTER}")
        # Metadata may stand behind the pixels.
        picture.load()
        # Pillow would write these again.
        for name in ("exif", "xmp", "XML:com.adobe.xmp", "comment"):
            picture.info.pop(name, None)
        # The colours of an animation stay as they are: a copy of its first frame has the profile, if there is one.
        still = picture if frames > 1 else in_srgb(picture)
        if still is picture and picture.format == "JPEG":
            options["quality"] = "keep"
        output = io.BytesIO()
        still.save(output, format=encoding, save_all=frames > 1, **options)
    return StrippedImage(output.getvalue(), name=file.name)
