"""Inspects a PDF in child processes, so that no file can hang or bring down the process that asks."""

import copy
import time
from dataclasses import replace
from pathlib import Path

from board.engines.inspection.child_process import ChildResult, program_of, run_child
from board.engines.inspection.result import Inspection

from . import resource_limits
from .page_ranges import format_pages
from .search_progress import add_result
from .text_extraction import has_words

PROGRAM = program_of(f"{__package__}.child")

# The text extractors in the order in which they are tried; the last attempt extracts no text.
EXTRACTORS = ("pdfium", "pypdf", "")


MESSAGES = {
    "read": "The text can be searched.",
    "no_text": "There is no text in it, only pictures of pages: it can't be searched, and a screen reader is silent.",
    "encrypted": "It can't be opened without a password.",
    "damaged": "It can't be read: the file is damaged, or no PDF at all.",
    "too_costly": "Reading it took more memory or time than we allow one file.",
    "unfinished": "It has not been read to the end yet.",
}


def inspect_pdf(path: Path, earlier: Inspection | None = None, *, wall_seconds: float | None = None) -> Inspection:
    """
    Return what is in a PDF; never raises for what a file holds.

    A file that kills the child, or that the first extractor can't read, is given to the second; the last attempt reads
    the document's properties alone. The search for covered text goes on in other children where one does not reach
    the last page. After ``wall_seconds`` no other is begun: then the inspection is not finished, and ``earlier`` takes
    it to go on from. Raises ``OSError`` where no process can be started.
    """
    wall_seconds = wall_seconds or resource_limits.WALL_SECONDS
    deadline = time.monotonic() + wall_seconds
    inspection = earlier or Inspection("unfinished", MESSAGES["unfinished"], is_finished=False)
    while not inspection.is_finished:
        if inspection.hidden:
            result = start_child(path, EXTRACTORS[0], inspection.hidden["searched_pages"], wall_seconds=wall_seconds)
            inspection = continue_inspection(inspection, result)
        else:
            inspection = read_file(path, wall_seconds)
        if time.monotonic() >= deadline or not inspection.hidden:
            break
    return inspection


def start_child(path: Path, extractor: str, first_index: int = 0, *, wall_seconds: float) -> ChildResult:
    """
    Return what a child makes of a file.

    With ``first_index`` it only goes on with the search for covered text, from the page with that index.
    """
    arguments = [str(path), extractor, str(first_index), str(wall_seconds)]
    return run_child(PROGRAM, arguments, resource_limits.current(wall_seconds), resource_limits.CHILD_ENVIRONMENT)


def read_file(path: Path, wall_seconds: float) -> Inspection:
    """Return what the extractors in turn make of a file; not finished where only the clock ended one of them."""
    facts: dict = {}
    results: list[ChildResult] = []
    for extractor in EXTRACTORS:
        result = start_child(path, extractor, wall_seconds=wall_seconds)
        results.append(result)
        if result.facts is None and result.is_out_of_time:
            facts = {"state": "unfinished"}
            break
        # A later attempt never replaces facts of an earlier one.
        facts = (result.facts or {}) | {key: value for key, value in facts.items() if key not in {"state", "error"}}
        if result.facts and result.facts["state"] in {"read", "encrypted"}:
            break
    inspection = replace(
        build_inspection(facts, was_killed=any(result.facts is None for result in results)),
        peak_memory=max(result.peak_memory for result in results),
        seconds=sum(result.seconds for result in results),
    )
    return add_search(inspection, results[-1]) if inspection.hidden else inspection


def continue_inspection(inspection: Inspection, result: ChildResult) -> Inspection:
    """Return an inspection with what another child found."""
    return replace(
        add_search(inspection, result),
        peak_memory=max(inspection.peak_memory, result.peak_memory),
        seconds=inspection.seconds + result.seconds,
    )


def add_search(inspection: Inspection, result: ChildResult) -> Inspection:
    """Return an inspection with what a child found in its search for covered text."""
    hidden = copy.deepcopy(inspection.hidden) or {}
    is_finished = add_result(hidden, result, inspection.page_count or 0)
    return replace(inspection, hidden=hidden, is_finished=is_finished)


def text_state(pages: list[str], picture_pages: list[int]) -> tuple[str, str]:
    """Return the state of a file whose text was read, and what it means."""
    if not any(map(has_words, pages)):
        return "no_text", MESSAGES["no_text"]
    message = MESSAGES["read"]
    if picture_pages:
        message += f" {format_pages(picture_pages)} can’t: a picture can’t be searched, and a screen reader is silent."
    return "read", message


def build_inspection(facts: dict, *, was_killed: bool = False) -> Inspection:
    """Return the facts of all children as an ``Inspection``; ``was_killed`` says that one of them failed."""
    pages = facts.get("pages", [])
    state = facts.get("state", "damaged")
    picture_pages = facts.get("picture_pages", [])
    if was_killed and not pages and state not in {"encrypted", "unfinished"}:
        state = "too_costly"
    elif state == "read" and "pages" not in facts:
        state = "damaged"
    message = MESSAGES[state]
    if state == "read":
        state, message = text_state(pages, picture_pages)
    if facts.get("is_cut"):
        message += f" Only its beginning was read: {len(pages)} pages."
    properties = ("is_tagged", "shows_title", "has_bookmarks", "allows_assistive_technology", "picture_pages")
    return Inspection(
        state=state,
        message=message,
        page_count=facts.get("page_count") or len(pages) or None,
        pages=pages,
        is_cut=bool(facts.get("is_cut")),
        title=facts.get("title", ""),
        language=facts.get("language", ""),
        structure={key: facts[key] for key in properties if key in facts},
        hidden=facts.get("hidden"),
        is_finished=state != "unfinished",
    )
