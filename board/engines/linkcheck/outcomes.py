"""What can come of checking a link."""

from dataclasses import dataclass
from enum import StrEnum


class LinkOutcome(StrEnum):
    """Whether a link works and, where it does not, why."""

    WORKS = "works"
    MOVED = "moved"
    GONE = "gone"
    SERVER_FAULT = "server_fault"
    NO_ANSWER = "no_answer"
    UNCHECKABLE = "uncheckable"
    BAD_CERTIFICATE = "bad_certificate"
    PRIVATE = "private"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    NOT_AN_ADDRESS = "not_an_address"


# Links that readers can't use. A link that has moved still works, and one that can't be checked may well work.
BROKEN = frozenset(LinkOutcome) - {LinkOutcome.WORKS, LinkOutcome.MOVED, LinkOutcome.UNCHECKABLE}


@dataclass(frozen=True)
class LinkCheck:
    """The result for one URL, with the last HTTP status, if any, and the new URL of a link that has moved."""

    url: str
    outcome: LinkOutcome
    status: int | None = None
    moved_to: str = ""
    detail: str = ""


class LinkError(Exception):
    """
    A link could not be requested, or did not respond.

    ``detail`` is the reason in a sentence; ``is_transient`` is set where the same request may succeed a moment later.
    """

    def __init__(self, outcome: LinkOutcome, detail: str, *, is_transient: bool = False):
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail
        self.is_transient = is_transient
