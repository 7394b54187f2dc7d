"""Query rewriting: what may have been meant where no page has some of the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from .expression import Concept, unique
from .query_parser import word_concept
from .suggestions import Suggestion, suggest

# By what was typed for a concept that no page has.
Suggestions = Mapping[str, Sequence[Suggestion]]


@dataclass(frozen=True)
class Rewrite:
    """A query with suggestions in the place of concepts that no page has."""

    concepts: tuple[Concept, ...]
    text: str
    distance: float
    is_correction: bool


def suggestions_for(unknown: Sequence[Concept]) -> Suggestions:
    """Return suggestions for concepts that no page has: for a phrase its own words, for a word others like it."""
    phrases = {
        concept.typed: [Suggestion(concept.typed, tuple(map(word_concept, concept.typed.split())), 0)]
        for concept in unknown
        if " " in concept.typed
    }
    words = [concept.typed for concept in unknown if concept.typed not in phrases]
    # Words with synonyms are words of the field, or of children: they are not misspelt.
    known = {concept.typed for concept in unknown if concept.has_synonyms}
    return phrases | (suggest(words, known) if words else {})


def suggested_concepts(suggestions: Suggestions) -> set[Concept]:
    """Return the concepts of all suggestions, without those that were typed themselves."""
    return {
        concept
        for alternatives in suggestions.values()
        for suggestion in alternatives
        if suggestion.distance
        for concept in suggestion.concepts
    }


def without_concepts(suggestions: Suggestions, refused: set[Concept]) -> Suggestions:
    """Return the suggestions that hold none of some concepts."""
    return {
        typed: [suggestion for suggestion in alternatives if not refused.intersection(suggestion.concepts)]
        for typed, alternatives in suggestions.items()
    }


def rewrites_of(concepts: Sequence[Concept], unknown: Sequence[Concept], suggestions: Suggestions) -> list[Rewrite]:
    """Return the rewrites of a query: first with the nearest suggestion for each unknown concept, and so on."""
    names = [concept.typed for concept in unknown]
    rewrites = []
    for row in zip_longest(*(suggestions.get(name, ()) for name in names)):
        chosen = {
            name: suggestion or next(iter(suggestions.get(name, ())), None)
            for name, suggestion in zip(names, row, strict=True)
        }
        rewrites.append(rewrite(concepts, chosen))
    rewrites = rewrites or [rewrite(concepts, dict.fromkeys(names))]
    return [one for one in rewrites if one.concepts]


def rewrite(concepts: Sequence[Concept], chosen: Mapping[str, Suggestion | None]) -> Rewrite:
    """Return the rewrite with ``chosen`` suggestions; a concept for which ``None`` was chosen is left out."""
    new_concepts: list[Concept] = []
    words: list[str] = []
    for concept in concepts:
        if concept.typed not in chosen:
            new_concepts.append(concept)
            words.append(concept.typed)
        elif suggestion := chosen[concept.typed]:
            new_concepts += suggestion.concepts
            words.append(suggestion.text)
    suggestions = [suggestion for suggestion in chosen.values() if suggestion]
    return Rewrite(
        unique(new_concepts),
        " ".join(words),
        sum(suggestion.distance for suggestion in suggestions),
        any(suggestion.is_correction and suggestion.distance for suggestion in suggestions),
    )
