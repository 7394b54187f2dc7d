"""Texts of office files, made fit for a screen: short, on one line, without what no eye can see."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from board.engines.inspection.result import displayable

MAX_CHARACTERS = 500
# Items of a kind, of what a file gives away.
MAX_ITEMS = 200
# Characters of what says where something is.
MAX_PLACE = 50


def display_text(text: str | None, longest: int = MAX_CHARACTERS) -> str:
    """Return text to display, cut with an ellipsis."""
    shown = displayable((text or "")[: 4 * longest])
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


class FindingList:
    """What was found of one kind: places and texts, ``MAX_ITEMS`` at most."""

    def __init__(self) -> None:
        self.items: list[dict[str, str]] = []

    @property
    def is_full(self) -> bool:
        """Return whether no more is taken."""
        return len(self.items) >= MAX_ITEMS

    def add(self, text: str, *, where: str = "", author: str = "") -> None:
        """Add a text, unless there is nothing to see in it; join it to the last one from the same place and person."""
        item = {"where": display_text(where), "author": display_text(author), "text": display_text(text)}
        if not item["text"]:
            return
        last = self.items[-1] if self.items else {}
        if where and {**last, "text": ""} == {**item, "text": ""}:
            last["text"] = display_text(f"{last['text']} {item['text']}")
        elif not self.is_full:
            self.items.append(item)


class Findings(dict[str, FindingList]):
    """What was found in a file, by its kind; ``not_examined`` names what could not be searched, or not to its end."""

    def __init__(self, kinds: Iterable[str]):
        super().__init__({kind: FindingList() for kind in kinds})
        self.not_examined: list[str] = []

    @contextmanager
    def examining(self, name: str) -> Iterator[None]:
        """Go on after an error: a broken part must not hide what the others give away."""
        try:
            yield
        except Exception:  # noqa: BLE001  # A file can be broken in as many ways as there are libraries that read it.
            if name not in self.not_examined:
                self.not_examined.append(name)


def quoted(text: str) -> str:
    """Return a name, or the beginning of a paragraph, in quotation marks."""
    return f"“{display_text(text, MAX_PLACE)}”"


def joined(texts: Iterable[str]) -> str:
    """Return the texts that are not empty, separated by bars as cells are."""
    return " | ".join(text for text in (display_text(text) for text in texts) if text)


def place_of(paragraph: str, place_before: str) -> str:
    """
    Return where a paragraph is, by what it begins with: a text has no pages before it is laid out.

    Of an empty one, or one that was taken out, it is the place of the paragraph before.
    """
    if paragraph.strip():
        return f"in the paragraph {quoted(paragraph)}"
    return place_before.replace("in the paragraph", "after the paragraph")
