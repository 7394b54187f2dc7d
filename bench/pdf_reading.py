"""
Inspects every file of the corpus, every hostile one and thousands of mutations.

``python -m bench.pdf_reading [--mutations N] [--from N] [--workers N]`` prints what state each set ended in, what the
worst file cost, and every file without a state or a message, over a limit, or in another state than expected. Ends
with 1 where there is one. All 5,000 mutations take about an hour on two cores.
"""

import argparse
import collections
import os
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from board.engines.inspection.result import Inspection
from board.engines.pdfinspect import resource_limits
from board.engines.pdfinspect.process import EXTRACTORS, inspect_pdf

from .pdfs import mutations
from .pdfs.corpus import Known, corpus
from .pdfs.hostile import hostile

# One request waits for no more than every extractor in turn, and one child to go on with; Python itself needs some of
# what the kernel counts.
MOST_SECONDS = (len(EXTRACTORS) + 1) * (resource_limits.WALL_SECONDS + 2)


@dataclass(frozen=True)
class PdfCase:
    """A file to inspect; ``state`` is the expected one, or empty for any."""

    name: str
    content: bytes
    state: str = ""


@dataclass
class InspectionTally:
    """The results of a set of files."""

    states: collections.Counter = field(default_factory=collections.Counter)
    slowest: tuple[float, str] = (0.0, "")
    largest: tuple[int, str] = (0, "")
    seconds: float = 0.0
    not_looked_at: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, case: PdfCase, inspection: Inspection) -> None:
        """Add the inspection of one file."""
        self.states[inspection.state] += 1
        self.seconds += inspection.seconds
        self.slowest = max(self.slowest, (inspection.seconds, case.name))
        self.largest = max(self.largest, (inspection.peak_memory, case.name))
        if not inspection.state or not inspection.message:
            self.faults.append(f"{case.name}: no state or no message")
        if case.state and inspection.state != case.state:
            self.faults.append(f"{case.name}: {inspection.state}, expected {case.state}")
        if inspection.state == "read" and (inspection.hidden is None or inspection.hidden["not_examined"]):
            self.not_looked_at += 1
        if case.state and inspection.hidden and inspection.hidden["covered"]:
            self.faults.append(f"{case.name}: a false alarm, {inspection.hidden['covered']}")
        if inspection.peak_memory > resource_limits.MEMORY:
            self.faults.append(f"{case.name}: {inspection.peak_memory} bytes of memory")
        if inspection.seconds > MOST_SECONDS:
            self.faults.append(f"{case.name}: {inspection.seconds:.1f} s")


def inspect_case(case: PdfCase, folder: Path) -> Inspection | str:
    """Return the inspection of a file, or the traceback of an exception, which it must never raise."""
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".pdf") as file:
        file.write(case.content)
        file.flush()
        try:
            return inspect_pdf(Path(file.name))
        except Exception:  # noqa: BLE001  # Exactly this is looked for.
            return traceback.format_exc(limit=-2)


def run(cases: Iterable[PdfCase], folder: Path, workers: int) -> InspectionTally:
    """Inspect files, some at once, and return the results; shows its progress."""
    tally, waiting, started = InspectionTally(), {}, time.monotonic()
    cases = iter(cases)
    with ThreadPoolExecutor(workers) as pool:
        while True:
            for case in islice(cases, workers * 2 - len(waiting)):
                waiting[pool.submit(inspect_case, case, folder)] = case
            if not waiting:
                break
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                case, inspection = waiting.pop(future), future.result()
                if isinstance(inspection, str):
                    tally.states["the reader failed"] += 1
                    tally.faults.append(f"{case.name}: {inspection}")
                else:
                    tally.add(case, inspection)
            number = tally.states.total()
            if sys.stderr.isatty() or number % 100 == 0:
                print(f"\r{number} files, {time.monotonic() - started:.0f} s", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return tally


def report(name: str, tally: InspectionTally) -> None:
    """Print the results of a set of files."""
    number = max(tally.states.total(), 1)
    print(f"{name}: {tally.states.total()} files")
    for state, count in tally.states.most_common():
        print(f"  {state:<12}{count:>6}")
    print(f"  mean {tally.seconds / number:.2f} s")
    print(f"  slowest {tally.slowest[0]:.1f} s of {MOST_SECONDS} ({tally.slowest[1]})")
    largest, name_of_largest = tally.largest
    allowed = resource_limits.MEMORY / 1024**2
    print(f"  largest reader {largest / 1024**2:.0f} MiB of {allowed:.0f} ({name_of_largest})")
    print(f"  read, but not searched to the end for what they hide: {tally.not_looked_at}")
    for fault in tally.faults:
        print(f"  fault: {fault}")


def some_corpus(files: list[Known]) -> Iterator[PdfCase]:
    """Yield the corpus as files to inspect."""
    for file in files:
        yield PdfCase(file.name, file.content, file.state)


def mutated_cases(files: list[Known], first: int, number: int) -> Iterator[PdfCase]:
    """Yield mutations of the shorter files of the corpus, as numbered in ``mutations``."""
    short = [file for file in files if len(file.content) <= mutations.LONGEST]
    for index in range(first, first + number):
        yield PdfCase(*mutations.mutated(index, short))


def main() -> int:
    """Inspect everything; return 0 where there is no fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutations", type=int, default=mutations.NUMBER)
    parser.add_argument("--from", dest="first", type=int, default=0, help="the number of the first mutation")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only-mutations", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    files = list(corpus())
    sets: dict[str, Iterable[PdfCase]] = {}
    if not options.only_mutations:
        sets["corpus"] = some_corpus(files)
        sets["hostile"] = (PdfCase(file.name, file.content) for file in hostile())
    sets["mutations"] = mutated_cases(files, options.first, options.mutations)
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, cases in sets.items():
            tally = run(cases, Path(folder), options.workers)
            report(name, tally)
            faults += len(tally.faults)
    print(f"faults: {faults}; this process lived through it all")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
