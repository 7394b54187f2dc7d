"""
How much of what files give away is caught, and how often there is a false alarm.

``python -m bench.pdf_hidden [--seed N] [--keep FOLDER]``. Ends with 1 where it is less than was promised.
"""

import argparse
import sys
import tempfile
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from board.engines.pdfinspect.hidden_information import find_hidden_information

from .pdfs.harmless import Harmless, harmless
from .pdfs.redactions import GivesAway, gives_away

# Promised: of forty files, and of a hundred.
CAUGHT, FALSE_ALARMS = 36, 5
# What stops an editor. Author and program are told of every file.
ALARMS = ("comments", "attachments", "earlier_revisions", "covered", "scripts", "not_examined")


@dataclass(frozen=True)
class AlarmOutcome:
    """What became of a file: whether there was an alarm, and what was told."""

    name: str
    is_alarm: bool
    told: str


def found_in(content: bytes, folder: Path) -> dict:
    """Return what ``find_hidden_information`` says of a file."""
    path = folder / "file.pdf"
    path.write_bytes(content)
    with pikepdf.open(path) as pdf:
        return find_hidden_information(path, pdf)


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


def main() -> int:
    """Print both figures and the names of what went wrong; return 0 where all is as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=5, help="makes other files of the same kinds")
    parser.add_argument("--keep", type=Path, help="a folder for the files, to look at them")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    bad, good = list(gives_away(options.seed)), list(harmless(options.seed))
    if options.keep:
        for file in [*bad, *good]:
            folder = options.keep / ("harmless" if isinstance(file, Harmless) else "gives-away")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{file.name}.pdf").write_bytes(file.content)
    with tempfile.TemporaryDirectory() as folder:
        caught = catch(bad, Path(folder))
        alarms = alarm(good, Path(folder))
    missed = [outcome for outcome in caught if not outcome.is_alarm]
    false = [outcome for outcome in alarms if outcome.is_alarm]
    print(f"caught: {len(caught) - len(missed)} of {len(caught)} (promised: {CAUGHT})")
    for outcome in missed:
        print(f"  missed: {outcome.name}: {outcome.told}")
    print(f"false alarms: {len(false)} of {len(alarms)} (promised: at most {FALSE_ALARMS})")
    for outcome in false:
        print(f"  false alarm: {outcome.name}: {outcome.told}")
    return int(len(caught) - len(missed) < CAUGHT or len(false) > FALSE_ALARMS)


if __name__ == "__main__":
    sys.exit(main())
