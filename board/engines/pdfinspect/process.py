"""Inspects a PDF in a child process, so that no file can hang or bring down the process that asks."""

from pathlib import Path

from board.engines.inspection.child_process import program_of, run_child
from board.engines.inspection.result import Inspection

from . import resource_limits

PROGRAM = program_of(f"{__package__}.child")

# The text extractors in the order in which they are tried; the last attempt extracts no text.
EXTRACTORS = ("pdfium", "pypdf", "")

# A page with fewer characters is a scan or as good as empty: a page number, a stamp.
MIN_CHARACTERS_PER_PAGE = 10


MESSAGES = {
    "read": "The text can be searched.",
    "no_text": "There is no text in it, only pictures of pages: it can't be searched, and a screen reader is silent.",
    "encrypted": "It can't be opened without a password.",
    "damaged": "It can't be read: the file is damaged, or no PDF at all.",
    "too_costly": "Reading it took more memory or time than we allow one file.",
}


def inspect_pdf(path: Path) -> Inspection:
    """
    Return what is in a PDF; never raises for what a file holds.

    A file that kills the child, or that the first extractor can't read, is given to the second; the last attempt
    reads the document's properties alone. Raises ``OSError`` where no process can be started.
    """
    facts: dict = {}
    peak, seconds, was_killed = 0, 0.0, False
    for extractor in EXTRACTORS:
        result = run_child(
            PROGRAM, [str(path), extractor], resource_limits.current(), resource_limits.CHILD_ENVIRONMENT
        )
        peak, seconds = max(peak, result.peak_memory), seconds + result.seconds
        was_killed = was_killed or result.facts is None
        # A later attempt never replaces facts of an earlier one.
        facts = (result.facts or {}) | {key: value for key, value in facts.items() if key not in {"state", "error"}}
        if result.facts and result.facts["state"] in {"read", "encrypted"}:
            break
    return build_inspection(facts, peak_memory=peak, seconds=seconds, was_killed=was_killed)


def build_inspection(facts: dict, *, peak_memory: int, seconds: float, was_killed: bool) -> Inspection:
    """Return the facts of all children as an ``Inspection``; ``was_killed`` says that one of them failed."""
    pages = facts.get("pages", [])
    state = facts.get("state", "damaged")
    if was_killed and not pages and state != "encrypted":
        state = "too_costly"
    elif state == "read" and "pages" not in facts:
        state = "damaged"
    elif state == "read" and len("".join(pages)) < MIN_CHARACTERS_PER_PAGE * max(len(pages), 1):
        state = "no_text"
    message = MESSAGES[state]
    if facts.get("is_cut"):
        message += f" Only its beginning was read: {len(pages)} pages."
    return Inspection(
        state=state,
        message=message,
        page_count=facts.get("page_count") or len(pages) or None,
        pages=pages,
        is_cut=bool(facts.get("is_cut")),
        title=facts.get("title", ""),
        language=facts.get("language", ""),
        structure={
            key: facts[key]
            for key in ("is_tagged", "shows_title", "has_bookmarks", "allows_assistive_technology")
            if key in facts
        },
        hidden=facts.get("hidden"),
        peak_memory=peak_memory,
        seconds=seconds,
    )
