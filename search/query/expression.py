"""What a full-text index is asked for, in a form that no database knows: each engine writes it in its own words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

# Beyond it the ways to leave some words out are too many to be asked for.
MOST_COMBINED = 6


@dataclass(frozen=True)
class Phrase:
    """
    Terms that follow one another, or stand anywhere on a page where it ``is_loose``.

    Of a single one ``is_prefix`` says that it may go on.
    """

    terms: tuple[str, ...]
    is_prefix: bool = False
    is_loose: bool = False

    @property
    def has_order(self) -> bool:
        """Say whether it asks for more than that its terms are there."""
        return len(self.terms) > 1 and not self.is_loose


@dataclass(frozen=True)
class Concept:
    """Phrases that mean the same: any of them will do. ``typed`` is what the visitor wrote."""

    phrases: tuple[Phrase, ...]
    typed: str = ""

    @property
    def is_quoted(self) -> bool:
        """Say whether it is a phrase that was typed between quotation marks: any other has synonyms."""
        return len(self.phrases) == 1 and self.phrases[0].has_order

    @property
    def has_order(self) -> bool:
        """Say whether any of its phrases has."""
        return any(phrase.has_order for phrase in self.phrases)


@dataclass(frozen=True)
class Expression:
    """Any of some sets of concepts, of which all are to be there."""

    ways: tuple[tuple[Concept, ...], ...]

    @property
    def has_order(self) -> bool:
        """Say whether any of its concepts has."""
        return any(concept.has_order for way in self.ways for concept in way)


def all_of(concepts: Sequence[Concept]) -> Expression:
    """Return the expression for pages that hold every concept."""
    return Expression((tuple(concepts),))


def any_of(concepts: Sequence[Concept]) -> Expression:
    """Return the expression for pages that hold at least one concept."""
    return Expression(tuple((concept,) for concept in concepts))


def most_of(concepts: Sequence[Concept]) -> Expression | None:
    """
    Return the expression for pages that hold two thirds of the concepts.

    ``None`` where that is no other question than for all or any of them, and where there are too many to combine.
    """
    wanted = -(-2 * len(concepts) // 3)
    if not 1 < wanted < len(concepts) or len(concepts) > MOST_COMBINED:
        return None
    return Expression(tuple(combinations(concepts, wanted)))


def terms_in(concepts: Iterable[Concept]) -> set[str]:
    """Return every whole term that some concepts look for."""
    return {term for concept in concepts for phrase in concept.phrases for term in phrase.terms}
