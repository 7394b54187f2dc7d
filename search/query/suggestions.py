"""What somebody may have meant by a word that no page has."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz.distance import OSA

from search.analyser import folded, term_of
from search.index.vocabulary import SHORTEST, TAIL, Word
from search.query.expression import Concept, Phrase
from search.query.stopwords import STOP_WORDS

# From these lengths on a word may have one slip, and two.
ONE_SLIP, TWO_SLIPS = 4, 7
# Shorter parts of words begin, or are in, too many.
SHORTEST_PREFIX, SHORTEST_PART = 3, 4
MOST_READ = 20_000
# What of each word is tried, and of how many words.
TRIED, WORDS = 3, 3
MOST_PARTS = 10
# In slips: how far a part of a word, and two words written as one, are from what was typed.
AS_PREFIX, AS_TWO, AS_PART = 0.5, 0.8, 2.5


@dataclass(frozen=True)
class Guess:
    """What may have been meant, in ``words`` and as concepts, and how far it is from what was typed."""

    words: str
    concepts: tuple[Concept, ...]
    distance: float

    @property
    def is_spelling(self) -> bool:
        """Say whether readers are told: a part of a word is no mistake."""
        return self.distance not in {AS_PREFIX, AS_PART}


def slips_allowed(word: str) -> int:
    """Return how many letters of a word may be wrong."""
    return (len(word) >= ONE_SLIP) + (len(word) >= TWO_SLIPS)


def halves(word: str) -> list[tuple[str, str]]:
    """Return the ways to read a word as two."""
    return [(word[:at], word[at:]) for at in range(SHORTEST, len(word) - SHORTEST + 1)]


def neighbours(word: str) -> Q:
    """Return the condition for the words of the vocabulary that are worth comparing with a word: an index has them."""
    slips = slips_allowed(word)
    condition = Q(word__in=[word, *(half for both in halves(word) for half in both)])
    if len(word) >= SHORTEST_PREFIX:
        condition |= Q(word__startswith=word)
    if slips:
        lengths = (len(word) - slips, len(word) + slips)
        condition |= Q(first=word[0], length__range=lengths) | Q(tail=word[-TAIL:], length__range=lengths)
    return condition


def slips(word: str, other: str) -> float:
    """
    Return how many slips lie between two words: letters left out, added, exchanged or in the wrong order.

    A wrong first letter is rare, so that it weighs a little more.
    """
    return OSA.distance(word, other) + (0.3 if word[0] != other[0] else 0)


def may_be_meant(word: str, other: str) -> bool:
    """Say whether a word may be another with a slip or two. A wrong first letter is the only slip of a longer word."""
    if other == word or term_of(other) in STOP_WORDS:
        return False
    allowed = slips_allowed(word) if word[0] == other[0] else int(len(word) > ONE_SLIP)
    return OSA.distance(word, other) <= allowed


def guesses(word: str, vocabulary: Iterable[str], *, is_known: bool = False) -> list[Guess]:
    """
    Return what may have been meant by a folded word that no page has, the nearest first.

    One that ``is_known``, to the synonyms say, is no slip; it may still be a part of a word.
    """
    known = set(vocabulary)
    found = [
        Guess(other, (Concept((Phrase((term_of(other),)),), typed=other),), slips(word, other))
        for other in known
        if not is_known and may_be_meant(word, other)
    ]
    if len(word) >= SHORTEST_PREFIX and any(other.startswith(word) for other in known):
        found.append(Guess(word, (Concept((Phrase((word,), is_prefix=True),), typed=word),), AS_PREFIX))
    for first, second in halves(word):
        if first in known and second in known:
            both = tuple(Concept((Phrase((term_of(half),)),), typed=half) for half in (first, second))
            found.append(Guess(f"{first} {second}", both, AS_TWO))
    return sorted(found, key=lambda guess: (guess.distance, guess.words))


def within(word: str, vocabulary: Iterable[str]) -> list[Guess]:
    """Return the guess that a folded word is a part of others, where the vocabulary has such."""
    terms = {(term_of(other),) for other in vocabulary if len(word) >= SHORTEST_PART and word in other}
    return (
        [Guess(word, (Concept(tuple(map(Phrase, sorted(terms)[:MOST_PARTS])), typed=word),), AS_PART)] if terms else []
    )


def guesses_for(typed: Sequence[str], known: Container[str]) -> dict[str, list[Guess]]:
    """Return what may have been meant by each of some words that no page has, some of them known; one query."""
    words = {word: folded(word) for word in typed[:WORDS]}
    near, inside = Q(pk__in=[]), Q(pk__in=[])
    for word in words.values():
        near |= neighbours(word)
        if len(word) >= SHORTEST_PART:
            inside |= Q(word__contains=word)
    # Apart, so that the neighbours are found by their indexes.
    found = Word.objects.filter(near).union(Word.objects.filter(inside))
    vocabulary = list(found.values_list("word", flat=True)[:MOST_READ])
    return {
        word: guesses(plain, vocabulary, is_known=word in known)[:TRIED]
        or ([] if word in known else within(plain, vocabulary))
        for word, plain in words.items()
    }
