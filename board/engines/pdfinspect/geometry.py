"""Where things are on the page of a PDF, in points from its lower left corner. Needs no Django."""

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle with its sides parallel to those of the page."""

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

    def overlap(self, other: "Box") -> "Box":
        """Return what two boxes have in common; its area is 0 where they have nothing."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def share_in(self, other: "Box") -> float:
        """Return the part of this box, 0 to 1, that lies in the other one."""
        return self.overlap(other).area / self.area if self.area else 0.0


def around(boxes: list[Box], margin: float = 0.0) -> Box:
    """Return the smallest box that holds all of them, with a margin in points. ``ValueError`` for no boxes."""
    return Box(
        min(box.left for box in boxes) - margin,
        min(box.bottom for box in boxes) - margin,
        max(box.right for box in boxes) + margin,
        max(box.top for box in boxes) + margin,
    )


def box_of_points(points: list[tuple[float, float]]) -> Box:
    """Return the smallest box that holds all points."""
    return around([Box(x, y, x, y) for x, y in points])
