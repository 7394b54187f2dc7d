"""
The analyser: it turns text into terms, the same for the index and for queries, on every database.

SQLite and PostgreSQL each have a stemmer and a tokeniser of their own, which disagree. So text is analysed here, and
both databases store and compare finished terms.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

from .normalisation import normalise
from .tokens import tokens

# Changes with whatever makes other terms of the same text: the files in the index are then read anew.
VERSION = "2"
POSSESSIVE = re.compile(r"'s$")
# No English word is longer; what is longer is a code or an attack.
MAX_LENGTH = 40
# Stands between the joined forms of a text and its words in their order. No database takes it for a term.
DIVIDER = "="

# Irregular plurals, and spellings without the apostrophe, which no stemmer knows.
IRREGULAR_FORMS = {
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
# The stemmer keeps the word that it works on as state, and the site is served by threads.
_stemmer_lock = threading.Lock()


def fold(word: str) -> str:
    """Return a word in normal form, without apostrophes; a possessive “’s” goes too."""
    word = word.lower() if word.isascii() else normalise(word)
    if not word.isalnum():
        word = "".join(filter(str.isalnum, POSSESSIVE.sub("", word.replace("`", "'"))))
    return word[:MAX_LENGTH]


@lru_cache(maxsize=20_000)
def term_of(word: str) -> str:
    """Return the term of a word: its stem, which its other forms share."""
    folded = fold(word)
    folded = IRREGULAR_FORMS.get(folded, folded)
    if not folded.isascii():
        return folded
    with _stemmer_lock:
        return _stemmer.stemWord(folded)


def terms_of(words: Iterable[str]) -> list[str]:
    """Return the terms of words."""
    return [term for word in words if (term := term_of(word))]


def terms(text: str) -> list[str]:
    """Return the terms of a text in their order."""
    return terms_of(word for token in tokens(normalise(text)) for word in token.words)


def joined_term(text: str) -> str:
    """Return the term of a text's words when they are written as one."""
    return term_of("".join(fold(word) for token in tokens(normalise(text)) for word in token.words))


def all_terms(text: str) -> set[str]:
    """Return the terms of a text, of its joined forms, and of each two neighbouring words written as one."""
    found = list(tokens(normalise(text)))
    words = [fold(word) for token in found for word in token.words]
    joined = [form for token in found for form in token.joined]
    return set(terms_of([*words, *joined, *(first + second for first, second in pairwise(words))]))


def words(text: str) -> Iterator[str]:
    """Yield the words of a text and its joined forms, folded but not stemmed: what misspelt words are compared with."""
    for token in tokens(normalise(text)):
        yield from filter(None, map(fold, (*token.words, *token.joined)))


def term_line(text: str) -> str:
    """Return the terms of a text as databases store them: its joined forms, then its words in their order."""
    joined: list[str] = []
    ordered: list[str] = []
    # Token by token: a list of all would keep Python's garbage collector busy for longer than this takes.
    for token in tokens(normalise(text)):
        ordered += terms_of(token.words)
        joined += terms_of(token.joined)
    return line_of_terms([*joined, DIVIDER, *ordered] if joined else ordered)


def line_of_terms(ordered: list[str]) -> str:
    """Return terms as databases store them: between spaces, so that a whole term can be looked for."""
    return f" {' '.join(ordered)} " if ordered else ""


# Words that say nothing of what is looked for. A question in a whole sentence is answered by its other words.
_STOP_WORDS = """
a about after all also am an and any are as at be because been before being but by can could did do does doing
don't for from had has have he her here him his how i i'm i've if im in into is isn't it it's its ive just like me
more my myself no not of off on or our out over please she should so some someone something than that the their
them then there these they this those to too up us very was we were what when where which who why will with would
you your want need know get got going think really thing things wants needs
"""
STOP_WORDS = frozenset(map(term_of, _STOP_WORDS.split()))
