"""
The child process: inspects one PDF and writes what it holds to standard output as JSON.

``process.py`` starts it as ``python -I -c ... PATH EXTRACTOR``. It limits itself before it opens the file, and writes
nothing but its output; a hostile file may end it.
"""

import json
import resource
import signal
import sys
from pathlib import Path

from . import resource_limits


def limit_resources() -> None:
    """Give up the right to more memory, time and files than a long report needs."""
    resource.setrlimit(resource.RLIMIT_AS, (resource_limits.MEMORY, resource_limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (resource_limits.PROCESSOR_SECONDS, resource_limits.PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A parent that was killed can't stop its child.
    signal.setitimer(signal.ITIMER_REAL, resource_limits.WALL_SECONDS + 1)


def peak_memory() -> int:
    """Return the most memory that this process has used, in bytes; 0 where the system does not say."""
    try:
        # Counted from the start of this program; what getrusage() returns begins with the memory of the parent.
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration, ValueError):
        return 0


def inspect(path: Path, extractor: str) -> dict:
    """
    Return what a PDF holds, as JSON holds it; ``extractor`` names a text extractor, or is empty for no text.

    ``state`` is ``read``, ``encrypted`` or ``damaged``; facts that could not be read are missing.
    """
    import pikepdf  # noqa: PLC0415  # Loaded under the limits.

    from . import document_properties, hidden_information, text_extraction  # noqa: PLC0415

    facts: dict = {"state": "read"}
    try:
        with pikepdf.open(path) as pdf:
            facts |= document_properties.read_document_properties(pdf)
            facts["hidden"] = hidden_information.find_hidden_information(
                path, pdf, detect_covered=extractor == "pdfium"
            )
    except pikepdf.PasswordError:
        return {"state": "encrypted"}
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError, AttributeError) as error:
        facts |= {"state": "damaged", "error": f"{type(error).__name__}: {error}"[:500]}
    if extractor:
        try:
            facts["pages"], facts["is_cut"] = text_extraction.extract_text(path, extractor)
            facts["state"] = "read"
        except Exception as error:  # noqa: BLE001  # Each library has its own ways to refuse a broken file.
            facts |= {"state": "damaged", "error": f"{type(error).__name__}: {error}"[:500]}
    return facts


def main() -> None:
    """Inspect the file that the command line names."""
    limit_resources()
    _, path, extractor = sys.argv
    json.dump(inspect(Path(path), extractor) | {"peak_memory": peak_memory()}, sys.stdout)
