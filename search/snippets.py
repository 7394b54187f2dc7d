"""Snippets: the passage of a text that shows why it was found, with the words highlighted."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .analyser import IRREGULAR_FORMS, WORD, term_of
from .query.expression import Concept, terms_in

# The characters of a snippet, and how many of them stand before the first highlight.
LENGTH, LEAD = 260, 60
# So much of a text is searched, and so many highlights are compared: what comes later is seldom the best.
MOST_SEARCHED, MOST_HIGHLIGHTS = 100_000, 200
# A word begins with the same letters as its term, whatever its ending, but for irregular forms.
STEM_START = 3
IRREGULAR_STARTS = {(term_of(form), form[:STEM_START]) for form in IRREGULAR_FORMS}


@dataclass(frozen=True)
class Snippet:
    """
    A passage of a text in ``pieces``, each with whether it is highlighted.

    ``concepts`` is how many different concepts the whole text holds, ``concepts_shown`` how many the passage does.
    """

    pieces: tuple[tuple[str, bool], ...]
    concepts: int
    concepts_shown: int


@dataclass(frozen=True)
class Highlight:
    """Where in a text a word of a concept stands."""

    start: int
    end: int
    concept: int


def make_snippet(text: str, concepts: Sequence[Concept]) -> Snippet:
    """Return the passage of a text with most of the concepts, the first of those; its beginning if it has none."""
    line = " ".join(text[:MOST_SEARCHED].split())
    highlights = find_highlights(line, concepts)[:MOST_HIGHLIGHTS]
    first, most = 0, 0
    for highlight in highlights:
        end = highlight.start + LENGTH - LEAD
        within = {other.concept for other in highlights if highlight.start <= other.start < end}
        if len(within) > most:
            first, most = highlight.start, len(within)
    return Snippet(cut(line, highlights, first), len({highlight.concept for highlight in highlights}), most)


def cut(line: str, highlights: Sequence[Highlight], first: int) -> tuple[tuple[str, bool], ...]:
    """Return the passage around a place in pieces: whole words, with an ellipsis where text is left out."""
    start = max(first - LEAD, 0)
    if start:
        sentence = max(line.rfind(". ", start, first), line.rfind("? ", start, first))
        start = sentence + 2 if sentence >= 0 else line.find(" ", start, first) + 1 or first
    end = min(start + LENGTH, len(line))
    if end < len(line):
        end = max(line.rfind(" ", first, end), first) if line.rfind(" ", first, end) > first else end
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    position = start
    for highlight in highlights:
        if highlight.start < position or highlight.end > end:
            continue
        pieces += [(line[position : highlight.start], False), (line[highlight.start : highlight.end], True)]
        position = highlight.end
    pieces += [(line[position:end], False), (" …" if end < len(line) else "", False)]
    return tuple(piece for piece in pieces if piece[0])


def find_highlights(text: str, concepts: Sequence[Concept]) -> list[Highlight]:
    """Return where words of some concepts stand in a text; those of a phrase only where they follow one another."""
    words: dict[str, int] = {}
    prefixes: dict[str, int] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, concept in enumerate(concepts):
        for phrase in concept.phrases:
            if phrase.is_prefix:
                prefixes.setdefault(phrase.terms[0], number)
            elif phrase.has_order:
                phrases.setdefault(phrase.terms[0], []).append((phrase.terms, number))
            else:
                for term in phrase.terms:
                    words.setdefault(term, number)
    highlights = []
    for match in possible_words(concepts).finditer(fold_letters(text)):
        start, end = match.span()
        term = term_of(text[start:end])
        of_word = words.get(term, next((n for prefix, n in prefixes.items() if term.startswith(prefix)), None))
        for terms, of_phrase in phrases.get(term, ()):
            if phrase_end := find_phrase_end(text, start, terms):
                highlights.append(Highlight(start, phrase_end, of_phrase))
        if of_word is not None:
            highlights.append(Highlight(start, end, of_word))
    return without_overlaps(highlights)


def possible_words(concepts: Sequence[Concept]) -> re.Pattern:
    """Return the pattern for words that may belong to some concepts: most words of a text need not be stemmed."""
    terms = terms_in(concepts)
    irregular = {start for term, start in IRREGULAR_STARTS if term in terms}
    # An apostrophe may stand between any two letters: “O’Brien” is “obrien”.
    starts = sorted("['’ʼ]?".join(map(re.escape, start)) for start in {term[:STEM_START] for term in terms} | irregular)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(starts)})[^\W_]*(?:['’ʼ][^\W_]+)*")


def fold_letters(text: str) -> str:
    """Return a text in lower case and without accents, in which every letter keeps its position."""
    return text.lower() if text.isascii() else "".join(map(fold_letter, text))


@lru_cache(maxsize=4_096)
def fold_letter(letter: str) -> str:
    """Return a letter in lower case and without its accent, or as it is where that would not be one character."""
    folded = unicodedata.normalize("NFKD", letter)[:1].casefold()
    return folded if len(folded) == 1 else letter


def find_phrase_end(text: str, start: int, terms: tuple[str, ...]) -> int:
    """Return where a phrase ends that starts at a position of a text; 0 where other words follow."""
    end = 0
    words = WORD.finditer(text, start)
    for term in terms:
        match = next(words, None)
        if match is None or term_of(match.group()) != term:
            return 0
        end = match.end()
    return end


def without_overlaps(highlights: Iterable[Highlight]) -> list[Highlight]:
    """Return highlights in their order; of those that overlap, the first that is longest."""
    chosen: list[Highlight] = []
    for highlight in sorted(highlights, key=lambda highlight: (highlight.start, -highlight.end)):
        if not chosen or highlight.start >= chosen[-1].end:
            chosen.append(highlight)
    return chosen
