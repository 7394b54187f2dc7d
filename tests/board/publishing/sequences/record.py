"""A record of what a chair has approved, independent of the site."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Version:
    """Words that were written into a page: the marker in all of them, and the file they carry."""

    marker: str
    statement: bool
    document: int | None = None


@dataclass
class Approved:
    """What a chair saw on the screen and approved: these words with these bytes, for a time."""

    page: int
    version: Version
    bytes_marker: str | None
    release: str
    release_at: dt.datetime | None
    is_released: bool = False
    is_withdrawn: bool = False

    def may_be_seen(self, now) -> bool:
        """Return whether the words are due and their approval was not withdrawn."""
        if self.is_withdrawn:
            return False
        if self.release == "held":
            return self.is_released
        return self.release == "now" or (self.release == "at" and self.release_at <= now)


@dataclass
class Record:
    """Everything written, reviewed and approved in one sequence."""

    versions: dict = field(default_factory=dict)  # marker: Version
    reviews: list = field(default_factory=list)  # (page, marker, marker of the bytes, reviewer)
    approvals: dict = field(default_factory=dict)  # number of the approval: Approved
    sources: dict = field(default_factory=dict)  # alias: page that it follows
    ordinary_titles: set = field(default_factory=set)  # markers of drafts whose title alone was put on an ordinary item

    def may_be_seen(self, page, marker, bytes_marker, now) -> bool:
        """Return whether a reader of this page may see words with this marker beside a file with these bytes."""
        version = self.versions[marker]
        if not version.statement:
            return True
        pages = {page, self.sources.get(page)}
        return any(
            approved.may_be_seen(now)
            for approved in self.approvals.values()
            if approved.page in pages and approved.version == version and approved.bytes_marker == bytes_marker
        )

    def marker_may_be_seen(self, marker, now) -> bool:
        """Return whether words with this marker may stand in a list."""
        if not self.versions[marker].statement or marker in self.ordinary_titles:
            return True
        return any(
            approved.may_be_seen(now) for approved in self.approvals.values() if approved.version.marker == marker
        )

    def bytes_may_be_seen(self, bytes_marker, now) -> bool:
        """Return whether a file with these bytes may be fetched: some statement was approved with it."""
        return any(
            approved.may_be_seen(now) for approved in self.approvals.values() if approved.bytes_marker == bytes_marker
        )

    def reviewed_by_another(self, page, marker, bytes_marker, user) -> bool:
        """Return whether another user has reviewed exactly these words and bytes."""
        return any(review[:3] == (page, marker, bytes_marker) and review[3] != user for review in self.reviews)
