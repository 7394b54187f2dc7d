"""Inspects an office file in a child process, so that no file can hang or bring down the process that asks."""

from dataclasses import replace
from pathlib import Path

from board.engines.inspection.child_process import program_of, run_child
from board.engines.inspection.result import Inspection

from .child import LIMITS

PROGRAM = program_of(f"{__package__}.child")

MESSAGES = {
    "read": "It was searched for what readers don’t see.",
    "encrypted": "It can’t be opened without a password.",
    "damaged": "It can’t be read: the file is damaged, or no office file at all.",
    "too_costly": "Reading it took more memory or time than we allow one file.",
    "unfinished": "It has not been read to the end yet.",
}


def inspect_office_file(path: Path, *, wall_seconds: float = LIMITS.wall_seconds) -> Inspection:
    """
    Return what is in an office file; never raises for what a file holds.

    Not finished where the child was ended after ``wall_seconds`` on the clock, though it had used little processor
    time. Raises ``OSError`` where no process can be started.
    """
    result = run_child(PROGRAM, [str(path), str(wall_seconds)], replace(LIMITS, wall_seconds=wall_seconds))
    if result.facts is None and result.is_out_of_time:
        return Inspection("unfinished", MESSAGES["unfinished"], seconds=result.seconds, is_finished=False)
    facts = result.facts or {"state": "too_costly"}
    return build_inspection(facts, peak_memory=result.peak_memory, seconds=result.seconds)


def build_inspection(facts: dict, *, peak_memory: int = 0, seconds: float = 0.0) -> Inspection:
    """Return what a child has found as an ``Inspection``."""
    return Inspection(**facts, message=MESSAGES[facts["state"]], peak_memory=peak_memory, seconds=seconds)
