"""Limits of the inspection of one file; parent and child take them from the same environment variables (README.md)."""

import os

from board.engines.inspection.child_process import Limits

VARIABLES = ("PDF_MEMORY_MB", "PDF_SECONDS", "PDF_PAGES")
# The part of the parent's environment that a child gets.
CHILD_ENVIRONMENT = {name: os.environ[name] for name in VARIABLES if name in os.environ}


def positive_integer(name: str, default: int) -> int:
    """Return the value of a variable; raises a ``ValueError`` that names it where that is no whole number above 0."""
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or not int(value):
        raise ValueError(f"{name} is “{value}”. Give a whole number above zero, or leave it out for {default}.")
    return int(value)


# Bytes of address space: enough for the largest reports, far too little for a file that unpacks without end.
MEMORY = positive_integer("PDF_MEMORY_MB", 1024) * 1024**2
# Seconds of processor time for everything that one child does. From the second on it begins no other page.
PROCESSOR_SECONDS = positive_integer("PDF_SECONDS", 20)
SEARCH_SECONDS = PROCESSOR_SECONDS * 0.8
# So many pages may take the processor time of one child; a child that was ended early is followed by another.
PAGES_PER_CHILD = 50
# Wall-clock seconds of one child while a request waits, and where none does: a busy machine is slow, not the file.
WALL_SECONDS = PROCESSOR_SECONDS * 1.5
PATIENT_WALL_SECONDS = PROCESSOR_SECONDS * 10
# Failed redactions beyond these would tell nothing new.
COVERED_TEXTS = 50
# Text beyond these is left out.
PAGES = positive_integer("PDF_PAGES", 2_000)
CHARACTERS = 1_000 * PAGES
# Bytes of a child's output. JSON writes a character in up to 12 bytes.
OUTPUT = CHARACTERS * 12 + 1024**2


def current(wall_seconds: float) -> Limits:
    """Return the limits of a child that may take some seconds on the clock."""
    return Limits(MEMORY, PROCESSOR_SECONDS, wall_seconds, OUTPUT)
