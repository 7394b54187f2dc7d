"""
The child process: inspects one PDF and writes what it holds to standard output as JSON.

``process.py`` starts it as ``python -I -c ... PATH EXTRACTOR``. It limits itself before it opens the file, and writes
nothing but its output; a hostile file may end it.
"""

import sys
from pathlib import Path

from board.engines.inspection.child_process import limit_resources, write_result

from . import resource_limits


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
    limit_resources(resource_limits.current())
    _, path, extractor = sys.argv
    write_result(inspect(Path(path), extractor))
