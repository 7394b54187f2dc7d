"""What a camera writes into a picture, and nobody else needs to know: place, time, camera, earlier versions."""

import io
import struct

from django.core.files.base import ContentFile
from PIL import Image

# How each format is written again. JPEG of a camera keeps its own tables, so that nothing of the picture is lost twice.
SAVE_OPTIONS: dict[str, dict] = {
    "AVIF": {"quality": 92},
    "GIF": {},
    "JPEG": {"quality": 95},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92},
}
# Of everything that Exif holds, the one thing that readers need: which way is up.
ORIENTATION = 0x0112
UPRIGHT = 1


# What Pillow raises for a picture that is cut off, broken or a bomb, beside OSError itself.
BROKEN = (SyntaxError, ValueError, EOFError, IndexError, struct.error, Image.DecompressionBombError)


class CleanPicture(ContentFile):
    """A picture of which nothing but the picture is left."""


def exif_of(picture) -> bytes:
    """Return Exif data that says which way is up and nothing else; empty where the picture stands upright."""
    exif = Image.Exif()
    exif[ORIENTATION] = picture.getexif().get(ORIENTATION, UPRIGHT)
    return b"" if exif[ORIENTATION] == UPRIGHT else exif.tobytes()


def without_metadata(file) -> CleanPicture:
    """
    Return a picture's file without what the camera wrote: Exif, XMP, IPTC, comments, previews.

    Orientation and colour profile stay, since the picture would look wrong without them. ``file`` is a Django file
    of a picture that Wagtail has accepted; raises ``OSError`` for one that can't be read or written again.
    """
    try:
        return written_again(file)
    except BROKEN as error:
        raise OSError("The picture can’t be read to its end.") from error


def written_again(file) -> CleanPicture:
    """Return a picture's file as Pillow writes it without metadata; raises what Pillow raises."""
    file.seek(0)
    with Image.open(file) as picture:
        # What telephones write with several pictures in one file is a JPEG to everybody else.
        written_as = "JPEG" if picture.format == "MPO" else picture.format
        if written_as not in SAVE_OPTIONS:
            raise OSError(f"Pictures of the type {picture.format} can’t be cleaned. Save it as JPEG or PNG.")
        options = SAVE_OPTIONS[written_as] | {"exif": exif_of(picture), "icc_profile": picture.info.get("icc_profile")}
        if picture.format == "JPEG":
            options["quality"] = "keep"
        is_moving = written_as in {"AVIF", "GIF", "WEBP"} and getattr(picture, "n_frames", 1) > 1
        # Pillow writes these again unless they are gone.
        for name in ("exif", "xmp", "XML:com.adobe.xmp", "comment"):
            picture.info.pop(name, None)
        cleaned = io.BytesIO()
        picture.save(cleaned, format=written_as, save_all=is_moving, **options)
    return CleanPicture(cleaned.getvalue(), name=file.name)
