"""Renders a region of a page, and compares renderings of it."""

import math

import pypdfium2
from PIL import Image, ImageChops

from board.engines.pdfinspect.geometry import BoundingBox

# Pixels of one rendering, so that a page of any size costs about as much as any other.
MAX_PIXELS = 3_000_000
# Pixels per point: enough for the letters of a footnote.
SCALE = 2.0

# Grey levels, 0 to 255. A difference of INK is visible as a letter; less than the fraction SHADE of it is illegible.
INK = 32
SHADE = 0.13
NOISE = 3
UNIFORM = 20
DARK = 80
# A rendering with less than this fraction of the contrast of the other can’t be read.
FAINT = 0.25


class OutsidePageError(ValueError):
    """A region lies outside its page."""


class RegionRenderer:
    """
    Renders one region of a page again and again. The page must not be rotated.

    Raises ``OutsidePageError`` for a region that is not on the page.
    """

    def __init__(self, page: pypdfium2.PdfPage, region: BoundingBox, scale: float = SCALE) -> None:
        left, bottom, right, top = page.get_bbox()
        self.page = page
        self.page_box = BoundingBox(left, bottom, right, top)
        self.region = region.intersection(self.page_box)
        if not self.region.area:
            raise OutsidePageError
        self.scale = min(scale, math.sqrt(MAX_PIXELS / max(self.region.area, 1.0)))
        # Pixels to crop on each side of the page.
        self.crop_left = math.floor((self.region.left - self.page_box.left) * self.scale)
        self.crop_top = math.floor((self.page_box.top - self.region.top) * self.scale)
        self.crop_right = math.floor((self.page_box.right - self.region.right) * self.scale)
        self.crop_bottom = math.floor((self.region.bottom - self.page_box.bottom) * self.scale)

    def render(self, *, annotations: bool) -> Image.Image:
        """Return the region as the page looks now."""
        crops = (self.crop_left, self.crop_bottom, self.crop_right, self.crop_top)
        bitmap = self.page.render(
            scale=self.scale,
            # pypdfium2 rounds up.
            crop=tuple(max(0.0, (crop - 0.01) / self.scale) for crop in crops),
            draw_annots=annotations,
            may_draw_forms=annotations,
        )
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        return image

    def render_grey(self) -> Image.Image:
        """Return the region in grey as readers see it."""
        return self.render(annotations=True).convert("L")

    def pixel_box(self, box: BoundingBox) -> tuple[int, int, int, int]:
        """Return a box of the page in pixels of the rendering: left, top, right, bottom; at least one pixel."""
        left = math.floor((box.left - self.page_box.left) * self.scale) - self.crop_left
        top = math.floor((self.page_box.top - box.top) * self.scale) - self.crop_top
        right = math.ceil((box.right - self.page_box.left) * self.scale) - self.crop_left
        bottom = math.ceil((self.page_box.top - box.bottom) * self.scale) - self.crop_top
        return left, top, max(right, left + 1), max(bottom, top + 1)


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return by how much two renderings differ, in the colour in which they differ most: grey, 0 to 255."""
    red, green, blue = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def ink_masks(uncovered: Image.Image, covered: Image.Image) -> tuple[Image.Image, Image.Image]:
    """
    Return two masks: the pixels that a text inks, and those of them that are still visible.

    ``uncovered`` and ``covered`` are the difference that the text makes without and with what is painted over it.
    """
    ink = uncovered.point([0] * INK + [255] * (256 - INK))
    threshold = uncovered.point([min(255, round(level * SHADE) + NOISE) for level in range(256)])
    visible = ImageChops.subtract(covered, threshold).point([0] + [255] * 255)
    return ink, ImageChops.darker(ink, visible)


def count_pixels(mask: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Return how many pixels of a mask are set within a box."""
    return mask.crop(box).histogram()[255]


def level_and_uniformity(
    grey: Image.Image, box: tuple[int, int, int, int], tolerance: int = UNIFORM
) -> tuple[int, float]:
    """Return the median grey level within a box, and the fraction of its pixels within ``tolerance`` of it."""
    left, top, right, bottom = box
    width, height = grey.size
    # Pillow fills what lies beyond the edges with black.
    histogram = grey.crop((max(left, 0), max(top, 0), min(right, width), min(bottom, height))).histogram()
    total = sum(histogram)
    if not total:
        return 255, 0.0
    half, passed, level = total / 2, 0, 0
    for level, number in enumerate(histogram):  # noqa: B007
        passed += number
        if passed >= half:
            break
    near = sum(histogram[max(0, level - tolerance) : level + tolerance + 1])
    return level, near / total


def likeness(one: Image.Image, other: Image.Image, box: tuple[int, int, int, int]) -> float:
    """
    Return how alike two grey renderings are within a box: their correlation, 0 to 1, whichever is the lighter.

    0 where the first has hardly any contrast, or the other none.
    """
    levels = [image.crop(box).tobytes() for image in (one, other)]
    means = [sum(each) / len(each) for each in levels]
    centred = [[level - mean for level in each] for each, mean in zip(levels, means, strict=True)]
    spreads = [math.sqrt(sum(level * level for level in each)) for each in centred]
    if not spreads[1] or spreads[0] < FAINT * spreads[1]:
        return 0.0
    return abs(sum(first * second for first, second in zip(*centred, strict=True))) / (spreads[0] * spreads[1])
