"""Inspects a PDF in a child process, so that no file can hang or bring down the process that asks."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import resource_limits

# The folder from which this package is imported, whatever package it is part of.
ROOT = Path(__file__).resolve().parents[__name__.count(".")]
PROGRAM = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from {__package__}.child import main; main()"

# The text extractors in the order in which they are tried; the last attempt extracts no text.
EXTRACTORS = ("pdfium", "pypdf", "")

# A page with fewer characters is a scan or as good as empty: a page number, a stamp.
MIN_CHARACTERS_PER_PAGE = 10


@dataclass(frozen=True)
class ChildResult:
    """What a child wrote before it ended, ``None`` where it failed; and what it cost."""

    facts: dict | None
    peak_memory: int
    seconds: float


@dataclass(frozen=True)
class Inspection:
    """
    What is in a PDF.

    ``state`` is a key of ``MESSAGES``; ``pages`` holds the text of each page; ``structure`` what a screen reader needs
    (see ``read_document_properties``); ``hidden`` what ``find_hidden_information`` returned, or ``None`` where that
    was impossible. ``is_cut`` says that the text is incomplete; ``peak_memory`` is in bytes.
    """

    state: str
    message: str
    page_count: int | None = None
    pages: list[str] = field(default_factory=list)
    is_cut: bool = False
    title: str = ""
    language: str = ""
    structure: dict = field(default_factory=dict)
    hidden: dict | None = None
    peak_memory: int = 0
    seconds: float = 0.0


MESSAGES = {
    "read": "The text can be searched.",
    "no_text": "There is no text in it, only pictures of pages: nobody can search it, and a screen reader is silent.",
    "encrypted": "It can't be opened without a password.",
    "damaged": "It can't be read: the file is damaged, or no PDF at all.",
    "too_costly": "Reading it took more memory or time than we allow one file.",
}


def run_child(path: Path, extractor: str) -> ChildResult:
    """Inspect a file in a child process, and return its result; the child has ended by then."""
    started = time.monotonic()
    child = subprocess.Popen(  # noqa: S603  # Our own interpreter and program; the path is an argument of its own.
        [sys.executable, "-I", "-c", PROGRAM, str(path), extractor],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8", **resource_limits.CHILD_ENVIRONMENT},
        start_new_session=True,
    )
    assert child.stdout is not None  # noqa: S101  # For the type checker: we asked for a pipe.

    def kill() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)

    timer = threading.Timer(resource_limits.WALL_SECONDS, kill)
    timer.start()
    try:
        with child.stdout:
            output = child.stdout.read(resource_limits.OUTPUT + 1)
            if len(output) > resource_limits.OUTPUT:
                kill()
        # Unlike wait(), this returns what this one child has used.
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    finally:
        timer.cancel()
    facts = json.loads(output) if child.returncode == 0 else None
    # Of a child that died only the system can tell, and it counts what the parent used when it started the child.
    peak = (facts or {}).pop("peak_memory", 0) or usage.ru_maxrss * 1024
    return ChildResult(facts, peak, time.monotonic() - started)


def inspect_pdf(path: Path) -> Inspection:
    """
    Return what is in a PDF; never raises for what a file holds.

    A file that kills the child, or that the first extractor can't read, is given to the second; the last attempt
    reads the document's properties alone. Raises ``OSError`` where no process can be started.
    """
    facts: dict = {}
    peak, seconds, was_killed = 0, 0.0, False
    for extractor in EXTRACTORS:
        result = run_child(path, extractor)
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
