"""The query parser: makes a visitor's query harmless and takes it apart into concepts."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.analyser import STOP_WORDS, joined_term, term_of
from search.models import LONGEST_PHRASE
from search.normalisation import NormalisedText, normalise
from search.tokens import tokens

from .expression import Concept, Phrase, single_word, unique
from .synonyms import Synonyms, Terms

MAX_CHARACTERS = 200
MAX_WORDS = 12

# Straight quotation marks, and what keyboards and word processors make of them.
QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"'))
QUOTED = re.compile(r'"([^"]*)"')

LETTERS_AND_DIGITS = re.compile(r"([^\W\d_]+(?=\d)|\d+(?=[^\W\d_]))(\d+|[^\W\d_]+)")


class Segment(NamedTuple):
    """Words of a query that stand side by side, and whether quotation marks stood around them."""

    text: str
    is_quoted: bool


def clean_query(typed: str) -> str:
    """
    Return a query as it is shown again and parsed: one line of at most 200 visible characters.

    Unpaired surrogates, which no database accepts, and invisible characters are dropped; compatibility forms become
    letters (NFKC).
    """
    text = unicodedata.normalize("NFKC", typed[: 4 * MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8"))
    categories = ((character, unicodedata.category(character)) for character in text)
    visible = "".join(
        " " if category[0] in "CZ" else character for character, category in categories if category != "Cf"
    )
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
        typed = typed_tokens(segment.text, words_left)
        words = [word for token in typed for word in token.words]
        words_left -= len(words)
        words_alone += map(word_concept, words)
        if segment.is_quoted and len(words) > 1:
            concepts.append(Concept((Phrase(tuple(map(term_of, words))),), typed=" ".join(words)))
        elif segment.is_quoted:
            concepts += map(word_concept, words)
        else:
            concepts += expand(typed, synonyms)
    return unique(concepts or words_alone)


class TypedToken(NamedTuple):
    """A token as it was typed; ``follows`` says whether only a space stands before it."""

    words: tuple[str, ...]
    joined: tuple[str, ...]
    kind: str
    follows: bool


def typed_tokens(text: str, most_words: int) -> list[TypedToken]:
    """Return the tokens of a text with at most so many words."""
    normalised = NormalisedText(text)
    typed: list[TypedToken] = []
    end = -1
    for token in tokens(normalised.text):
        source = text[normalised.source_position(token.start) : normalised.source_position(token.end)]
        # A single word is shown again as it was typed.
        words = (source,) if token.kind == "word" else tuple(word for word in token.words if term_of(word))
        words = words[:most_words]
        most_words -= len(words)
        follows = bool(typed) and normalised.text[end : token.start].isspace()
        typed.append(TypedToken(words, token.joined, token.kind, follows))
        end = token.end
    return [token for token in typed if any(map(term_of, token.words))]


def segments(text: str) -> Iterator[Segment]:
    """Yield the quoted segments of a clean query and those between them; an unpaired quotation mark is ignored."""
    text = text.translate(QUOTES)
    position = 0
    for match in QUOTED.finditer(text):
        yield Segment(text[position : match.start()], is_quoted=False)
        yield Segment(match.group(1), is_quoted=True)
        position = match.end()
    yield Segment(text[position:], is_quoted=False)


def expand(typed: list[TypedToken], synonyms: Synonyms) -> Iterator[Concept]:
    """Yield the concepts of tokens, the longest phrases with synonyms first; stop words are left out."""
    start = 0
    while start < len(typed):
        for end in range(min(start + LONGEST_PHRASE, len(typed)), start, -1):
            words = [word for token in typed[start:end] for word in token.words]
            if others := synonyms.of(words):
                yield synonym_concept(words, others)
                start = end
                break
        else:
            if len(typed[start].words) > 1:
                yield compound_concept(typed[start])
            elif term_of(typed[start].words[0]) not in STOP_WORDS:
                yield with_neighbours(typed, start)
            start += 1


def word_concept(word: str) -> Concept:
    """Return the concept of a word by itself."""
    return single_word(word, term_of(word))


def variants(terms: Iterable[str]) -> tuple[Phrase, ...]:
    """Return the phrases for other writings of the same words, as one term each."""
    return tuple(Phrase((term,), is_variant=True) for term in dict.fromkeys(terms) if term)


def with_neighbours(typed: Sequence[TypedToken], place: int) -> Concept:
    """Return the concept of a word, which may be written as one with that before it or after it."""
    word, *_ = typed[place].words
    pairs = []
    if typed[place].follows and typed[place - 1].kind == typed[place].kind == "word":
        pairs.append(typed[place - 1].words[0] + word)
    if place + 1 < len(typed) and typed[place + 1].follows and typed[place + 1].kind == typed[place].kind == "word":
        pairs.append(word + typed[place + 1].words[0])
    together = variants(map(term_of, [*typed[place].joined, *pairs]))
    return Concept((Phrase((term_of(word),)), *together, *apart(word)), typed=word)


def apart(word: str) -> tuple[Phrase, ...]:
    """Return the phrase for letters and digits that others write apart: “covid19” is “covid 19”."""
    halves = LETTERS_AND_DIGITS.fullmatch(normalise(word))
    return (Phrase(tuple(map(term_of, halves.groups())), is_variant=True),) if halves else ()


def compound_concept(token: TypedToken) -> Concept:
    """
    Return the concept of words that stand together: as one, and apart.

    A number with commas or a postcode says nothing in its parts, and words of which one is a stop word or a letter say
    too little unless they stand side by side.
    """
    typed = " ".join(token.words)
    terms = tuple(map(term_of, token.words))
    if token.kind in {"number", "postcode", "apart"}:
        return Concept((Phrase((term_of(token.joined[-1]),)),), typed=typed)
    says_little = any(len(word) == 1 or term in STOP_WORDS for word, term in zip(token.words, terms, strict=True))
    joined = variants([term_of(token.joined[-1])] if token.joined else ())
    if says_little:
        return Concept((*joined, Phrase(terms, is_variant=True)), typed=typed)
    return Concept((Phrase(terms, is_loose=True), *joined), typed=typed)


def synonym_concept(words: list[str], others: Sequence[Terms]) -> Concept:
    """Return the concept of words that have synonyms: the words themselves anywhere, together, or any synonym."""
    terms = tuple(map(term_of, words))
    synonyms = (Phrase(other) for other in others if other != terms)
    together = variants([joined_term(" ".join(words))] if len(words) > 1 else ())
    return Concept((Phrase(terms, is_loose=len(terms) > 1), *together, *synonyms), typed=" ".join(words))
