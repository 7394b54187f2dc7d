"""
The child process: inspects one PDF and writes what it holds to standard output as JSON.

``process.py`` starts it as ``python -I -c ... PATH EXTRACTOR INDEX SECONDS``. It limits itself before it opens the
file, and writes nothing but its output; a hostile file may end it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from board.engines.inspection.child_process import limit_resources, peak_memory, write_line

from . import resource_limits


def inspect(path: Path, extractor: str) -> dict:
    """
    Return what a PDF holds, as JSON holds it; ``extractor`` names a text extractor, or is empty for no text.

    ``state`` is ``read``, ``encrypted`` or ``damaged``; facts that could not be read are missing. Covered text is not
    searched for.
    """
    import pikepdf  # noqa: PLC0415  # Loaded under the limits.

    from . import document_properties, hidden_information, text_extraction  # noqa: PLC0415

    facts: dict = {"state": "read"}
    try:
        with pikepdf.open(path) as pdf:
            facts |= document_properties.read_document_properties(pdf)
            facts["hidden"] = hidden_information.find_hidden_information(path, pdf)
    except pikepdf.PasswordError:
        return {"state": "encrypted"}
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError, AttributeError) as error:
        facts |= {"state": "damaged", "error": f"{type(error).__name__}: {error}"[:500]}
    if extractor:
        try:
            facts |= text_extraction.extract_text(path, extractor)
            facts["state"] = "read"
        except Exception as error:  # noqa: BLE001  # Each library has its own ways to refuse a broken file.
            facts |= {"state": "damaged", "error": f"{type(error).__name__}: {error}"[:500]}
    return facts


def search(path: Path, first_index: int, deadline: float) -> Iterator[dict]:
    """
    Yield a line for each page, from the page with the index ``first_index`` on, with what covers text on it.

    The last line says what became of the search: ``done``, ``later`` where the time of this process was over first,
    or ``failed`` where it can't be searched.
    """
    import pikepdf  # noqa: PLC0415  # Loaded under the limits.

    from . import hidden_information  # noqa: PLC0415
    from .redactions.candidates import DeadlineExceededError  # noqa: PLC0415

    found = 0
    try:
        with pikepdf.open(path) as pdf:
            for page in hidden_information.search_pages(path, pdf, deadline=deadline, first_index=first_index):
                yield {"page": page}
                found += len(page["covered"])
                if found >= resource_limits.COVERED_TEXTS:
                    break
    except DeadlineExceededError:
        yield {"search": "later"}
    except Exception:  # noqa: BLE001  # Each library has its own ways to refuse a broken file.
        yield {"search": "failed"}
    else:
        yield {"search": "done"}


def report(path: Path, extractor: str, first_index: int = 0, *, deadline: float) -> Iterator[dict]:
    """
    Yield what is known of a file, line by line, each with one key.

    ``facts`` first, unless ``first_index`` says from which page to go on; ``page`` for each page that was searched;
    ``search`` for what became of that; ``peak_memory`` at the end. A page that ends this process loses nothing of what
    was known before. ``deadline`` is a moment of ``time.process_time``.
    """
    is_searched = extractor == "pdfium"
    if not first_index:
        facts = inspect(path, extractor)
        is_searched = is_searched and facts["state"] == "read" and "hidden" in facts
        yield {"facts": facts}
    if is_searched:
        yield from search(path, first_index, deadline)
    yield {"peak_memory": peak_memory()}


def main() -> None:
    """Inspect the file that the command line names, and write what is known of it."""
    _, path, extractor, first_index, wall_seconds = sys.argv
    limit_resources(resource_limits.current(float(wall_seconds)))
    for line in report(Path(path), extractor, int(first_index), deadline=resource_limits.SEARCH_SECONDS):
        write_line(line)
