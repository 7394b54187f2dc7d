"""What a visitor typed: made harmless, and taken apart into what is looked for."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.analyser import WORD, term_of
from search.query.expression import Concept, Phrase
from search.query.stopwords import STOP_WORDS
from search.query.synonyms import LONGEST, Synonyms, Terms

MAX_CHARACTERS = 200
MAX_WORDS = 12

# Straight ones, and what keyboards and word processors make of them.
QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"'))
QUOTED = re.compile(r'"([^"]*)"')


class Part(NamedTuple):
    """Words that were typed side by side, and whether quotation marks stood around them."""

    text: str
    is_quoted: bool


def cleaned(typed: str) -> str:
    """
    Return what was typed as it is shown again and worked on: one line of at most 200 visible characters.

    Unpaired surrogates, which no database takes, are dropped; compatibility forms become letters (NFKC).
    """
    text = unicodedata.normalize("NFKC", typed[: 4 * MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8"))
    visible = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in text)
    return " ".join(visible.split())[:MAX_CHARACTERS].strip()


def parts(text: str) -> Iterator[Part]:
    """Yield the quoted parts of a cleaned text and those between them; a quotation mark without its twin is none."""
    text = text.translate(QUOTES)
    position = 0
    for found in QUOTED.finditer(text):
        yield Part(text[position : found.start()], is_quoted=False)
        yield Part(found.group(1), is_quoted=True)
        position = found.end()
    yield Part(text[position:], is_quoted=False)


def concept_for(words: list[str], same: Sequence[Terms]) -> Concept:
    """Return the concept of some words that belong together: the words themselves anywhere, or what means the same."""
    terms = tuple(map(term_of, words))
    others = (Phrase(other) for other in same if other != terms)
    return Concept((Phrase(terms, is_loose=len(terms) > 1), *others), typed=" ".join(words))


def single(word: str) -> Concept:
    """Return the concept of a word by itself."""
    return Concept((Phrase((term_of(word),)),), typed=word)


def concepts_in(words: list[str], synonyms: Synonyms) -> Iterator[Concept]:
    """Yield the concepts of words, the longest phrases with synonyms first; words that say nothing are left out."""
    start = 0
    while start < len(words):
        for end in range(min(start + LONGEST, len(words)), start, -1):
            if same := synonyms.of(words[start:end]):
                yield concept_for(words[start:end], same)
                start = end
                break
        else:
            if term_of(words[start]) not in STOP_WORDS:
                yield single(words[start])
            start += 1


def concepts_of(text: str, synonyms: Synonyms) -> list[Concept]:
    """
    Return the concepts of a cleaned text, without repetition: quoted phrases as they stand, other words with synonyms.

    Where there are only words that say nothing, they are looked for themselves; an empty list means that no word was
    typed.
    """
    found: list[Concept] = []
    plain: list[Concept] = []
    left = MAX_WORDS
    for part in parts(text):
        words = [word for word in WORD.findall(part.text) if term_of(word)][:left]
        left -= len(words)
        plain += map(single, words)
        if part.is_quoted and len(words) > 1:
            found.append(Concept((Phrase(tuple(map(term_of, words))),), typed=" ".join(words)))
        else:
            found += map(single, words) if part.is_quoted else concepts_in(words, synonyms)
    return list({concept.phrases: concept for concept in found or plain}.values())
