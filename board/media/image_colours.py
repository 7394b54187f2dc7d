"""The colours of pictures: 8 bits of sRGB, which every browser, copy and format shows alike."""

import io
import itertools
from functools import cache

from PIL import Image, ImageCms
from PIL.ImageCms import PyCMSError

# The colour space of a profile (ICC.1, 7.2.6), and the mode of Pillow's that it describes.
PROFILE_MODES = {"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK"}
# Steps of 0 to 255 by which a profile may differ from sRGB and be sRGB all the same: profiles round.
TOLERANCE = 3
# The exponent of sRGB, by which a PNG of another one is told (PNG, 11.3.2.2), and how much such numbers round.
SRGB_GAMMA, GAMMA_TOLERANCE = 0.45455, 0.01
# What 16 bits are divided by to have 8.
SIXTEEN_TO_EIGHT = 257


def in_srgb(picture: Image.Image) -> Image.Image:
    """
    Return a picture in 8 bits of grey or sRGB, without a profile; the same one where it is so already.

    Transparency stays. Of a profile that is damaged, or describes another colour space than the picture's, no
    browser takes notice, and neither is taken here. Raises what Pillow raises.
    """
    profile = picture.info.pop("icc_profile", None)
    picture = in_eight_bits(picture)
    transform_mode = usable_mode(profile, picture) if profile else ""
    if transform_mode and not is_srgb(profile):
        picture = apply_profile(picture, profile, transform_mode)
    elif picture.mode not in {"1", "L", "LA", "P", "RGB", "RGBA"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    elif picture.mode in {"1", "L", "RGB"} and "transparency" in picture.info:
        # One colour that stands for none, which few formats know.
        picture = picture.convert("RGBA" if picture.mode == "RGB" else "LA")
    gamma = picture.info.pop("gamma", None)
    if gamma and not profile and "srgb" not in picture.info and abs(gamma - SRGB_GAMMA) > GAMMA_TOLERANCE:
        picture = apply_gamma(picture, gamma)
    return picture


def in_eight_bits(picture: Image.Image) -> Image.Image:
    """Return a picture of 16 or 32 bits for each pixel of grey in 8, where Pillow's own way makes all of it white."""
    if not picture.mode.startswith("I"):
        return picture
    info = picture.info
    info.pop("transparency", None)
    picture = picture.convert("I").point(lambda value: value * (1 / SIXTEEN_TO_EIGHT)).convert("L")
    picture.info = info
    return picture


def usable_mode(profile: bytes, picture: Image.Image) -> str:
    """Return the mode of Pillow's that a picture's profile describes; empty where it does not fit the picture."""
    try:
        space = ImageCms.getOpenProfile(io.BytesIO(profile)).profile.xcolor_space.strip()
    except (OSError, PyCMSError):
        return ""
    mode = PROFILE_MODES.get(space, "")
    is_grey = picture.mode in {"1", "L", "LA"}
    fits = {"L": is_grey, "RGB": picture.mode != "CMYK", "CMYK": picture.mode == "CMYK"}
    return mode if fits.get(mode) else ""


@cache
def sample() -> Image.Image:
    """Return a picture of colours from everywhere in sRGB."""
    steps = range(0, 256, 51)
    picture = Image.new("RGB", (len(steps) ** 3, 1))
    picture.putdata(list(itertools.product(steps, repeat=3)))
    return picture


def is_srgb(profile: bytes) -> bool:
    """Return whether a profile leaves the colours of sRGB as they are; there are many such, of many names."""
    if ImageCms.getOpenProfile(io.BytesIO(profile)).profile.xcolor_space.strip() != "RGB":
        return False
    before = sample()
    after = apply_profile(before, profile, "RGB")
    return all(abs(a - b) <= TOLERANCE for a, b in zip(before.tobytes(), after.tobytes(), strict=True))


def apply_profile(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Return a picture converted from its profile, which describes ``mode``, to sRGB; its transparency stays."""
    alpha = picture.convert("RGBA").getchannel("A") if picture.has_transparency_data else None
    opaque = picture.convert("RGBA" if alpha else mode).convert(mode) if picture.mode != mode else picture
    try:
        converted = ImageCms.profileToProfile(
            opaque, ImageCms.getOpenProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except PyCMSError:
        converted = opaque.convert("RGB")
    if converted is None:
        return picture
    converted.info = {name: value for name, value in picture.info.items() if name != "transparency"}
    converted.info.pop("icc_profile", None)
    if alpha:
        converted.putalpha(alpha)
    return converted


def apply_gamma(picture: Image.Image, gamma: float) -> Image.Image:
    """Return a picture whose PNG names another exponent than sRGB's, with the exponent of sRGB."""
    exponent = SRGB_GAMMA / gamma
    curve = [round(255 * (value / 255) ** exponent) for value in range(256)]
    if picture.mode in {"1", "P"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    bands = list(picture.split())
    colours = len(bands) - (1 if picture.mode.endswith("A") else 0)
    bands[:colours] = [band.point(curve) for band in bands[:colours]]
    return Image.merge(picture.mode, bands)
