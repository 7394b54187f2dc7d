"""
Ranks candidates.

The databases' own ranks disagree, and PostgreSQL's does not weigh words by their rarity. So both only name candidates.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .analyser import DIVIDER
from .engine import Candidate
from .engine.base import MOST_COUNTED
from .models import PAGE_BITS
from .query.expression import Concept, Phrase

# The weights of the fields.
IN_TITLE, IN_LABELS, IN_SUMMARY, IN_TEXT, IN_FILES = 6.0, 2.0, 3.0, 1.0, 0.5
# The weight of a synonym beside the word that was typed, and of each further synonym beside the one before it.
AS_SYNONYM, NEXT_SYNONYM = 0.85, 0.97
# Term frequency saturates: a word that occurs this often scores half of what it can at the most.
HALF_SCORE_AT = 1.5
# For words side by side as they were typed, stop words included, and for a title of just these words.
TOGETHER_IN_TITLE, TOGETHER_IN_TEXT, WHOLE_TITLE = 4.0, 1.5, 4.0
# What a new page gains at the most, and after how many days half of that is left. A page without a date is current.
RECENCY, HALF_LIFE = 0.2, 500.0
# The exponent of the share of the query that a page holds: what it lacks costs more than its share.
COVERAGE_EXPONENT = 1.5
# The usual length of a text, in characters; in a longer one a word says less.
USUAL_LENGTH = 3_000


@dataclass(frozen=True)
class RankingQuery:
    """What candidates are ranked for: the concepts, how rare each is, and all typed terms in their order."""

    concepts: Sequence[Concept]
    rarities: Sequence[float]
    typed: Sequence[str]


def rank(candidates: Sequence[Candidate], query: RankingQuery, today: dt.date) -> list[Candidate]:
    """Return candidates, the best first and of equals the newest."""
    scores = {candidate.indexed_page_id: score(candidate, query, today) for candidate in candidates}
    return sorted(candidates, key=lambda candidate: (-scores[candidate.indexed_page_id], -candidate.indexed_page_id))


def score(candidate: Candidate, query: RankingQuery, today: dt.date) -> float:
    """Return the score of a candidate."""
    weighted, present = 0.0, 0.0
    for concept, rarity, in_files in zip(query.concepts, query.rarities, candidate.in_files, strict=True):
        weight = concept_weight(concept, candidate, in_files=in_files)
        weighted += rarity * weight
        present += rarity if weight else 0.0
    whole = sum(query.rarities)
    of_words = weighted / whole + proximity(query.typed, candidate)
    return of_words * (present / whole) ** COVERAGE_EXPONENT * recency(candidate.indexed_page_id, today)


def concept_weight(concept: Concept, candidate: Candidate, *, in_files: bool) -> float:
    """Return the weight of a concept in a page: that of its best phrase, what was typed before its synonyms."""
    relative_length = max(len(candidate.text) / USUAL_LENGTH, 1.0)
    best = 0.0
    for place, phrase in enumerate(concept.phrases):
        weight = (
            IN_TITLE * saturated(2 * occurrences(phrase, candidate.title))
            + IN_LABELS * saturated(occurrences(phrase, candidate.labels))
            + IN_SUMMARY * saturated(occurrences(phrase, candidate.summary))
            + IN_TEXT * saturated(occurrences(phrase, candidate.text)) * (1 + 1 / relative_length)
        )
        best = max(best, weight * (AS_SYNONYM * NEXT_SYNONYM**place if place else 1.0))
    return best + (IN_FILES if in_files else 0.0)


def saturated(count: int) -> float:
    """Return the saturated term frequency of a word that occurs so often; below 1."""
    return count / (count + HALF_SCORE_AT)


def occurrences(phrase: Phrase, line: str) -> int:
    """Return how often a phrase occurs in a line of terms. Of two that share a space only the first counts."""
    if phrase.is_loose:
        return min(line.count(f" {term} ") for term in phrase.terms)
    if phrase.is_prefix:
        return line.count(f" {phrase.terms[0]}")
    return line.count(f" {' '.join(phrase.terms)} ")


def rarity_of(count: int) -> float:
    """Return the inverse document frequency of a concept that so many pages hold."""
    return math.log(1 + MOST_COUNTED / (count + 0.5))


def proximity(typed: Sequence[str], candidate: Candidate) -> float:
    """Return what a page gains for typed terms that stand side by side in it too, by their share."""
    gain = WHOLE_TITLE if candidate.title.rpartition(f" {DIVIDER} ")[2].split() == list(typed) else 0.0
    pairs = [f" {first} {second} " for first, second in pairwise(typed)]
    if pairs:
        gain += TOGETHER_IN_TITLE * sum(pair in candidate.title for pair in pairs) / len(pairs)
        texts = (candidate.summary, candidate.text)
        gain += TOGETHER_IN_TEXT * sum(any(pair in text for text in texts) for pair in pairs) / len(pairs)
    return gain


def recency(indexed_page_id: int, today: dt.date) -> float:
    """Return the factor for the date of a page, which its id in the index holds."""
    day = indexed_page_id >> PAGE_BITS
    age = max(today.toordinal() - day, 0)
    return 1 + RECENCY * (0.5 ** (age / HALF_LIFE) if day else 1.0)
