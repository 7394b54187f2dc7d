"""The structure tree: the tags of a PDF (ISO 32000-2, 14.7)."""

import collections
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pikepdf

# Elements that are looked at: those of some hundred pages. What comes after them is tagged in the same way.
MAX_ELEMENTS = 20_000
# The fraction of the content that has a language of its own, where the document has none.
PREVAILING = 0.9


@dataclass
class StructureTree:
    """
    What is known of a structure tree.

    ``languages`` counts the pieces of content by the language that their element, or one above it, states.
    """

    languages: collections.Counter[str] = field(default_factory=collections.Counter)

    @property
    def has_content(self) -> bool:
        """Whether there is content in it: a tree without content says nothing to a screen reader."""
        return bool(self.languages)

    @property
    def prevailing_language(self) -> str:
        """The language of nearly all of the content; empty where there is none."""
        total = self.languages.total()
        language, count = self.languages.most_common(1)[0] if self.languages else ("", 0)
        return language if count >= PREVAILING * total else ""


def _children(element: pikepdf.Dictionary) -> list[Any]:
    kids = element.get("/K")
    if isinstance(kids, pikepdf.Array):
        return [kids[index] for index in range(min(len(kids), MAX_ELEMENTS))]
    return [] if kids is None else [kids]


def read_structure_tree(root: Any) -> StructureTree:
    """Return what is known of the structure tree with a root; skips broken parts of it."""
    tree = StructureTree()
    if not isinstance(root, pikepdf.Dictionary):
        return tree
    waiting: collections.deque[tuple[Any, str]] = collections.deque((child, "") for child in _children(root))
    for _ in range(MAX_ELEMENTS):
        if not waiting:
            break
        node, language = waiting.popleft()
        with suppress(pikepdf.PdfError, ValueError, TypeError, KeyError):
            # A marked-content identifier, or a reference to content or to an annotation (14.7.5).
            if not isinstance(node, pikepdf.Dictionary) or "/MCID" in node or str(node.get("/Type", "")) == "/OBJR":
                tree.languages[language] += 1
                continue
            own = str(node.get("/Lang", "")).strip() or language
            waiting.extend((child, own) for child in _children(node))
    return tree
