"""What the full-text index is asked for, in a form that no database knows; each engine writes it in its own syntax."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

# With more concepts there are too many combinations that leave some of them out.
MOST_COMBINED = 6


@dataclass(frozen=True)
class Phrase:
    """
    Terms that follow one another, or that may stand anywhere on a page if the phrase ``is_loose``.

    A single term that ``is_prefix`` stands for every term that begins with it. A phrase that ``is_variant`` has the
    words before it, written together or apart; its order is not looked for in files.
    """

    terms: tuple[str, ...]
    is_prefix: bool = False
    is_loose: bool = False
    is_variant: bool = False

    @property
    def has_order(self) -> bool:
        """Return whether pages and files are asked for its terms in their order."""
        return self.is_ordered and not self.is_variant

    @property
    def is_ordered(self) -> bool:
        """Return whether its terms follow one another."""
        return len(self.terms) > 1 and not self.is_loose


@dataclass(frozen=True)
class Concept:
    """Phrases that mean the same, of which a page needs any one. ``typed`` is what the visitor wrote."""

    phrases: tuple[Phrase, ...]
    typed: str = ""

    @property
    def is_quoted(self) -> bool:
        """Return whether it is a phrase from between quotation marks; any other phrase has synonyms."""
        return len(self.phrases) == 1 and self.phrases[0].has_order

    @property
    def has_synonyms(self) -> bool:
        """Return whether any phrase has other words than were typed."""
        return any(not phrase.is_variant for phrase in self.phrases[1:])

    @property
    def key(self) -> tuple[Phrase, ...]:
        """Return what concepts that look for the same have in common."""
        return tuple(phrase for phrase in self.phrases if not phrase.is_variant)

    @property
    def has_order(self) -> bool:
        """Return whether the order of terms matters in any of its phrases."""
        return any(phrase.has_order for phrase in self.phrases)


@dataclass(frozen=True)
class Expression:
    """A disjunction: a page matches that has all the concepts of any of the ``alternatives``."""

    alternatives: tuple[tuple[Concept, ...], ...]

    @property
    def has_order(self) -> bool:
        """Return whether the order of terms matters in any of its concepts."""
        return any(concept.has_order for concepts in self.alternatives for concept in concepts)


def single_word(word: str, term: str) -> Concept:
    """Return the concept of a word by itself, which has a term."""
    return Concept((Phrase((term,)),), typed=word)


def all_of(concepts: Sequence[Concept]) -> Expression:
    """Return the expression for pages with every concept."""
    return Expression((tuple(concepts),))


def any_of(concepts: Sequence[Concept]) -> Expression:
    """Return the expression for pages with at least one concept."""
    return Expression(tuple((concept,) for concept in concepts))


def most_of(concepts: Sequence[Concept]) -> Expression | None:
    """
    Return the expression for pages with two thirds of the concepts.

    Return ``None`` where that is the same as all or any of them, and where there are too many to combine.
    """
    wanted = -(-2 * len(concepts) // 3)
    if not 1 < wanted < len(concepts) or len(concepts) > MOST_COMBINED:
        return None
    return Expression(tuple(combinations(concepts, wanted)))


def terms_in(concepts: Iterable[Concept]) -> set[str]:
    """Return every term that some concepts look for."""
    return {term for concept in concepts for phrase in concept.phrases for term in phrase.terms}


def unique(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    """Return concepts without those that look for the same; the last of such stands in the place of the first."""
    return tuple({concept.key: concept for concept in concepts}.values())
