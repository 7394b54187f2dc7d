"""What is in a file that is to be a picture, by its bytes, and the form field that takes pictures."""

import re
from pathlib import PurePath

import filetype
from django.core.exceptions import ValidationError
from PIL import Image
from wagtail.images.fields import WagtailImageField

NOT_TAKEN = "not_taken"
WE_TAKE = "We take JPEG, PNG, GIF, WebP and AVIF."
BROKEN = "This picture is damaged or cut off. Open it in the program that it comes from, and save it anew."
SAVE_AS = "Open it in a program for pictures, and save it as JPEG or PNG."
ONE_PICTURE = "Save one picture of it as PNG."
EXPORT_AS = "Export the picture from the program that it was made in, as PNG."
TO_DOCUMENTS = "Add it under Documents, and choose a picture here."
NOT_HERE = "Pages show pictures that do not move: link to it where it can be watched or heard, with its transcript."

# Types that are taken, and the endings of their names; the first is the usual one.
TAKEN = {"jpg": ("jpg", "jpeg"), "png": ("png",), "gif": ("gif",), "webp": ("webp",), "avif": ("avif",)}
# Types that are taken with one frame alone, and what they are with more.
ANIMATED = {"png": "apng", "avif": "avis"}
# What others are called, and what to do instead.
OTHERS = {
    "apng": ("an animated PNG", ONE_PICTURE),
    "avis": ("an animated AVIF", ONE_PICTURE),
    "heic": ("a HEIC picture, as iPhones take them", "On the phone, send it as “Most Compatible”; or save it as JPEG."),
    "svg": ("an SVG drawing", EXPORT_AS),
    "html": ("a web page", "Save the picture itself, and choose that."),
    "tif": ("a TIFF picture", SAVE_AS),
    "bmp": ("a BMP picture", SAVE_AS),
    "ico": ("an icon", SAVE_AS),
    "jpx": ("a JPEG 2000 picture", SAVE_AS),
    "jxl": ("a JPEG XL picture", SAVE_AS),
    "jxr": ("a JPEG XR picture", SAVE_AS),
    "cr2": ("a camera’s raw picture", SAVE_AS),
    "psd": ("a Photoshop file", EXPORT_AS),
    "xcf": ("a GIMP file", EXPORT_AS),
    "ps": ("a PostScript drawing", EXPORT_AS),
    "wmf": ("a Windows drawing", EXPORT_AS),
    "pdf": ("a PDF", TO_DOCUMENTS),
    "rtf": ("a text document", TO_DOCUMENTS),
    "ole": ("an older Office document", TO_DOCUMENTS),
    **dict.fromkeys(("doc", "docx", "odt"), ("a Word document", TO_DOCUMENTS)),
    **dict.fromkeys(("xls", "xlsx", "ods"), ("a spreadsheet", TO_DOCUMENTS)),
    **dict.fromkeys(("ppt", "pptx", "odp"), ("a presentation", TO_DOCUMENTS)),
    "zip": ("a ZIP archive", "Unpack it, and choose a picture from it."),
}
# Beginnings that the library does not know, or knows only in part.
SIGNATURES = {
    b"II*\0": "tif",
    b"MM\0*": "tif",
    b"\0\0\0\x0cJXL \r\n\x87\n": "jxl",
    b"\xff\x0a": "jxl",
    b"\0\0\0\x0cjP  \r\n\x87\n": "jpx",
    b"\xff\x4f\xff\x51": "jpx",
    b"\xd7\xcd\xc6\x9a": "wmf",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "ole",
}
# Brands of ISO base media files (ISO/IEC 14496-12, 4.3) with pictures.
BRANDS = {b"avis": "avis", b"avif": "avif", b"crx ": "cr2"} | dict.fromkeys(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "heic"
)
# Brands of the whole family, whose files name what they are among those that they are compatible with.
FAMILY = {b"mif1", b"msf1"}
SVG = re.compile(rb"\s*<(.*<)?svg[\s>]", re.DOTALL)
HTML = re.compile(rb"\s*<(!doctype html|html|head|body)\b", re.IGNORECASE)
# Bytes at the start of a file that tell its type.
HEAD = 8192


def type_of(file) -> str:
    """Return the type of an open file by its bytes, as a key of ``TAKEN`` or ``OTHERS`` where it is known."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head[4:8] == b"ftyp" and (brand := head[8:12]) in BRANDS:
        compatible = {head[start : start + 4] for start in range(16, min(int.from_bytes(head[:4]), HEAD), 4)}
        known_brands = compatible & (BRANDS.keys() - FAMILY) if brand in FAMILY else {brand}
        names = {BRANDS[name] for name in known_brands}
        return next((name for name in ("avis", "avif", "cr2") if name in names), "heic")
    text = head.removeprefix(b"\xef\xbb\xbf")
    if HTML.match(text):
        return "html"
    if SVG.match(text):
        return "svg"
    known = filetype.guess_extension(head)
    return known or next((name for start, name in SIGNATURES.items() if head.startswith(start)), "")


def describe_type(name: str) -> tuple[str, str]:
    """Return what a file of a type that is not taken is called, and what to do instead."""
    if name in OTHERS:
        return OTHERS[name]
    mime = getattr(filetype.get_type(ext=name), "mime", "") if name else ""
    if mime.startswith("video/"):
        return "a video", NOT_HERE
    if mime.startswith("audio/"):
        return "a sound recording", NOT_HERE
    return (f"a file of the type {name.upper()}" if name else "no picture that we know"), SAVE_AS


def is_animated(file) -> bool:
    """Return whether an open picture has more than one frame; its type may be told at the end of a long head."""
    try:
        with Image.open(file) as picture:
            return getattr(picture, "is_animated", False)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False  # The decoder says what is wrong with it.
    finally:
        file.seek(0)


def check_type(file) -> None:
    """
    Raise ``ValidationError`` for an open file that is no picture of a type that is taken.

    One whose name ends as if it were another type gets the ending of its bytes: readers' browsers go by that.
    """
    name = type_of(file)
    if name in ANIMATED and is_animated(file):
        name = ANIMATED[name]
    if name not in TAKEN:
        what, advice = describe_type(name)
        raise ValidationError(f"This is {what}. {WE_TAKE} {advice}", code=NOT_TAKEN)
    path = PurePath(file.name)
    if path.suffix.lower().lstrip(".") not in TAKEN[name]:
        file.name = f"{path.stem}.{TAKEN[name][0]}"


class PictureField(WagtailImageField):
    """Wagtail's field of a picture, which says of anything else what it is and what is taken."""

    def to_python(self, data):
        """Return the picture; raises ``ValidationError``."""
        if data in self.empty_values:
            return super().to_python(data)
        if data.size:
            check_type(data)
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, EOFError, ValueError) as error:
            raise ValidationError(BROKEN, code="broken") from error
        except ValidationError as error:
            if error.code == "invalid_image":
                raise ValidationError(BROKEN, code="broken") from error
            raise
