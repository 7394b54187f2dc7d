"""What an engine returns."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MatchCounts:
    """How many pages of each combination match, and how many pages have each concept, up to ``MOST_COUNTED``."""

    combinations: dict[int, int]
    concepts: list[int]

    @property
    def total(self) -> int:
        """Return how many pages match."""
        return sum(self.combinations.values())


@dataclass(frozen=True)
class Candidate:
    """A page that may be among the first, with the terms that it is ranked by."""

    indexed_page_id: int
    page_id: int
    title: str
    labels: str
    summary: str
    text: str
    # For each concept, whether the files of the page hold it.
    in_files: tuple[bool, ...]


@dataclass(frozen=True)
class FileMatch:
    """A page of a file that matches."""

    indexed_page_id: int
    title: str
    url: str
    file_type: str
    number: int
    text: str
