"""
How many PDFs of a folder would be stopped, and why: ``python -m bench.pdf_folder FOLDER [--notes] [--workers N]``.

Inspects every PDF in the folder and below it as an upload is, and prints page and words of what would stop it. Those
that are locked or damaged are not public, whatever they hide, and count as not stopped. Ends with 1 where more are
stopped than was promised.
"""

import argparse
import collections
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from board.engines.inspection.result import Inspection
from board.engines.pdfinspect import resource_limits
from board.engines.pdfinspect.page_ranges import format_pages
from board.engines.pdfinspect.process import inspect_pdf

# The fraction of real files, in which nothing was redacted, that may be stopped.
PROMISED = 0.005
LISTED = 12


def stops(inspection: Inspection) -> list[str]:
    """Return why a file that can be opened would be stopped, a line for each reason."""
    if not inspection.is_finished or inspection.state == "too_costly":
        return [inspection.message]
    hidden = inspection.hidden or {"covered": [], "not_examined": ["covered"]}
    reasons = [f"page {text['page']}: {text['text']}" for text in hidden["covered"]]
    if "covered" in hidden["not_examined"]:
        pages = hidden.get("not_searched")
        reasons.append(f"could not be searched{': ' + format_pages(pages).lower() if pages else ''}")
    return reasons


def notes(inspection: Inspection) -> list[str]:
    """Return what is told of a file and stops nothing."""
    texts = (inspection.hidden or {}).get("overprinted", [])
    return [f"note, page {text['page']}: {text['text']}" for text in texts]


def inspect(path: Path) -> Inspection:
    """Return the inspection of a file, with the time that a worker gives it."""
    return inspect_pdf(path, wall_seconds=resource_limits.PATIENT_WALL_SECONDS)


def main() -> int:
    """Inspect every PDF of a folder; print the stops and their share."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--notes", action="store_true", help="print what is told and stops nothing, too")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    paths = sorted(path for path in options.folder.rglob("*.pdf") if path.is_file())
    if not paths:
        parser.error(f"There are no PDFs in {options.folder}.")
    states: collections.Counter[str] = collections.Counter()
    stopped = noted = 0
    with ThreadPoolExecutor(options.workers) as pool:
        for path, inspection in zip(paths, pool.map(inspect, paths), strict=True):
            states[inspection.state] += 1
            is_open = inspection.state not in {"encrypted", "damaged"}
            reasons, told = stops(inspection) if is_open else [], notes(inspection)
            stopped += bool(reasons)
            noted += bool(told)
            lines = [*reasons[:LISTED], *(told[:LISTED] if options.notes else [])]
            if lines:
                print("\n  ".join([f"{path.relative_to(options.folder)} ({inspection.page_count} pages)", *lines]))
                sys.stdout.flush()
    counts = ", ".join(f"{state}: {count}" for state, count in states.most_common())
    print(f"{len(paths)} PDFs ({counts})")
    print(f"stopped: {stopped} ({stopped / len(paths):.2%}; promised: at most {PROMISED:.1%}); with a note: {noted}")
    return int(stopped > PROMISED * len(paths))


if __name__ == "__main__":
    sys.exit(main())
