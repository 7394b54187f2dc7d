"""Colours of pictures: whatever they were in, they are stored in 8 bits of grey or sRGB, and look the same."""

import io
import struct

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from board.media.image_colours import is_srgb
from board.media.image_encoding import encode_again
from tests.board.media import pictures


def stored(name):
    """Return a picture as it is stored."""
    picture = Image.open(encode_again(ContentFile(pictures.TAKEN[name], name)))
    picture.load()
    return picture


@pytest.mark.parametrize("name", [name for name in pictures.TAKEN if "." in name and "moving" not in name])
def test_stored_picture_is_in_eight_bits_of_srgb(name):
    picture = stored(name)
    assert picture.mode in {"1", "L", "LA", "P", "RGB", "RGBA"}
    assert "icc_profile" not in picture.info


def test_grey_of_sixteen_bits_keeps_its_steps():
    row = [stored("grey-16-bit.png").getpixel((x, 0)) for x in (0, 15, 30, 59)]
    assert row == pytest.approx([0, 65, 130, 255], abs=1)


def test_wide_colours_are_converted():
    """The green of Adobe RGB is greener than sRGB has it; what both have gets other numbers."""
    before = Image.new("RGB", (1, 1), (100, 150, 100))
    content = pictures.encoded(before, "PNG", icc_profile=pictures.rgb_profile())
    after = Image.open(encode_again(ContentFile(content, "a.png"))).getpixel((0, 0))
    assert after == pytest.approx((66, 151, 97), abs=3)


def test_transparency_stays_beside_converted_colours():
    before, after = pictures.colourful("RGBA"), stored("alpha-adobe.png")
    assert after.getchannel("A").tobytes() == before.getchannel("A").tobytes()
    assert after.convert("RGB").tobytes() != before.convert("RGB").tobytes()
    assert stored("palette-see-through.png").convert("RGBA").getextrema()[3][0] < 255
    for name in ("rgb-see-through.png", "1-bit-see-through.png"):
        assert stored(name).getextrema()[-1][0] == 0


def test_inks_are_those_of_the_profile():
    content = pictures.encoded(Image.new("CMYK", (8, 8), (255, 0, 0, 0)), "JPEG", quality=95)
    with_profile = pictures.encoded(
        Image.new("CMYK", (8, 8), (255, 0, 0, 0)), "JPEG", quality=95, icc_profile=pictures.cmyk_profile()
    )
    cyan, grey = (
        Image.open(encode_again(ContentFile(bytes_, "a.jpg"))).getpixel((4, 4)) for bytes_ in (content, with_profile)
    )
    assert cyan[0] < 30
    assert cyan[2] > 200
    assert max(grey) - min(grey) < 12


def test_profile_of_grey_and_exponent_of_a_png_count():
    before = pictures.colourful("L").getpixel((30, 0))
    assert stored("grey-profile.jpg").convert("L").getpixel((30, 0)) > before + 20
    assert stored("gamma.png").getpixel((0, 0))[0] == pytest.approx(255 * (0x40 / 255) ** 0.45455, abs=2)


def test_srgb_under_any_name_is_told():
    assert is_srgb(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for other in (pictures.rgb_profile(), pictures.grey_profile(), pictures.cmyk_profile()):
        assert not is_srgb(other)


def test_pixels_of_srgb_are_not_encoded_anew():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = pictures.encoded(pictures.colourful(), "JPEG", quality=60, icc_profile=srgb)
    after = Image.open(encode_again(ContentFile(content, "a.jpg")))
    assert after.quantization == Image.open(io.BytesIO(content)).quantization


@pytest.mark.parametrize("damage", [b"", b"x" * 200, struct.pack(">I", 2**31) + pictures.rgb_profile()[4:]])
def test_damaged_profile_counts_as_none(damage):
    content = pictures.encoded(pictures.colourful(), "PNG", icc_profile=pictures.rgb_profile()[:100] + damage)
    after = Image.open(encode_again(ContentFile(content, "a.png")))
    assert after.tobytes() == pictures.colourful().tobytes()
