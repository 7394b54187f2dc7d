"""
How much of what files give away is caught, and how often there is a false alarm.

``python -m bench.pdf_hidden [--seed N] [--keep FOLDER]``. Ends with 1 where it is less than was promised.
"""

import argparse
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from board.engines.inspection.child_process import ChildResult
from board.engines.inspection.result import Inspection
from board.engines.pdfinspect.child import report
from board.engines.pdfinspect.process import add_search, build_inspection

from .pdfs.designs import designs
from .pdfs.harmless import Harmless, harmless
from .pdfs.more_redactions import more_redactions
from .pdfs.redactions import GivesAway, gives_away

# Promised: of forty files, of a hundred, and of fifty-four.
CAUGHT, FALSE_ALARMS, DESIGN_ALARMS = 40, 0, 1
# Of processor time, for one file.
SECONDS = 60
# What stops an editor. Author and program are told of every file.
ALARMS = ("comments", "attachments", "earlier_revisions", "covered", "scripts", "not_examined")


@dataclass(frozen=True)
class AlarmOutcome:
    """What became of a file: whether there was an alarm, and what was told."""

    name: str
    is_alarm: bool
    told: str


def inspect_here(path: Path) -> Inspection:
    """Return the inspection of a file of our own, made within this process."""
    result = ChildResult(list(report(path, "pdfium", deadline=time.process_time() + SECONDS)))
    return add_search(build_inspection(result.facts or {}), result)


def found_in(content: bytes, folder: Path) -> dict:
    """Return what is hidden in a file."""
    path = folder / "file.pdf"
    path.write_bytes(content)
    return inspect_here(path).hidden or {}


def catch(files: Iterable[GivesAway], folder: Path) -> list[AlarmOutcome]:
    """Return for each file whether what it gives away is told: for texts, a word of it at least."""
    outcomes = []
    for file in files:
        found = found_in(file.content, folder)[file.aspect]
        is_told = bool(found)
        if file.aspect != "earlier_revisions":
            words = [word for word in file.secret.split() if word in str(found)]
            is_told = bool(words) or file.secret.replace(" ", "") in str(found)
        outcomes.append(AlarmOutcome(file.name, is_told, str(found)))
    return outcomes


def alarm(files: Iterable[Harmless], folder: Path) -> list[AlarmOutcome]:
    """Return for each file whether there is an alarm."""
    outcomes = []
    for file in files:
        found = {name: value for name, value in found_in(file.content, folder).items() if name in ALARMS and value}
        outcomes.append(AlarmOutcome(file.name, bool(found), str(found)))
    return outcomes


def report_caught(what: str, outcomes: list[AlarmOutcome], promised: int) -> bool:
    """Print how many files were caught, and which were not; return whether it is as many as promised."""
    missed = [outcome for outcome in outcomes if not outcome.is_alarm]
    caught = len(outcomes) - len(missed)
    print(f"caught{what}: {caught} of {len(outcomes)} (promised: {promised})")
    for outcome in missed:
        print(f"  missed: {outcome.name}: {outcome.told}")
    return caught >= promised


def report_alarms(what: str, outcomes: list[AlarmOutcome], promised: int) -> bool:
    """Print how many files raised an alarm, and which; return whether it is no more than promised."""
    false = [outcome for outcome in outcomes if outcome.is_alarm]
    print(f"false alarms{what}: {len(false)} of {len(outcomes)} (promised: at most {promised})")
    for outcome in false:
        print(f"  false alarm: {outcome.name}: {outcome.told}")
    return len(false) <= promised


def main() -> int:
    """Print the figures and the names of what went wrong; return 0 where all is as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=5, help="makes other files of the same kinds")
    parser.add_argument("--keep", type=Path, help="a folder for the files, to look at them")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    bad, more = list(gives_away(options.seed)), list(more_redactions(options.seed))
    good, designed = list(harmless(options.seed)), list(designs(options.seed))
    if options.keep:
        for file in [*bad, *more, *good, *designed]:
            folder = options.keep / ("harmless" if isinstance(file, Harmless) else "gives-away")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{file.name}.pdf").write_bytes(file.content)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kept = [
            report_caught("", catch(bad, folder), CAUGHT),
            report_caught(", hard to tell from designs", catch(more, folder), len(more)),
            report_alarms("", alarm(good, folder), FALSE_ALARMS),
            report_alarms(", designs", alarm(designed, folder), DESIGN_ALARMS),
        ]
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
