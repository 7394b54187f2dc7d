"""Pictures of every kind that people upload, small, and colour profiles for them."""

import io
import struct
import zlib

from PIL import Image

GRADIENT = [[[x * 2, y * 3, 90] for x in range(60)] for y in range(40)]
D50 = (0.9642, 1.0, 0.8249)
PRIMARIES = (b"rXYZ", b"gXYZ", b"bXYZ")
ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))


def encoded(picture, encoding, **options) -> bytes:
    """Return a picture of Pillow's as a file."""
    output = io.BytesIO()
    picture.save(output, format=encoding, **options)
    return output.getvalue()


def frames(encoding, count=3) -> bytes:
    """Return a moving picture of so many frames."""
    first, *others = (Image.new("RGB", (20, 20), (50 * number, 0, 0)) for number in range(count))
    return encoded(first, encoding, save_all=True, append_images=others, duration=100)


def png(width, height, depth, colour_type, rows, *, before_pixels=b"") -> bytes:
    """Return a PNG of rows of bytes, as PNG's specification has it."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before_pixels + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def chunk(name, content) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def grey_16_bit(width=60, height=40) -> bytes:
    """Return a PNG in 16 bits of grey, from black on the left to white on the right."""
    row = b"".join(struct.pack(">H", 65535 * x // (width - 1)) for x in range(width))
    return png(width, height, 16, 0, [row] * height)


def late_animation() -> bytes:
    """Return a moving PNG that says so behind more bytes than its type is told by."""
    still, moving = 33, frames("PNG")
    words = chunk(b"tEXt", b"Comment\0" + b"words " * 2000)
    return moving[:still] + words + moving[still:]


def fixed(*numbers) -> bytes:
    """Return numbers as a profile has them: sixteen bits before the point and sixteen behind it."""
    return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)


def profile(space, device_class, connection_space, tags) -> bytes:
    """Return a colour profile (ICC.1:2001-04) of tags, pairs of signature and content."""
    content, table, offset = b"", struct.pack(">I", len(tags)), 128 + 4 + 12 * len(tags)
    for signature, data in tags:
        padded = data + b"\0" * (-len(data) % 4)
        table += struct.pack(">4sII", signature, offset + len(content), len(data))
        content += padded
    header = struct.pack(
        ">I4sI4s4s4s12s4s28s12s48s",
        offset + len(content),
        b"",
        0x02400000,
        device_class,
        space,
        connection_space,
        b"",
        b"acsp",
        b"",
        fixed(*D50),
        b"",
    )
    return header + table + content


DESCRIPTION = (b"desc", b"desc" + bytes(4) + struct.pack(">I", 5) + b"Test\0" + bytes(78))
WHITE = (b"wtpt", b"XYZ " + bytes(4) + fixed(*D50))


def curve(gamma) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256))


def rgb_profile(primaries=ADOBE_RGB, gamma=2.2) -> bytes:
    """Return a profile of three primaries, Adobe RGB's unless others are given."""
    colours = [
        (name, b"XYZ " + bytes(4) + fixed(*xyz))
        for name, xyz in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)
    ]
    curves = [(name, curve(gamma)) for name in (b"rTRC", b"gTRC", b"bTRC")]
    return profile(b"RGB ", b"mntr", b"XYZ ", [DESCRIPTION, WHITE, *colours, *curves])


def grey_profile(gamma=1.0) -> bytes:
    return profile(b"GRAY", b"mntr", b"XYZ ", [DESCRIPTION, WHITE, (b"kTRC", curve(gamma))])


def cmyk_profile() -> bytes:
    """Return a profile of inks that are all grey."""
    identity = bytes(range(256))
    inks = [(c, m, y, k) for c in (0, 1) for m in (0, 1) for y in (0, 1) for k in (0, 1)]
    table = b"".join(bytes((255 - 50 * sum(ink), 128, 128)) for ink in inks)
    matrix = fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    lookup = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + matrix + identity * 4 + table + identity * 3
    return profile(b"CMYK", b"prtr", b"Lab ", [DESCRIPTION, WHITE, (b"A2B0", lookup)])


def colourful(mode="RGB") -> Image.Image:
    """Return a picture of many colours in a mode of Pillow's."""
    picture = Image.new("RGB", (60, 40))
    picture.putdata([tuple(pixel) for row in GRADIENT for pixel in row])
    if mode.endswith("A"):
        picture.putalpha(picture.getchannel("R"))
    return picture.convert(mode)


def see_through(mode) -> Image.Image:
    """Return a picture in which one colour stands for none."""
    return Image.new(mode, (30, 20), 0)


def orientation(value) -> bytes:
    """Return Exif data that says which way is up."""
    exif = Image.Exif()
    exif[0x0112] = value
    return exif.tobytes()


# Name and content of pictures that are taken.
TAKEN = {
    "grey-16-bit.png": grey_16_bit(),
    "grey-16-bit-see-through.png": png(2, 1, 16, 0, [b"\0\0\xff\xff"], before_pixels=chunk(b"tRNS", b"\xff\xff")),
    "grey-alpha-16-bit.png": png(1, 1, 16, 4, [b"\x80\0\x80\0"]),
    "rgb-16-bit.png": png(1, 1, 16, 2, [b"\xff\xff\0\0\x80\0"]),
    "1-bit.png": encoded(colourful("1"), "PNG"),
    "1-bit-see-through.png": encoded(see_through("1"), "PNG", transparency=0),
    "2-bit-grey.png": png(4, 1, 2, 0, [b"\x1b"]),
    "rgb-see-through.png": encoded(colourful(), "PNG", transparency=(0, 0, 90)),
    "palette.png": encoded(colourful("P"), "PNG"),
    "palette-see-through.png": encoded(colourful("P"), "PNG", transparency=bytes(range(256))),
    "palette-adobe.png": encoded(colourful("P"), "PNG", icc_profile=rgb_profile(), transparency=3),
    "grey-alpha.png": encoded(colourful("LA"), "PNG"),
    "alpha-adobe.png": encoded(colourful("RGBA"), "PNG", icc_profile=rgb_profile()),
    "gamma.png": png(1, 1, 8, 2, [b"\x40\x40\x40"], before_pixels=chunk(b"gAMA", struct.pack(">I", 100_000))),
    "profile-of-nonsense.png": encoded(colourful(), "PNG", icc_profile=b"nonsense" * 40),
    "cmyk.jpg": encoded(colourful("CMYK"), "JPEG"),
    "cmyk-profile.jpg": encoded(colourful("CMYK"), "JPEG", icc_profile=cmyk_profile()),
    "cmyk-with-a-profile-of-rgb.jpg": encoded(colourful("CMYK"), "JPEG", icc_profile=rgb_profile()),
    "grey.jpg": encoded(colourful("L"), "JPEG"),
    "grey-profile.jpg": encoded(colourful("L"), "JPEG", icc_profile=grey_profile()),
    "grey-with-a-profile-of-rgb.jpg": encoded(colourful("L"), "JPEG", icc_profile=rgb_profile()),
    "adobe.jpg": encoded(colourful(), "JPEG", icc_profile=rgb_profile()),
    "adobe.webp": encoded(colourful("RGBA"), "WEBP", icc_profile=rgb_profile()),
    "adobe.avif": encoded(colourful(), "AVIF", icc_profile=rgb_profile()),
    "progressive.jpg": encoded(colourful(), "JPEG", progressive=True),
    "several.jpg": encoded(colourful(), "MPO", save_all=True, append_images=[colourful()]),
    "moving.gif": frames("GIF"),
    "moving.webp": frames("WEBP"),
    "alpha.avif": encoded(colourful("RGBA"), "AVIF"),
    "wide.png": encoded(Image.new("RGB", (10_000, 1)), "PNG"),
    "tall.jpg": encoded(Image.new("RGB", (1, 10_000)), "JPEG"),
    "one-pixel.gif": encoded(Image.new("P", (1, 1)), "GIF"),
    "UPPER.JPG": encoded(colourful(), "JPEG"),
    "ending-of-another.png": encoded(colourful(), "JPEG"),
    "no-ending": encoded(colourful(), "WEBP"),
    "😀.jpg": encoded(colourful(), "JPEG"),
    "x" * 300 + ".jpg": encoded(colourful(), "JPEG"),
    ".png": encoded(colourful(), "JPEG"),
    "archive-behind.jpg": encoded(colourful(), "JPEG") + b"PK\x03\x04" + bytes(64),
    "lying.jpg": encoded(colourful(), "JPEG", exif=orientation(99)),
    "turned.webp": encoded(colourful(), "WEBP", exif=orientation(8)),
}
DRAWING = b"<?xml version='1.0'?><!-- drawn -->\n<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
OFFICE = b"PK\x03\x04" + bytes(26) + b"word/document.xml"
# Name, content and what is said of files that are not taken.
NOT_TAKEN = {
    "moving.png": (frames("PNG"), "an animated PNG"),
    "moving.avif": (frames("AVIF"), "an animated AVIF"),
    "photo.heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64), "a HEIC picture"),
    "photo.jpg": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + bytes(64), "a HEIC picture"),
    "drawing.svg": (DRAWING, "an SVG drawing"),
    "drawing.png": (DRAWING, "an SVG drawing"),
    "entities.svg": (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "an SVG drawing"),
    "photo.cr3": (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(64), "a camera’s raw picture"),
    "late.png": (late_animation(), "an animated PNG"),
    "page.jpg": (b"<!DOCTYPE html><title>Not found</title>", "a web page"),
    "scan.tif": (encoded(colourful(), "TIFF"), "a TIFF picture"),
    "floats.tif": (encoded(colourful("F"), "TIFF"), "a TIFF picture"),
    "lab.tiff": (encoded(colourful("LAB"), "TIFF"), "a TIFF picture"),
    "drawn.bmp": (encoded(colourful(), "BMP"), "a BMP picture"),
    "drawn.ico": (encoded(colourful(), "ICO"), "an icon"),
    "photo.jp2": (encoded(colourful(), "JPEG2000"), "a JPEG 2000 picture"),
    "photo.jxl": (b"\xff\x0a" + bytes(64), "a JPEG XL picture"),
    "layers.psd": (b"8BPS\0\1" + bytes(64), "a Photoshop file"),
    "report.pdf": (b"%PDF-1.7\n" + bytes(64), "a PDF"),
    "report.jpg": (b"%PDF-1.7\n" + bytes(64), "a PDF"),
    "letter.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "an older Office document"),
    "film.mp4": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(64), "a video"),
    "speech.mp3": (b"ID3\x03\0" + bytes(64), "a sound recording"),
    "pictures.zip": (b"PK\x03\x04" + bytes(64), "a ZIP archive"),
    "notes.png": (b"Notes of the meeting", "no picture that we know"),
}
