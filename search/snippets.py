"""Snippets: the passage of a text that shows why it was found, with the words highlighted."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from .analyser import IRREGULAR_FORMS, term_of
from .normalisation import NormalisedText
from .query.expression import Concept, terms_in
from .tokens import WORD, tokens

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
    """
    Return where words of some concepts stand in a text; those of a phrase only where they follow one another.

    Words that are written as one by some, and apart by others, are highlighted as a whole.
    """
    if not concepts:
        return []
    normalised = NormalisedText(text)
    return [
        replace(one, start=normalised.source_position(one.start), end=normalised.source_position(one.end))
        for one in without_overlaps(highlights_in(normalised.text, concepts))
    ]


class WantedTerms(NamedTuple):
    """Terms, beginnings of terms, and phrases by their first term, each with the place of its concept."""

    terms: dict[str, int]
    prefixes: dict[str, int]
    phrases: dict[str, list[tuple[tuple[str, ...], int]]]

    @classmethod
    def of(cls, concepts: Sequence[Concept]) -> "WantedTerms":
        """Return what some concepts look for."""
        wanted = cls({}, {}, {})
        for number, concept in enumerate(concepts):
            for phrase in concept.phrases:
                if phrase.is_ordered:
                    wanted.phrases.setdefault(phrase.terms[0], []).append((phrase.terms, number))
                    continue
                for term in phrase.terms:
                    (wanted.prefixes if phrase.is_prefix else wanted.terms).setdefault(term, number)
        return wanted

    def concept_of(self, term: str) -> int | None:
        """Return the concept that a term belongs to, if any."""
        beginning = (number for prefix, number in self.prefixes.items() if term.startswith(prefix))
        return self.terms.get(term, next(beginning, None))


def highlights_in(text: str, concepts: Sequence[Concept]) -> Iterator[Highlight]:
    """Yield the highlights in a normalised text: words, phrases, and tokens that are written as one elsewhere."""
    wanted = WantedTerms.of(concepts)
    word_end = token_end = 0
    for match in possible_words(concepts).finditer(text):
        start = match.start()
        # Each word and each token is read once, however many places in it words may begin at.
        if start >= word_end and (word := WORD.match(text, start)):
            word_end = word.end()
            yield from highlights_of_word(text, word, wanted)
        if start >= token_end and (token := next(tokens(text, start), None)):
            token_end = token.end
            # An acronym with stops is one word, of which WORD sees a letter.
            forms = (*token.words, *token.joined) if len(token.words) == 1 else token.joined
            wanted_forms = (wanted.terms[form] for form in map(term_of, forms) if form in wanted.terms)
            yield from (Highlight(token.start, token.end, concept) for concept in wanted_forms)


def highlights_of_word(text: str, word: re.Match, wanted: WantedTerms) -> Iterator[Highlight]:
    """Yield the highlights that begin with a word: of itself, and of phrases."""
    term = term_of(word.group())
    for terms, of_phrase in wanted.phrases.get(term, ()):
        if phrase_end := find_phrase_end(text, word.start(), terms):
            yield Highlight(word.start(), phrase_end, of_phrase)
    if (of_word := wanted.concept_of(term)) is not None:
        yield Highlight(word.start(), word.end(), of_word)


def possible_words(concepts: Sequence[Concept]) -> re.Pattern:
    """Return the pattern for where words of some concepts may begin: most words of a text need not be stemmed."""
    terms = terms_in(concepts)
    starts = {term[:STEM_START] for term in terms} | {start for term, start in IRREGULAR_STARTS if term in terms}
    # Between any two letters there may be what a token is divided by: “O’Brien” is “obrien”.
    patterns = sorted(r"[' ,.()&-]{0,2}".join(map(re.escape, start)) for start in starts)
    international = r"|\+|00" if any(term.startswith("0") for term in terms) else ""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(patterns)}{international})")


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
