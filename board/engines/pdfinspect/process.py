"""Reads a PDF in a child process, so that no file can hang or bring down the one that asks."""

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

from . import resource_limits as limits

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from board.engines.pdfinspect.child import main; main()"

# The readers of the text, in the order in which they are tried; the last try looks at the structure alone.
READERS = ("pdfium", "pypdf", "")

# Fewer characters than this on a page is a scan, or nothing: a page number, a stamp.
CHARACTERS_OF_A_PAGE = 10


@dataclass(frozen=True)
class Answer:
    """What a child said before it ended, and what it cost."""

    found: dict | None
    peak_memory: int
    seconds: float
    was_killed: bool


@dataclass(frozen=True)
class Reading:
    """
    What was found in a PDF.

    ``state`` is one of the values of ``DocumentReading.State``; ``pages`` holds the text of each page; ``hidden`` is
    what ``hidden.find_hidden`` returned, or ``None`` where nobody could look. ``peak_memory`` is in bytes.
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


def ask_child(path: Path, reader: str) -> Answer:
    """Start a child for one file and return its answer; the child is never left behind."""
    started = time.monotonic()
    child = subprocess.Popen(  # noqa: S603  # Our own interpreter and program; the path is an argument of its own.
        [sys.executable, "-I", "-c", PROGRAM, str(path), reader],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8", **limits.ENVIRONMENT},
        start_new_session=True,
    )
    assert child.stdout is not None  # noqa: S101  # For the type checker: we asked for a pipe.

    def stop() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)

    timer = threading.Timer(limits.WALL_SECONDS, stop)
    timer.start()
    try:
        with child.stdout:
            answer = child.stdout.read(limits.ANSWER + 1)
            if len(answer) > limits.ANSWER:
                stop()
        # Unlike wait(), this tells what this one child has used.
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    finally:
        timer.cancel()
    found = None
    if child.returncode == 0:
        found = json.loads(answer)
    # Of a child that died only the system can tell, and it counts what the parent used when it started the child.
    peak = (found or {}).pop("peak_memory", 0) or usage.ru_maxrss * 1024
    return Answer(found, peak, time.monotonic() - started, was_killed=child.returncode < 0)


def read_file(path: Path) -> Reading:
    """
    Return what is in a PDF; never raises for what a file holds.

    A file that ends the child, or that the first reader of text can't read, is given to the second one; where that
    ends too, what the file says of itself is still found out. ``OSError`` where no process can be started.
    """
    best: dict = {}
    peak, seconds, was_killed = 0, 0.0, False
    for reader in READERS:
        answer = ask_child(path, reader)
        peak, seconds = max(peak, answer.peak_memory), seconds + answer.seconds
        was_killed = was_killed or answer.found is None
        # What an earlier try has found is kept; a later one never makes less of it.
        best = (answer.found or {}) | {key: value for key, value in best.items() if key not in {"state", "error"}}
        if answer.found and answer.found["state"] in {"read", "encrypted"}:
            break
    return describe(best, peak_memory=peak, seconds=seconds, was_killed=was_killed)


def describe(found: dict, *, peak_memory: int, seconds: float, was_killed: bool) -> Reading:
    """Return what the children found as a ``Reading``; ``was_killed`` says that one of them came to a bad end."""
    pages = found.get("pages", [])
    state = found.get("state", "damaged")
    if was_killed and not pages and state != "encrypted":
        state = "too_costly"
    elif state == "read" and "pages" not in found:
        state = "damaged"
    elif state == "read" and len("".join(pages)) < CHARACTERS_OF_A_PAGE * max(len(pages), 1):
        state = "no_text"
    message = MESSAGES[state]
    if found.get("is_cut"):
        message += f" Only its beginning was read: {len(pages)} pages."
    return Reading(
        state=state,
        message=message,
        page_count=found.get("page_count") or len(pages) or None,
        pages=pages,
        is_cut=bool(found.get("is_cut")),
        title=found.get("title", ""),
        language=found.get("language", ""),
        structure={
            key: found[key]
            for key in ("is_tagged", "shows_title", "has_bookmarks", "allows_assistive_technology")
            if key in found
        },
        hidden=found.get("hidden"),
        peak_memory=peak_memory,
        seconds=seconds,
    )
