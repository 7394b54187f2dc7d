"""Rectangles on a page, in points from its lower left corner (ISO 32000-2, 7.9.5)."""

from typing import NamedTuple


class BoundingBox(NamedTuple):
    """A rectangle whose sides are parallel to those of the page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Points from left to right; never negative."""
        return max(0.0, self.right - self.left)

    @property
    def height(self) -> float:
        """Points from bottom to top; never negative."""
        return max(0.0, self.top - self.bottom)

    @property
    def area(self) -> float:
        """Square points."""
        return self.width * self.height

    def intersection(self, other: "BoundingBox") -> "BoundingBox":
        """Return the rectangle that two boxes share; its area is 0 where they share none."""
        return BoundingBox(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def fraction_inside(self, other: "BoundingBox") -> float:
        """Return the fraction of this box, 0 to 1, that lies inside the other."""
        return self.intersection(other).area / self.area if self.area else 0.0


def enclosing_box(boxes: list[BoundingBox], margin: float = 0.0) -> BoundingBox:
    """Return the smallest box around all of them, with a margin in points. Raises ``ValueError`` for an empty list."""
    return BoundingBox(
        min(box.left for box in boxes) - margin,
        min(box.bottom for box in boxes) - margin,
        max(box.right for box in boxes) + margin,
        max(box.top for box in boxes) + margin,
    )


def box_around_points(points: list[tuple[float, float]]) -> BoundingBox:
    """Return the smallest box around some points."""
    return enclosing_box([BoundingBox(x, y, x, y) for x, y in points])
