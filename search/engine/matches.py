"""What an engine answers with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """How many pages an expression finds for each combination, and in how many each concept is, up to ``COUNTED``."""

    combinations: dict[int, int]
    concepts: list[int]

    @property
    def total(self) -> int:
        """Return how many pages are found."""
        return sum(self.combinations.values())


@dataclass(frozen=True)
class Candidate:
    """A page that may stand among the first, with what its place is reckoned from."""

    entry: int
    page_id: int
    title: str
    labels: str
    summary: str
    text: str
    # Of each concept, whether the page's files hold it.
    in_files: tuple[bool, ...]


@dataclass(frozen=True)
class FileMatch:
    """A page of a file that holds words."""

    entry: int
    title: str
    url: str
    file_type: str
    number: int
    text: str
