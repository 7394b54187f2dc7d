"""The piece of a text that shows why it was found, with the words marked."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.analyser import IRREGULAR, WORD, term_of
from search.query.expression import Concept, terms_in

# Characters of a piece, and how far before the first word it begins.
LENGTH, BEFORE = 260, 60
# So much of a text is looked at, and so many of its words are compared: what comes later is seldom the best.
LOOKED_AT, MOST_MARKS = 100_000, 200
# Terms and words agree in so many first letters, whatever the ending: what does not is no such word, but for these.
STEM_START = 3
IRREGULAR_STARTS = {(term_of(form), form[:STEM_START]) for form in IRREGULAR}


@dataclass(frozen=True)
class Extract:
    """
    A piece of a text; ``pieces`` follow one another, each with whether it is a word that was looked for.

    ``concepts`` are how many different concepts the whole text holds, and ``in_piece`` how many the piece does.
    """

    pieces: tuple[tuple[str, bool], ...]
    concepts: int
    in_piece: int


@dataclass(frozen=True)
class Mark:
    """Where a concept's word stands."""

    start: int
    end: int
    concept: int


@lru_cache(maxsize=4_096)
def plain_letter(letter: str) -> str:
    """Return a letter without its accent, small; one character for one, so that places stay."""
    plain = unicodedata.normalize("NFKD", letter)[:1].casefold()
    return plain if len(plain) == 1 else letter


def flattened(text: str) -> str:
    """Return a text in which every letter is plain and stands where it stood."""
    return text.lower() if text.isascii() else "".join(map(plain_letter, text))


def starts_of(concepts: Sequence[Concept]) -> re.Pattern:
    """Return the pattern for words that may be of some concepts: most words of a text need no closer look."""
    terms = terms_in(concepts)
    irregular = {start for term, start in IRREGULAR_STARTS if term in terms}
    # An apostrophe may stand between any two letters: “O’Brien” is “obrien”.
    starts = sorted("['’ʼ]?".join(map(re.escape, start)) for start in {term[:STEM_START] for term in terms} | irregular)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(starts)})[^\W_]*(?:['’ʼ][^\W_]+)*")


def marks_in(text: str, concepts: Sequence[Concept]) -> list[Mark]:
    """Return where words of some concepts stand in a text; the words of a phrase only where they follow one another."""
    singles: dict[str, int] = {}
    prefixes: dict[str, int] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for place, concept in enumerate(concepts):
        for phrase in concept.phrases:
            if phrase.is_prefix:
                prefixes.setdefault(phrase.terms[0], place)
            elif phrase.has_order:
                phrases.setdefault(phrase.terms[0], []).append((phrase.terms, place))
            else:
                for term in phrase.terms:
                    singles.setdefault(term, place)
    marks = []
    for found in starts_of(concepts).finditer(flattened(text)):
        start, end = found.span()
        term = term_of(text[start:end])
        number = singles.get(term, next((n for prefix, n in prefixes.items() if term.startswith(prefix)), None))
        for terms, of_phrase in phrases.get(term, ()):
            if stop := phrase_end(text, start, terms):
                marks.append(Mark(start, stop, of_phrase))
        if number is not None:
            marks.append(Mark(start, end, number))
    return without_overlaps(marks)


def phrase_end(text: str, start: int, terms: tuple[str, ...]) -> int:
    """Return where a phrase ends that starts at a place of a text; 0 where other words follow."""
    end = 0
    words = WORD.finditer(text, start)
    for term in terms:
        found = next(words, None)
        if found is None or term_of(found.group()) != term:
            return 0
        end = found.end()
    return end


def without_overlaps(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks in their order; of those that overlap, the longest of the first."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def extract_of(text: str, concepts: Sequence[Concept]) -> Extract:
    """Return the piece of a text that shows most of some concepts, the earliest of those; its beginning without any."""
    flat = " ".join(text[:LOOKED_AT].split())
    marks = marks_in(flat, concepts)[:MOST_MARKS]
    start, best = 0, 0
    for mark in marks:
        from_here = {other.concept for other in marks if mark.start <= other.start < mark.start + LENGTH - BEFORE}
        if len(from_here) > best:
            start, best = mark.start, len(from_here)
    return Extract(pieces_of(flat, marks, start), len({mark.concept for mark in marks}), best)


def pieces_of(flat: str, marks: Sequence[Mark], first: int) -> tuple[tuple[str, bool], ...]:
    """Return the text around a place in pieces: from word to word, with an ellipsis where text is left out."""
    start = max(first - BEFORE, 0)
    if start:
        sentence = max(flat.rfind(". ", start, first), flat.rfind("? ", start, first))
        start = sentence + 2 if sentence >= 0 else flat.find(" ", start, first) + 1 or first
    end = min(start + LENGTH, len(flat))
    if end < len(flat):
        end = max(flat.rfind(" ", first, end), first) if flat.rfind(" ", first, end) > first else end
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    position = start
    for mark in marks:
        if mark.start < position or mark.end > end:
            continue
        pieces += [(flat[position : mark.start], False), (flat[mark.start : mark.end], True)]
        position = mark.end
    pieces += [(flat[position:end], False), (" …" if end < len(flat) else "", False)]
    return tuple(piece for piece in pieces if piece[0])
