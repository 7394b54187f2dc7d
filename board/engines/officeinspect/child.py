"""The child process: inspects one office file and writes what it holds to standard output as JSON."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from board.engines.inspection.child_process import Limits, limit_resources, write_result

MEGABYTE = 1024**2
# A sheet with a million rows and ten columns takes about ten seconds, and twenty megabytes.
LIMITS = Limits(memory=1024 * MEGABYTE, processor_seconds=20, wall_seconds=40, output=8 * MEGABYTE)


def inspect(path: Path) -> dict[str, Any]:
    """
    Return what an office file holds, as JSON holds it.

    ``state`` is ``read``, ``encrypted``, ``damaged`` or ``too_costly``; facts that could not be read are missing.
    """
    # Loaded under the limits.
    from .file_format import FileFormat, identify  # noqa: PLC0415
    from .hidden_information import CONTENT, find_hidden_information  # noqa: PLC0415
    from .packages import LockedError, PackageError, TooLargeError, open_package  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            file_format = identify(file)
            if file_format == FileFormat.LOCKED:
                return {"state": "encrypted"}
            if file_format not in CONTENT:
                return {"state": "damaged"}
            with open_package(file) as package:
                hidden = find_hidden_information(package, file_format)
    except LockedError:
        return {"state": "encrypted"}
    except (TooLargeError, MemoryError):
        return {"state": "too_costly"}
    except (PackageError, RecursionError):
        return {"state": "damaged"}
    return {"state": "read", "hidden": hidden, "title": hidden.pop("title", ""), "language": hidden.pop("language", "")}


def main() -> None:
    """Inspect the file that the command line names."""
    _, path, wall_seconds = sys.argv
    limit_resources(replace(LIMITS, wall_seconds=float(wall_seconds)))
    write_result(inspect(Path(path)))
