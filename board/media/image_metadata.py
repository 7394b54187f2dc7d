"""Strips images of what cameras write into them: place, time, camera, previews."""

import io
import struct

from django.core.files.base import ContentFile
from PIL import Image

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

# What Pillow raises for an image that is cut off, broken or a bomb, beside OSError.
DECODING_ERRORS = (SyntaxError, ValueError, EOFError, IndexError, struct.error, Image.DecompressionBombError)


class StrippedImage(ContentFile):
    """An image file without metadata."""


def orientation_exif(picture) -> bytes:
    """Return Exif data with the orientation alone; empty for an upright picture."""
    exif = Image.Exif()
    exif[ORIENTATION] = picture.getexif().get(ORIENTATION, UPRIGHT)
    return b"" if exif[ORIENTATION] == UPRIGHT else exif.tobytes()


def strip_metadata(file) -> StrippedImage:
    """
    Return an image file without Exif, XMP, IPTC, comments and previews.

    Orientation and colour profile stay, since the picture would look wrong without them. ``file`` is a Django file
    of an image that Wagtail has accepted; raises ``OSError`` for one that can't be decoded or encoded again.
    """
    try:
        return encode_again(file)
    except DECODING_ERRORS as error:
        raise OSError("The picture can’t be read to its end.") from error


def encode_again(file) -> StrippedImage:
    """Return an image file as Pillow encodes it without metadata; raises what Pillow raises."""
    file.seek(0)
    with Image.open(file) as picture:
        # MPO, which telephones write, is a JPEG with more pictures behind the first.
        encoding = "JPEG" if picture.format == "MPO" else picture.format
        if encoding not in SAVE_OPTIONS:
            raise OSError(f"Pictures of the type {picture.format} can’t be cleaned. Save it as JPEG or PNG.")
        colour_profile = picture.info.get("icc_profile")
        options = SAVE_OPTIONS[encoding] | {"exif": orientation_exif(picture), "icc_profile": colour_profile}
        if picture.format == "JPEG":
            options["quality"] = "keep"
        is_animated = encoding in {"AVIF", "GIF", "WEBP"} and getattr(picture, "n_frames", 1) > 1
        # Pillow would write these again.
        for name in ("exif", "xmp", "XML:com.adobe.xmp", "comment"):
            picture.info.pop(name, None)
        output = io.BytesIO()
        picture.save(output, format=encoding, save_all=is_animated, **options)
    return StrippedImage(output.getvalue(), name=file.name)
