"""
Which page stands first.

The databases' own ranks disagree, and PostgreSQL's knows no rare words. So both only name candidates, and this reckons.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.query.expression import Concept, Phrase

from .engine import Candidate
from .engine.base import COUNTED
from .entries import PAGE_BITS

# What a word counts for by where it stands.
IN_TITLE, IN_LABELS, IN_SUMMARY, IN_TEXT, IN_FILES = 6.0, 2.0, 3.0, 1.0, 0.5
# What a synonym counts for beside the word that was typed, and each further one beside the one before it.
AS_SYNONYM, NEXT_SYNONYM = 0.85, 0.97
# Repeated words count less and less: this often, half of all that they can.
HALF_AT = 1.5
# Typed words side by side as they were typed, small ones included; a title that says just them.
TOGETHER_IN_TITLE, TOGETHER_IN_TEXT, WHOLE_TITLE = 4.0, 1.5, 4.0
# How much a new page may gain, and after how many days it has lost half of that. A page without a date says what is so.
NEWEST, HALF_LIFE = 0.2, 500.0
# What is left of a page's worth for words that it lacks, as a power of the share that it has.
MISSING = 1.5
# A text of this many characters is of usual length; in a longer one a word says less.
USUAL_LENGTH = 3_000


@dataclass(frozen=True)
class Asked:
    """What was asked: the concepts, how rare each is, and all typed terms in their order."""

    concepts: Sequence[Concept]
    rarities: Sequence[float]
    typed: Sequence[str]


def saturated(count: int) -> float:
    """Return what a word's repetitions count for, below 1."""
    return count / (count + HALF_AT)


def occurrences(phrase: Phrase, line: str) -> int:
    """Return how often a phrase stands in a line of terms; two that share a space are counted as they come."""
    if phrase.is_loose:
        return min(line.count(f" {term} ") for term in phrase.terms)
    if phrase.is_prefix:
        return line.count(f" {phrase.terms[0]}")
    return line.count(f" {' '.join(phrase.terms)} ")


def weight_in(concept: Concept, candidate: Candidate, *, in_files: bool) -> float:
    """Return what a page says of a concept: the best of its phrases, the one that was typed before its synonyms."""
    longer = max(len(candidate.text) / USUAL_LENGTH, 1.0)
    best = 0.0
    for place, phrase in enumerate(concept.phrases):
        found = (
            IN_TITLE * saturated(2 * occurrences(phrase, candidate.title))
            + IN_LABELS * saturated(occurrences(phrase, candidate.labels))
            + IN_SUMMARY * saturated(occurrences(phrase, candidate.summary))
            + IN_TEXT * saturated(occurrences(phrase, candidate.text)) * (1 + 1 / longer)
        )
        best = max(best, found * (AS_SYNONYM * NEXT_SYNONYM**place if place else 1.0))
    return best + (IN_FILES if in_files else 0.0)


def rarity(count: int) -> float:
    """Return how much a concept says, by how many pages hold it (inverse document frequency)."""
    return math.log(1 + COUNTED / (count + 0.5))


def together(typed: Sequence[str], candidate: Candidate) -> float:
    """Return what a page gains for neighbours among the typed terms that are neighbours in it too, by their share."""
    found = WHOLE_TITLE if candidate.title.split() == list(typed) else 0.0
    pairs = [f" {first} {second} " for first, second in pairwise(typed)]
    if pairs:
        found += TOGETHER_IN_TITLE * sum(pair in candidate.title for pair in pairs) / len(pairs)
        texts = (candidate.summary, candidate.text)
        found += TOGETHER_IN_TEXT * sum(any(pair in text for text in texts) for pair in pairs) / len(pairs)
    return found


def newness(entry: int, today: dt.date) -> float:
    """Return what a page's worth is multiplied with for its date, which its entry's number holds."""
    day = entry >> PAGE_BITS
    age = max(today.toordinal() - day, 0)
    return 1 + NEWEST * (0.5 ** (age / HALF_LIFE) if day else 1.0)


def worth(candidate: Candidate, asked: Asked, today: dt.date) -> float:
    """Return what a page is worth to whoever asks."""
    found, present = 0.0, 0.0
    for concept, rare, in_files in zip(asked.concepts, asked.rarities, candidate.in_files, strict=True):
        weight = weight_in(concept, candidate, in_files=in_files)
        found += rare * weight
        present += rare if weight else 0.0
    whole = sum(asked.rarities)
    of_words = found / whole + together(asked.typed, candidate)
    return of_words * (present / whole) ** MISSING * newness(candidate.entry, today)


def ranked(candidates: Sequence[Candidate], asked: Asked, today: dt.date) -> list[Candidate]:
    """Return candidates, the best first and of equals the newest."""
    worths = {candidate.entry: worth(candidate, asked, today) for candidate in candidates}
    return sorted(candidates, key=lambda candidate: (-worths[candidate.entry], -candidate.entry))
