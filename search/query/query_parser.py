"""The query parser: makes a visitor's query harmless and takes it apart into concepts."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.analyser import STOP_WORDS, WORD, term_of
from search.models import LONGEST_PHRASE

from .expression import Concept, Phrase, single_word, unique
from .synonyms import Synonyms, Terms

MAX_CHARACTERS = 200
MAX_WORDS = 12

# Straight quotation marks, and what keyboards and word processors make of them.
QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"'))
QUOTED = re.compile(r'"([^"]*)"')


class Segment(NamedTuple):
    """Words of a query that stand side by side, and whether quotation marks stood around them."""

    text: str
    is_quoted: bool


def clean_query(typed: str) -> str:
    """
    Return a query as it is shown again and parsed: one line of at most 200 visible characters.

    Unpaired surrogates, which no database accepts, are dropped; compatibility forms become letters (NFKC).
    """
    text = unicodedata.normalize("NFKC", typed[: 4 * MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8"))
    visible = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in text)
    return " ".join(visible.split())[:MAX_CHARACTERS].strip()


def parse_query(text: str, synonyms: Synonyms) -> tuple[Concept, ...]:
    """
    Return the different concepts of a clean query: quoted phrases as they stand, other words with their synonyms.

    Stop words are left out unless there are no other words. A query without words has no concepts.
    """
    concepts: list[Concept] = []
    words_alone: list[Concept] = []
    words_left = MAX_WORDS
    for segment in segments(text):
        words = [word for word in WORD.findall(segment.text) if term_of(word)][:words_left]
        words_left -= len(words)
        words_alone += map(word_concept, words)
        if segment.is_quoted and len(words) > 1:
            concepts.append(Concept((Phrase(tuple(map(term_of, words))),), typed=" ".join(words)))
        elif segment.is_quoted:
            concepts += map(word_concept, words)
        else:
            concepts += expand(words, synonyms)
    return unique(concepts or words_alone)


def segments(text: str) -> Iterator[Segment]:
    """Yield the quoted segments of a clean query and those between them; an unpaired quotation mark is ignored."""
    text = text.translate(QUOTES)
    position = 0
    for match in QUOTED.finditer(text):
        yield Segment(text[position : match.start()], is_quoted=False)
        yield Segment(match.group(1), is_quoted=True)
        position = match.end()
    yield Segment(text[position:], is_quoted=False)


def expand(words: list[str], synonyms: Synonyms) -> Iterator[Concept]:
    """Yield the concepts of words, the longest phrases with synonyms first; stop words are left out."""
    start = 0
    while start < len(words):
        for end in range(min(start + LONGEST_PHRASE, len(words)), start, -1):
            if others := synonyms.of(words[start:end]):
                yield synonym_concept(words[start:end], others)
                start = end
                break
        else:
            if term_of(words[start]) not in STOP_WORDS:
                yield word_concept(words[start])
            start += 1


def word_concept(word: str) -> Concept:
    """Return the concept of a word by itself."""
    return single_word(word, term_of(word))


def synonym_concept(words: list[str], others: Sequence[Terms]) -> Concept:
    """Return the concept of words that have synonyms: the words themselves anywhere, or any synonym."""
    terms = tuple(map(term_of, words))
    synonyms = (Phrase(other) for other in others if other != terms)
    return Concept((Phrase(terms, is_loose=len(terms) > 1), *synonyms), typed=" ".join(words))
