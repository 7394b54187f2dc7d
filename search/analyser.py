"""
The analyser: it turns text into terms, the same for the index and for queries, on every database.

SQLite and PostgreSQL each have a stemmer and a tokeniser of their own, which disagree. So text is analysed here, and
both databases store and compare finished terms.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

# A run of letters and digits, with apostrophes inside. Hyphens divide: “multi-agency” is “multi agency”.
WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
APOSTROPHES = str.maketrans("", "", "'’ʼ")
POSSESSIVE = re.compile(r"['’ʼ]s$")
# No English word is longer; what is longer is a code or an attack.
MAX_LENGTH = 40

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
    """Return a word in lower case, without accents and apostrophes; a possessive “’s” goes too."""
    word = POSSESSIVE.sub("", word).translate(APOSTROPHES).casefold()
    if word.isascii():
        return word[:MAX_LENGTH]
    decomposed = unicodedata.normalize("NFKD", word)
    base = "".join(character for character in decomposed if not unicodedata.combining(character))
    # Compatibility forms, such as ligatures, decompose into letters; what is no letter then is left out.
    return "".join(character for character in base.casefold() if character.isalnum())[:MAX_LENGTH]


@lru_cache(maxsize=20_000)
def term_of(word: str) -> str:
    """Return the term of a word: its stem, which its other forms share."""
    folded = fold(word)
    folded = IRREGULAR_FORMS.get(folded, folded)
    if not folded.isascii():
        return folded
    with _stemmer_lock:
        return _stemmer.stemWord(folded)


def terms(text: str) -> list[str]:
    """Return the terms of a text in their order."""
    return [term for word in WORD.findall(text) if (term := term_of(word))]


def words(text: str) -> Iterator[str]:
    """Yield the words of a text, folded but not stemmed: what misspelt words are compared with."""
    for match in WORD.finditer(text):
        if word := fold(match.group()):
            yield word


def term_line(text: str) -> str:
    """Return the terms of a text as databases store them: between spaces, so that a whole term can be looked for."""
    return joined_terms(terms(text))


def joined_terms(ordered: list[str]) -> str:
    """Return terms as databases store them."""
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
