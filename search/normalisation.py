"""
Characters that readers can't tell apart, made the same: for the index, queries, suggestions and highlights alike.

Letters become small and lose their accents, whether they carry them or are followed by them; compatibility forms such
as ligatures, full-width letters and superscripts become what they stand for (Unicode Standard Annex 15); invisible
characters vanish; every hyphen, apostrophe and space becomes the one of ASCII.
"""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

APOSTROPHES = frozenset("'’‘‛ʼʹˈ`´′＇")
HYPHENS = frozenset("-‐‑‒–−﹣－")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Letters that Unicode does not decompose, as CLDR's transform Latin-ASCII has them.
UNDECOMPOSED = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)


class NormalisedText:
    """A normalised text that knows where each of its characters stands in its ``source``."""

    def __init__(self, source: str) -> None:
        self.source = source
        # Where a shift between the two begins, in the text and in its source.
        self.places, self.source_places = [0], [0]
        self.text = source.lower().replace("`", "'") if source.isascii() else self.replace_characters()

    def replace_characters(self) -> str:
        """Return the normalised text, and note where it is longer or shorter than its source."""
        pieces: list[str] = []
        length, position = 0, 0
        for match in NOT_ASCII.finditer(self.source):
            plain, replacement = self.source[position : match.start()].lower(), normalise_character(match.group())
            position = match.end()
            pieces += [plain, replacement]
            length += len(plain) + len(replacement)
            if len(replacement) != 1:
                self.places.append(length)
                self.source_places.append(position)
        return "".join([*pieces, self.source[position:].lower()]).replace("`", "'")

    def source_position(self, position: int) -> int:
        """Return where a position of the text is in its source."""
        place = bisect_right(self.places, position) - 1
        found = self.source_places[place] + position - self.places[place]
        # Within the replacement of one character there is no other.
        return min([found, *self.source_places[place + 1 : place + 2]])


def normalise(text: str) -> str:
    """Return a text in normal form."""
    return NormalisedText(text).text


@lru_cache(maxsize=4_096)
def normalise_character(character: str) -> str:
    """Return what stands for a character: a hyphen, an apostrophe, a space, letters and digits, or nothing."""
    category = unicodedata.category(character)
    if character in APOSTROPHES or character in HYPHENS:
        return "'" if character in APOSTROPHES else "-"
    if category in {"Cf", "Mn", "Me"}:
        return ""
    if category[0] in "LN":
        return fold_number(character) if category in {"Nd", "No"} else fold_letter(character)
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 and compatible.isascii() else " "


def fold_number(character: str) -> str:
    """
    Return the digits of a numeric character, those of a superscript between hyphens.

    A footnote's number is no part of the word before it, and “m²” is found as “m2” all the same.
    """
    digit = unicodedata.decimal(character, None)
    return f"-{unicodedata.normalize('NFKD', character)}-" if digit is None else str(digit)


def fold_letter(letter: str) -> str:
    """Return a letter in lower case and without accents."""
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return "".join(one for one in small if unicodedata.category(one) != "Mn").translate(UNDECOMPOSED)
