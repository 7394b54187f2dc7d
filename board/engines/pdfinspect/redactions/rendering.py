"""Pictures of a part of a page, and what two of them tell about the text in it. Needs no Django."""

import math

import pypdfium2
from PIL import Image, ImageChops

from board.engines.pdfinspect.geometry import Box

# Pixels: what one picture may have, so that a page of any size costs about as much as any other.
PIXELS = 3_000_000
# Pixels a point: enough for the letters of a footnote.
SCALE = 2.0

# Levels of brightness, 0 to 255. A difference of INK is what an eye sees as a letter; what is less than a part of
# SHADE of it is too faint to be read.
INK = 32
SHADE = 0.13
NOISE = 3
UNIFORM = 20
DARK = 80


class OffThePageError(ValueError):
    """A part of a page that is not on it."""


class Camera:
    """
    Takes pictures of one part of a page, always the same. The page must not be rotated.

    Raises ``OffThePageError`` for a part that is not on the page.
    """

    def __init__(self, page: pypdfium2.PdfPage, region: Box, scale: float = SCALE) -> None:
        left, bottom, right, top = page.get_bbox()
        self.page = page
        self.whole = Box(left, bottom, right, top)
        self.region = region.overlap(self.whole)
        if not self.region.area:
            raise OffThePageError
        self.scale = min(scale, math.sqrt(PIXELS / max(self.region.area, 1.0)))
        # Pixels to leave out on each side of the page.
        self.cut_left = math.floor((self.region.left - self.whole.left) * self.scale)
        self.cut_top = math.floor((self.whole.top - self.region.top) * self.scale)
        self.cut_right = math.floor((self.whole.right - self.region.right) * self.scale)
        self.cut_bottom = math.floor((self.region.bottom - self.whole.bottom) * self.scale)

    def picture(self, *, annotations: bool) -> Image.Image:
        """Return the part of the page as it is drawn now."""
        cuts = (self.cut_left, self.cut_bottom, self.cut_right, self.cut_top)
        bitmap = self.page.render(
            scale=self.scale,
            # pypdfium2 rounds up.
            crop=tuple(max(0.0, (cut - 0.01) / self.scale) for cut in cuts),
            draw_annots=annotations,
            may_draw_forms=annotations,
        )
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        return image

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """Return where a box of the page is in the pictures: left, top, right, bottom; at least one pixel."""
        left = math.floor((box.left - self.whole.left) * self.scale) - self.cut_left
        top = math.floor((self.whole.top - box.top) * self.scale) - self.cut_top
        right = math.ceil((box.right - self.whole.left) * self.scale) - self.cut_left
        bottom = math.ceil((self.whole.top - box.bottom) * self.scale) - self.cut_top
        return left, top, max(right, left + 1), max(bottom, top + 1)


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return by how much two pictures differ, in the colour in which they differ most: grey, 0 to 255."""
    red, green, blue = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def ink_and_what_is_seen_of_it(uncovered: Image.Image, covered: Image.Image) -> tuple[Image.Image, Image.Image]:
    """
    Return two masks: the pixels that a text blackens, and those of them that can still be seen.

    ``uncovered`` and ``covered`` are what the text makes a difference, without and with what is drawn over it.
    """
    ink = uncovered.point([0] * INK + [255] * (256 - INK))
    threshold = uncovered.point([min(255, round(level * SHADE) + NOISE) for level in range(256)])
    seen = ImageChops.subtract(covered, threshold).point([0] + [255] * 255)
    return ink, ImageChops.darker(ink, seen)


def count(mask: Image.Image, pixels: tuple[int, int, int, int]) -> int:
    """Return how many pixels of a mask are set in a part of it."""
    return mask.crop(pixels).histogram()[255]


def level_and_evenness(
    grey: Image.Image, pixels: tuple[int, int, int, int], distance: int = UNIFORM
) -> tuple[int, float]:
    """
    Return the middle brightness of a part of a grey picture, and the share of its pixels close to that.

    ``distance`` is how far from it, in levels, is close.
    """
    left, top, right, bottom = pixels
    width, height = grey.size
    # Beyond its edges, a picture would be black.
    histogram = grey.crop((max(left, 0), max(top, 0), min(right, width), min(bottom, height))).histogram()
    total = sum(histogram)
    if not total:
        return 255, 0.0
    half, passed, level = total / 2, 0, 0
    for level, number in enumerate(histogram):  # noqa: B007
        passed += number
        if passed >= half:
            break
    near = sum(histogram[max(0, level - distance) : level + distance + 1])
    return level, near / total
