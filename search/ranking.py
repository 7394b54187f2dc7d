"""
Which page stands first.

The databases' own ranks disagree, and PostgreSQL's knows no rare words. So both only name candidates, and this reckons.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence

from .engine.base import COUNTED, Candidate
from .entries import PAGE_BITS
from .expression import Concept, Phrase

# What a word counts for by where it stands.
IN_TITLE, IN_LABELS, IN_SUMMARY, IN_TEXT, IN_FILES = 6.0, 2.0, 3.0, 1.0, 0.7
# What a synonym counts for beside the word that was typed.
AS_SYNONYM = 0.8
# Repeated words count less and less: this often, half of all that they can.
HALF_AT = 1.5
# All typed words side by side; a title that says just them.
TOGETHER_IN_TITLE, TOGETHER_IN_TEXT, WHOLE_TITLE = 4.0, 1.5, 4.0
# How much a new page may gain, and after how many days it has lost half of that.
NEWEST, HALF_LIFE = 0.25, 500.0
# What is left of a page's worth for words that it lacks, as a power of the share that it has.
MISSING = 1.5
# A text of this many characters is of usual length; in a longer one a word says less.
USUAL_LENGTH = 3_000


def saturated(count: int) -> float:
    """Return what a word's repetitions count for, below 1."""
    return count / (count + HALF_AT)


def occurrences(phrase: Phrase, line: str) -> int:
    """Return how often a phrase stands in a line of terms; two that share a space are counted as they come."""
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
        best = max(best, found * (AS_SYNONYM if place else 1.0))
    return best + (IN_FILES if in_files else 0.0)


def rarity(count: int) -> float:
    """Return how much a concept says, by how many pages hold it (inverse document frequency)."""
    return math.log(1 + COUNTED / (count + 0.5))


def together(concepts: Sequence[Concept], candidate: Candidate) -> float:
    """Return what a page gains where the words that were typed stand side by side in it."""
    terms = [term for concept in concepts for term in concept.phrases[0].terms]
    joined = " ".join(terms)
    found = WHOLE_TITLE if candidate.title.strip() == joined else 0.0
    if len(terms) > 1:
        found += TOGETHER_IN_TITLE if f" {joined} " in candidate.title else 0.0
        found += TOGETHER_IN_TEXT if f" {joined} " in candidate.text or f" {joined} " in candidate.summary else 0.0
    return found


def newness(entry: int, today: dt.date) -> float:
    """Return what a page's worth is multiplied with for its date, which its entry's number holds."""
    day = entry >> PAGE_BITS
    age = max(today.toordinal() - day, 0)
    return 1 + NEWEST * 0.5 ** (age / HALF_LIFE) if day else 1.0


def worth(candidate: Candidate, concepts: Sequence[Concept], rarities: Sequence[float], today: dt.date) -> float:
    """Return what a page is worth to somebody who looks for some concepts, each with its rarity."""
    found, present = 0.0, 0.0
    for concept, rare, in_files in zip(concepts, rarities, candidate.in_files, strict=True):
        weight = weight_in(concept, candidate, in_files=in_files)
        found += rare * weight
        present += rare if weight else 0.0
    share = present / (sum(rarities) or 1.0)
    return (found / (sum(rarities) or 1.0) + together(concepts, candidate)) * share**MISSING * newness(
        candidate.entry, today
    )


def ranked(
    candidates: Sequence[Candidate], concepts: Sequence[Concept], counts: Mapping[int, int], today: dt.date
) -> list[Candidate]:
    """Return candidates, the best first; ``counts`` says in how many pages the concept of each place is, if known."""
    rarities = [rarity(counts.get(place, 0)) for place in range(len(concepts))]
    worths = {candidate.entry: worth(candidate, concepts, rarities, today) for candidate in candidates}
    return sorted(candidates, key=lambda candidate: (-worths[candidate.entry], -candidate.entry))
