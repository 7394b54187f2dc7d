"""What the page cache of this process has done, for whoever looks after the machine."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .shelf import Shelf


class Counts:
    """
    How often this process answered from what it keeps, made an answer, or let one pass; and the shelf in use.

    Threads add without a lock, so the numbers are about right, which is what they are for.
    """

    def __init__(self) -> None:
        self.answered = self.made = self.passed = 0
        self.shelf: Shelf | None = None

    def summary(self) -> dict[str, int]:
        """Return the numbers, with how many pages are kept and their bytes."""
        pages, size = (len(self.shelf.pages), self.shelf.size) if self.shelf else (0, 0)
        return {
            "pages": pages,
            "bytes": size,
            "answered": self.answered,
            "made": self.made,
            "passed": self.passed,
        }


COUNTS = Counts()
