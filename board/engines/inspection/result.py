"""The result of an inspection, whatever the type of the file."""

import re
import unicodedata
from dataclasses import dataclass, field

# Control characters, surrogates, and marks that turn the direction of what follows them.
_NOT_DISPLAYED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def displayable(text: str) -> str:
    """Return what a file calls text as text to display: composed (NFC), on one line, without control characters."""
    return " ".join(unicodedata.normalize("NFC", _NOT_DISPLAYED.sub(" ", text)).split())


@dataclass(frozen=True)
class Inspection:
    """
    What is in a file.

    ``state`` is ``read``, ``no_text``, ``encrypted``, ``damaged``, ``too_costly`` or ``unfinished``, and ``message``
    says it in a sentence. ``pages`` holds the text of each page; ``structure`` what a screen reader needs; ``hidden``
    what the file gives away without showing it, or ``None`` where that is not known: see the engine that inspects the
    type. ``is_cut`` says that the text is incomplete; ``peak_memory`` is in bytes. ``is_finished`` is false where the
    time of the caller was over before the file was read to the end: nothing can be judged until another inspection
    goes on.
    """

    state: str
    message: str
    page_count: int | None = None
    pages: list[str] = field(default_factory=list)
    is_cut: bool = False
    title: str = ""
    language: str = ""
    structure: dict = field(default_factory=dict)
    hidden: dict | None = None
    peak_memory: int = 0
    seconds: float = 0.0
    is_finished: bool = True
