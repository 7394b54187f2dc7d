"""What editors are told about each outcome of a link check."""

from board.engines.linkcheck.outcomes import LinkOutcome

LABELS = {
    LinkOutcome.WORKS: "Works",
    LinkOutcome.MOVED: "Moved for good",
    LinkOutcome.GONE: "Gone",
    LinkOutcome.SERVER_FAULT: "The server’s fault",
    LinkOutcome.NO_ANSWER: "No answer",
    LinkOutcome.UNCHECKABLE: "Can’t be checked by a program",
    LinkOutcome.BAD_CERTIFICATE: "Bad certificate",
    LinkOutcome.PRIVATE: "Not checked: a private address",
    LinkOutcome.TOO_MANY_REDIRECTS: "Too many redirects",
    LinkOutcome.NOT_AN_ADDRESS: "Not an address",
}

ADVICE = {
    LinkOutcome.WORKS: "",
    LinkOutcome.MOVED: "It still works. Put the new address in its place before the old one goes.",
    LinkOutcome.GONE: "Look for the page under its new address, or take the link out.",
    LinkOutcome.SERVER_FAULT: "Try it yourself in a few days. If it stays so, look for another source.",
    LinkOutcome.NO_ANSWER: "Try it yourself. If it stays so, look for another source or take the link out.",
    LinkOutcome.UNCHECKABLE: "Look yourself whether it works.",
    LinkOutcome.BAD_CERTIFICATE: "Browsers warn readers off. Tell those who run that site, or take the link out.",
    LinkOutcome.PRIVATE: "Readers outside can’t open it. Take the link out.",
    LinkOutcome.TOO_MANY_REDIRECTS: "Open it yourself and use the address where you end up, or take the link out.",
    LinkOutcome.NOT_AN_ADDRESS: "Correct the address: it begins with https:// and the name of a site.",
}
