"""What a visitor typed, made fit for any database."""

import re
import unicodedata

MAX_CHARACTERS = 200
MAX_WORDS = 12


def clean_query(typed: str) -> str:
    """
    Return the words of what a visitor typed, fit for a database's full-text search.

    Unpaired surrogates, control characters and operators are dropped, curly apostrophes become straight
    ones; at most 200 characters and 12 words remain. An empty string means that no word was typed.
    """
    text = typed.encode("utf-8", "ignore").decode("utf-8")
    text = unicodedata.normalize("NFKC", text)[:MAX_CHARACTERS].replace("’", "'")
    words = re.findall(r"\w[\w'&.-]*", text)
    return " ".join(word.rstrip("'&.-") for word in words[:MAX_WORDS])
