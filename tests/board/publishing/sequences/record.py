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
    under_chair: set = field(default_factory=set)  # pages on which a statement was public, and that were not let go
    let_go: dict = field(default_factory=dict)  # page: the last approval before it was let go

    def may_be_seen(self, page, marker, bytes_marker, now) -> bool:
        """Return whether a reader of this page may see words with this marker beside a file with these bytes."""
        version = self.versions[marker]
        if not version.statement and page not in self.under_chair:
            return True
        pages = {page, self.sources.get(page)}
        return any(
            approved.may_be_seen(now)
            for approved in self.approvals.values()
            if approved.page in pages and approved.version == version and approved.bytes_marker == bytes_marker
        )

    def of_words(self, page, version, now) -> list[int]:
        """Return the approvals under which words may be seen on a page now, the newest last."""
        pages = {page, self.sources.get(page)}
        return [
            number
            for number, approved in sorted(self.approvals.items())
            if approved.page in pages and approved.version == version and approved.may_be_seen(now)
        ]

    def note_seen(self, page, version, now) -> None:
        """Note that words are public on a page: earlier approvals of it have ended, and it stays with the chair."""
        for current in self.of_words(page, version, now)[-1:]:
            if current > self.let_go.get(self.approvals[current].page, 0):
                self.under_chair.add(page)
            for number, approved in self.approvals.items():
                approved.is_withdrawn |= approved.page == page and number < current

    def note_let_go(self, page) -> None:
        """Note that the chair has let a page go, with its aliases."""
        self.let_go[page] = max(self.approvals, default=0)
        self.under_chair -= {page, *(alias for alias, source in self.sources.items() if source == page)}

    def note_withdrawn(self, page) -> None:
        """Note that a page was withdrawn, which ends every approval of it."""
        for approved in self.approvals.values():
            approved.is_withdrawn |= approved.page == page

    def marker_may_be_seen(self, marker, now) -> bool:
        """Return whether words with this marker may stand in a list."""
        if not self.versions[marker].statement:
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
