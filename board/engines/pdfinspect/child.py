"""
Reads one PDF and writes what it found to standard output as JSON: a process of its own, which may die of a file.

Started by ``process.py`` as ``python -I -c ... PATH READER``. It limits itself before it opens the file, needs no
Django, and writes nothing but its answer.
"""

import json
import resource
import signal
import sys
from pathlib import Path

from . import resource_limits as limits


def limit_ourselves() -> None:
    """Give up the right to more memory, time and files than a report may need."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.PROCESSOR_SECONDS, limits.PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Where a worker is killed, nobody is left to stop its reader.
    signal.setitimer(signal.ITIMER_REAL, limits.WALL_SECONDS + 1)


def peak_memory() -> int:
    """Return the most memory that this process has used, in bytes; 0 where the system does not say."""
    try:
        # Since it began to run our program; what getrusage() says begins with the memory of the parent.
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration, ValueError):
        return 0


def read(path: Path, reader: str) -> dict:
    """
    Return what a PDF holds, as JSON holds it; ``reader`` names who reads the text, or is empty for nobody.

    ``state`` is ``read``, ``encrypted`` or ``damaged``; what could not be looked at is missing.
    """
    import pikepdf  # noqa: PLC0415  # Loaded under the limits.

    from . import document_properties as structure  # noqa: PLC0415
    from . import hidden_information as hidden  # noqa: PLC0415
    from . import text_extraction as text  # noqa: PLC0415

    answer: dict = {"state": "read"}
    try:
        with pikepdf.open(path) as pdf:
            answer |= structure.read_structure(pdf)
            answer["hidden"] = hidden.find_hidden(path, pdf, looks_under=reader == "pdfium")
    except pikepdf.PasswordError:
        return {"state": "encrypted"}
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError, AttributeError) as error:
        answer |= {"state": "damaged", "error": f"{type(error).__name__}: {error}"[:500]}
    if reader:
        try:
            answer["pages"], answer["is_cut"] = text.read_pages(path, reader)
            answer["state"] = "read"
        except Exception as error:  # noqa: BLE001  # Each library has its own ways to refuse a broken file.
            answer |= {"state": "damaged", "error": f"{type(error).__name__}: {error}"[:500]}
    return answer


def main() -> None:
    """Read the file that the command line names."""
    limit_ourselves()
    _, path, reader = sys.argv
    json.dump(read(Path(path), reader) | {"peak_memory": peak_memory()}, sys.stdout)
