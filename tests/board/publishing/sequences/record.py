"""An independent record of what a chair has approved, kept by the test and not by the site."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Version:
    """Words that somebody wrote into a page: a marker that stands in all of them, and the file they carry."""

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
    taken_back: bool = False

    def may_be_seen(self, now) -> bool:
        """Say whether it is time for the words and nobody has taken the approval back."""
        if self.taken_back:
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
        """Say whether a reader of this page may see words with this marker beside a file with these bytes."""
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
        """Say whether words with this marker may stand in a list."""
        if not self.versions[marker].statement or marker in self.ordinary_titles:
            return True
        return any(
            approved.may_be_seen(now) for approved in self.approvals.values() if approved.version.marker == marker
        )

    def bytes_may_be_seen(self, bytes_marker, now) -> bool:
        """Say whether a file with these bytes may be fetched: some statement was approved with it."""
        return any(
            approved.may_be_seen(now) for approved in self.approvals.values() if approved.bytes_marker == bytes_marker
        )

    def reviewed_by_another(self, page, marker, bytes_marker, user) -> bool:
        """Say whether somebody other than this user has reviewed exactly these words and bytes."""
        return any(review[:3] == (page, marker, bytes_marker) and review[3] != user for review in self.reviews)
