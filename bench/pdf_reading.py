"""
Every file of the corpus, every hostile one and thousands of mutations through the site's reader.

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

from board.engines.pdfinspect import resource_limits as limits
from board.engines.pdfinspect.process import READERS, Reading, read_file

from .pdfs import mutations
from .pdfs.corpus import Known, corpus
from .pdfs.hostile import hostile

# One request waits for no more than every reader in turn; Python itself needs some of what the kernel counts.
MOST_SECONDS = len(READERS) * (limits.WALL_SECONDS + 2)


@dataclass(frozen=True)
class Case:
    """A file to read; ``state`` is what must come of it, or empty for any."""

    name: str
    content: bytes
    state: str = ""


@dataclass
class Tally:
    """What became of a set of files."""

    states: collections.Counter = field(default_factory=collections.Counter)
    slowest: tuple[float, str] = (0.0, "")
    largest: tuple[int, str] = (0, "")
    seconds: float = 0.0
    not_looked_at: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, case: Case, reading: Reading) -> None:
        """Count one file."""
        self.states[reading.state] += 1
        self.seconds += reading.seconds
        self.slowest = max(self.slowest, (reading.seconds, case.name))
        self.largest = max(self.largest, (reading.peak_memory, case.name))
        if not reading.state or not reading.message:
            self.faults.append(f"{case.name}: no state or no message")
        if case.state and reading.state != case.state:
            self.faults.append(f"{case.name}: {reading.state}, expected {case.state}")
        if reading.state == "read" and (reading.hidden is None or reading.hidden["unread"]):
            self.not_looked_at += 1
        if case.state and reading.hidden and reading.hidden["covered"]:
            self.faults.append(f"{case.name}: a false alarm, {reading.hidden['covered']}")
        if reading.peak_memory > limits.MEMORY:
            self.faults.append(f"{case.name}: {reading.peak_memory} bytes of memory")
        if reading.seconds > MOST_SECONDS:
            self.faults.append(f"{case.name}: {reading.seconds:.1f} s")


def read_case(case: Case, folder: Path) -> Reading | str:
    """Return the reading of a file, or how the reader failed, which it must not."""
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".pdf") as file:
        file.write(case.content)
        file.flush()
        try:
            return read_file(Path(file.name))
        except Exception:  # noqa: BLE001  # Exactly this is looked for.
            return traceback.format_exc(limit=-2)


def run(cases: Iterable[Case], folder: Path, workers: int) -> Tally:
    """Read files, some at once, and return what became of them; shows how far it is."""
    tally, waiting, started = Tally(), {}, time.monotonic()
    cases = iter(cases)
    with ThreadPoolExecutor(workers) as pool:
        while True:
            for case in islice(cases, workers * 2 - len(waiting)):
                waiting[pool.submit(read_case, case, folder)] = case
            if not waiting:
                break
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                case, reading = waiting.pop(future), future.result()
                if isinstance(reading, str):
                    tally.states["the reader failed"] += 1
                    tally.faults.append(f"{case.name}: {reading}")
                else:
                    tally.add(case, reading)
            number = tally.states.total()
            if sys.stderr.isatty() or number % 100 == 0:
                print(f"\r{number} files, {time.monotonic() - started:.0f} s", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return tally


def report(name: str, tally: Tally) -> None:
    """Print what became of a set of files."""
    number = max(tally.states.total(), 1)
    print(f"{name}: {tally.states.total()} files")
    for state, count in tally.states.most_common():
        print(f"  {state:<12}{count:>6}")
    print(f"  mean {tally.seconds / number:.2f} s")
    print(f"  slowest {tally.slowest[0]:.1f} s of {MOST_SECONDS} ({tally.slowest[1]})")
    print(
        f"  largest reader {tally.largest[0] / 1024**2:.0f} MiB of {limits.MEMORY / 1024**2:.0f} ({tally.largest[1]})"
    )
    print(f"  read, but not searched to the end for what they hide: {tally.not_looked_at}")
    for fault in tally.faults:
        print(f"  fault: {fault}")


def some_corpus(files: list[Known]) -> Iterator[Case]:
    """Yield the corpus as files to read."""
    for file in files:
        yield Case(file.name, file.content, file.state)


def mutated_cases(files: list[Known], first: int, number: int) -> Iterator[Case]:
    """Yield mutations of the shorter files of the corpus, as numbered in ``mutations``."""
    short = [file for file in files if len(file.content) <= mutations.LONGEST]
    for index in range(first, first + number):
        yield Case(*mutations.mutated(index, short))


def main() -> int:
    """Read everything; return 0 where there is no fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutations", type=int, default=mutations.NUMBER)
    parser.add_argument("--from", dest="first", type=int, default=0, help="the number of the first mutation")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only-mutations", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    files = list(corpus())
    sets: dict[str, Iterable[Case]] = {}
    if not options.only_mutations:
        sets["corpus"] = some_corpus(files)
        sets["hostile"] = (Case(file.name, file.content) for file in hostile())
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
