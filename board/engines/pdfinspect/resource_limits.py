"""
What reading one file may cost, and how much of it is kept.

Needs no Django: the child process reads it too, from the same variables of the environment (README).
"""

import os

NAMES = ("PDF_MEMORY_MB", "PDF_SECONDS", "PDF_PAGES")
# What a child is given of the parent's environment.
ENVIRONMENT = {name: os.environ[name] for name in NAMES if name in os.environ}


def number(name: str, default: int) -> int:
    """Return a variable as a whole number above zero; raises ``ValueError`` that names it for anything else."""
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or not int(value):
        raise ValueError(f"{name} is “{value}”. Give a whole number above zero, or leave it out for {default}.")
    return int(value)


# Bytes of address space: enough for the largest reports, far too little for a file that unpacks without end.
MEMORY = number("PDF_MEMORY_MB", 1024) * 1024**2
# Seconds of processor time, and seconds on the clock for everything that one child does.
PROCESSOR_SECONDS = number("PDF_SECONDS", 20)
WALL_SECONDS = PROCESSOR_SECONDS * 1.5
# Beyond these a report is read in part: its first pages can be found, and the editor is told.
PAGES = number("PDF_PAGES", 2_000)
CHARACTERS = 1_000 * PAGES
# Bytes that a child may answer with. JSON writes a character in up to 12 bytes.
ANSWER = CHARACTERS * 12 + 1024**2
