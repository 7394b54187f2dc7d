"""What can come out when a link is checked, and what an editor does about it."""

from dataclasses import dataclass

from django.db import models


class Outcome(models.TextChoices):
    """How a link was found, in the words of the report."""

    WORKS = "works", "Works"
    MOVED = "moved", "Moved for good"
    GONE = "gone", "Gone"
    SERVER_FAULT = "server_fault", "The server’s fault"
    NO_ANSWER = "no_answer", "No answer"
    UNCHECKABLE = "uncheckable", "Can’t be checked by a program"
    BAD_CERTIFICATE = "bad_certificate", "Bad certificate"
    PRIVATE = "private", "Not checked: a private address"
    TOO_MANY_REDIRECTS = "too_many_redirects", "Too many redirects"
    NOT_AN_ADDRESS = "not_an_address", "Not an address"


# What readers can't use. Something that has moved still works, and what no program may look at may well work.
BROKEN = frozenset(Outcome) - {Outcome.WORKS, Outcome.MOVED, Outcome.UNCHECKABLE}

ADVICE = {
    Outcome.WORKS: "",
    Outcome.MOVED: "It still works. Put the new address in its place before the old one goes.",
    Outcome.GONE: "Look for the page under its new address, or take the link out.",
    Outcome.SERVER_FAULT: "Try it yourself in a few days. If it stays so, look for another source.",
    Outcome.NO_ANSWER: "Try it yourself. If it stays so, look for another source or take the link out.",
    Outcome.UNCHECKABLE: "Look yourself whether it works.",
    Outcome.BAD_CERTIFICATE: "Browsers warn readers off. Tell those who run that site, or take the link out.",
    Outcome.PRIVATE: "Readers outside can’t open it. Take the link out.",
    Outcome.TOO_MANY_REDIRECTS: "Open it yourself and use the address where you end up, or take the link out.",
    Outcome.NOT_AN_ADDRESS: "Correct the address: it begins with https:// and the name of a site.",
}


def kind(outcome: str) -> str:
    """Return what an outcome counts as: outcomes of one kind in a row are one story, with one beginning."""
    return "broken" if outcome in BROKEN else str(outcome)


@dataclass(frozen=True)
class Finding:
    """What came out for an address: how it was found, the last HTTP status if any, and where it moved if it did."""

    url: str
    outcome: Outcome
    status: int | None = None
    moved_to: str = ""
    detail: str = ""


class LinkError(Exception):
    """
    A link could not be asked, or did not answer; carries the outcome and the reason in a sentence.

    ``try_again`` says that the same question may well be answered a moment later.
    """

    def __init__(self, outcome: Outcome, detail: str, *, status: int | None = None, try_again: bool = False):
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail
        self.status = status
        self.try_again = try_again
