"""Words that others write as two: “childcare” finds “child care”."""

from collections.abc import Sequence
from dataclasses import replace

from search.analyser import STOP_WORDS, fold, term_of
from search.index.vocabulary import SHORTEST_WORD
from search.models import VocabularyWord

from .expression import Concept, Phrase
from .suggestions import splits

# A shorter word has no two halves that say anything.
SHORTEST_DIVIDED = 2 * SHORTEST_WORD


def with_divided_words(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """
    Return concepts, those of single words with the two words that they may be written as, side by side; one query.

    Both halves are words of the vocabulary, and no stop words: “therapist” is not “the rapist”.
    """
    halves = {
        concept: [pair for pair in splits(fold(concept.typed)) if not STOP_WORDS.intersection(map(term_of, pair))]
        for concept in concepts
        if concept.typed.isalpha() and len(concept.typed) >= SHORTEST_DIVIDED
    }
    wanted = {half for pairs in halves.values() for pair in pairs for half in pair}
    if not wanted:
        return tuple(concepts)
    known = set(VocabularyWord.objects.filter(pk__in=wanted).values_list("word", flat=True))
    return tuple(
        with_pairs(concept, [pair for pair in halves.get(concept, ()) if known.issuperset(pair)])
        for concept in concepts
    )


def with_pairs(concept: Concept, pairs: Sequence[tuple[str, str]]) -> Concept:
    """Return a concept with pairs of words as variants."""
    phrases = (Phrase(tuple(map(term_of, pair)), is_variant=True) for pair in pairs)
    return replace(concept, phrases=(*concept.phrases, *phrases))
