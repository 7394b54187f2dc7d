"""
Words as the search sees them: folded, without endings, the same on every database.

SQLite and PostgreSQL each have a stemmer and a parser of their own, which disagree. So text is taken apart here, and
both databases keep and compare finished terms.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

# A run of letters and digits, with apostrophes inside. Hyphens divide: “multi-agency” is “multi agency”.
WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
APOSTROPHES = str.maketrans("", "", "'’ʼ")
POSSESSIVE = re.compile(r"['’ʼ]s$")
# No word of English is longer; what is longer is a code or an attack.
MAX_LENGTH = 40

# Plurals that follow no rule, and spellings without the apostrophe: no stemmer knows them.
IRREGULAR = {
    "children": "child",
    "childrens": "child",
    "childs": "child",
    "men": "man",
    "women": "woman",
    "people": "person",
    "peoples": "person",
    "mums": "mum",
    "bullied": "bully",
    "ran": "run",
    "referral": "refer",
    "referrals": "refer",
    "beaten": "beat",
    "hurting": "hurt",
    "stolen": "steal",
    "taught": "teach",
}

_stemmer = snowballstemmer.stemmer("english")
# It keeps the word that it works on in itself, and the site is served by threads.
_one_at_a_time = threading.Lock()


class Token(NamedTuple):
    """A word of a text: from where to where it stands, and its term."""

    start: int
    end: int
    term: str


def folded(word: str) -> str:
    """Return a word in small letters, without accents and apostrophes; a possessive “’s” goes too."""
    word = POSSESSIVE.sub("", word).translate(APOSTROPHES).casefold()
    if word.isascii():
        return word[:MAX_LENGTH]
    apart = unicodedata.normalize("NFKD", word)
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    # Compatibility forms, such as ligatures, come apart into letters; what is no letter then is left out.
    return "".join(character for character in plain.casefold() if character.isalnum())[:MAX_LENGTH]


@lru_cache(maxsize=20_000)
def term_of(word: str) -> str:
    """Return the term of a word: what it has in common with its other forms."""
    plain = folded(word)
    plain = IRREGULAR.get(plain, plain)
    if not plain.isascii():
        return plain
    with _one_at_a_time:
        return _stemmer.stemWord(plain)


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in their order, each with its place."""
    for found in WORD.finditer(text):
        if term := term_of(found.group()):
            yield Token(found.start(), found.end(), term)


def terms(text: str) -> list[str]:
    """Return the terms of a text in their order."""
    return [token.term for token in tokens(text)]


def words(text: str) -> Iterator[str]:
    """Yield the words of a text, folded and with their endings: what misspelt words are compared with."""
    for found in WORD.finditer(text):
        if word := folded(found.group()):
            yield word


def term_line(text: str) -> str:
    """Return the terms of a text as databases keep them: between spaces, so that a whole term can be looked for."""
    found = terms(text)
    return f" {' '.join(found)} " if found else ""
