"""Suggestions for a word that no page has: near words of the vocabulary, and longer words that contain it."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz.distance import OSA

from search.analyser import STOP_WORDS, fold, term_of
from search.index.vocabulary import SHORTEST_WORD
from search.models import TAIL_LENGTH, VocabularyWord

from .expression import Concept, Phrase, single_word

# Words of at least these lengths may have one error, and two.
ONE_ERROR, TWO_ERRORS = 4, 7
# Too many words begin with, or contain, shorter parts.
SHORTEST_PREFIX, SHORTEST_PART = 3, 4
MOST_READ = 20_000
# So many words of a query get suggestions, and so many each.
WORDS_TRIED, SUGGESTIONS_TRIED = 3, 3
MOST_CONTAINING = 10
# The distances, in errors, of a prefix, of two words written as one, and of a part within words.
PREFIX_DISTANCE, TWO_WORDS_DISTANCE, PART_DISTANCE = 0.5, 0.8, 2.5
WRONG_FIRST_LETTER = 0.3


@dataclass(frozen=True)
class Suggestion:
    """What may have been meant, as text and as concepts, and its edit distance from what was typed."""

    text: str
    concepts: tuple[Concept, ...]
    distance: float

    @property
    def is_correction(self) -> bool:
        """Return whether readers are told: a part of a word is no mistake."""
        return self.distance not in {PREFIX_DISTANCE, PART_DISTANCE}


def errors_allowed(word: str) -> int:
    """Return how many letters of a word may be wrong."""
    return (len(word) >= ONE_ERROR) + (len(word) >= TWO_ERRORS)


def splits(word: str) -> list[tuple[str, str]]:
    """Return the ways to read a word as two."""
    return [(word[:at], word[at:]) for at in range(SHORTEST_WORD, len(word) - SHORTEST_WORD + 1)]


def neighbours(word: str) -> Q:
    """Return the condition for the vocabulary that is worth comparing with a word; database indexes answer it."""
    errors = errors_allowed(word)
    condition = Q(word__in=[word, *(half for split in splits(word) for half in split)])
    if len(word) >= SHORTEST_PREFIX:
        condition |= Q(word__startswith=word)
    if errors:
        lengths = (len(word) - errors, len(word) + errors)
        condition |= Q(first=word[0], length__range=lengths) | Q(tail=word[-TAIL_LENGTH:], length__range=lengths)
    return condition


def edit_distance(word: str, other: str) -> float:
    """
    Return the edit distance (optimal string alignment) between two words.

    A wrong first letter is rare, so that it weighs a little more.
    """
    return OSA.distance(word, other) + (WRONG_FIRST_LETTER if word[0] != other[0] else 0)


def is_misspelling(word: str, other: str) -> bool:
    """Return whether a word may be another, misspelt. A wrong first letter has to be the only error."""
    if other == word or term_of(other) in STOP_WORDS:
        return False
    allowed = errors_allowed(word) if word[0] == other[0] else int(len(word) > ONE_ERROR)
    return OSA.distance(word, other) <= allowed


def near_words(word: str, vocabulary: Iterable[str], *, is_known: bool = False) -> list[Suggestion]:
    """
    Return the suggestions for a folded word that no page has, the nearest first.

    A word that ``is_known``, because it has synonyms, is not misspelt; it may still be a prefix or two words.
    """
    known = set(vocabulary)
    suggestions = [
        Suggestion(other, (single_word(other, term_of(other)),), edit_distance(word, other))
        for other in known
        if not is_known and is_misspelling(word, other)
    ]
    if len(word) >= SHORTEST_PREFIX and any(other.startswith(word) for other in known):
        prefix = Concept((Phrase((word,), is_prefix=True),), typed=word)
        suggestions.append(Suggestion(word, (prefix,), PREFIX_DISTANCE))
    for first, second in splits(word):
        # Written as one, a stop word and another are mostly a third: “therapist” is not “the rapist”.
        if first in known and second in known and term_of(first) not in STOP_WORDS:
            concepts = tuple(single_word(half, term_of(half)) for half in (first, second))
            suggestions.append(Suggestion(f"{first} {second}", concepts, TWO_WORDS_DISTANCE))
    return sorted(suggestions, key=lambda suggestion: (suggestion.distance, suggestion.text))


def containing_words(word: str, vocabulary: Iterable[str]) -> list[Suggestion]:
    """Return the suggestion of the words that contain a folded word, where the vocabulary has any."""
    terms = {(term_of(other),) for other in vocabulary if len(word) >= SHORTEST_PART and word in other}
    if not terms:
        return []
    concept = Concept(tuple(map(Phrase, sorted(terms)[:MOST_CONTAINING])), typed=word)
    return [Suggestion(word, (concept,), PART_DISTANCE)]


def suggest(typed: Sequence[str], known: Container[str]) -> dict[str, list[Suggestion]]:
    """Return the suggestions for each of some words that no page has; ``known`` ones have synonyms. One query."""
    words = {word: fold(word) for word in typed[:WORDS_TRIED]}
    near, containing = Q(pk__in=[]), Q(pk__in=[])
    for word in words.values():
        near |= neighbours(word)
        if len(word) >= SHORTEST_PART:
            containing |= Q(word__contains=word)
    # A union, so that the neighbours are found by their indexes.
    rows = VocabularyWord.objects.filter(near).union(VocabularyWord.objects.filter(containing))
    vocabulary = list(rows.values_list("word", flat=True)[:MOST_READ])
    return {
        word: near_words(folded, vocabulary, is_known=word in known)[:SUGGESTIONS_TRIED]
        or ([] if word in known else containing_words(folded, vocabulary))
        for word, folded in words.items()
    }
