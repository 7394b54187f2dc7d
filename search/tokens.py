"""
The tokeniser: words, and what is written together by one person and apart by another.

“Well-being”, “well being” and “wellbeing” are one token each, of two words or of one, and so are numbers with
separators, telephone numbers however grouped and postcodes. Beside its words a token has its joined forms, by which
each is found.
"""

import re
from collections.abc import Iterator
from string import ascii_lowercase
from typing import NamedTuple

# A run of letters and digits, with apostrophes inside.
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# Pairs that are written apart as well, of which one word says too little to be looked for by itself.
WRITTEN_APART = (
    "well being", "on line", "off line", "e mail", "follow up", "drop in", "log in", "sign in", "stand up", "check in",
    "any one", "some one", "no one", "no body", "every one", "not withstanding",
)  # fmt: skip
PAIRS = "|".join(WRITTEN_APART).replace(" ", r"\s")
TOKEN = re.compile(
    rf"""
    (?P<international>(?<![\w+])(?:(?:\+|00)44(?:[\ ().\-]{{0,3}}\d){{9,11}}|\+\d(?:[\ ().\-]{{0,3}}\d){{6,14}})(?!\w))
    |(?P<telephone>(?<![\w.,+])\(?0\d*(?:[ ().\-]{{1,3}}\d+){{1,6}}(?!\w))
    |(?P<number>(?<![\w.,])[1-9]\d{{0,2}}(?:(?:,\d{{3}})+|(?:\ \d{{3}})+)(?![\w]|,\d))
    |(?P<postcode>(?<!\w)[a-z]{{1,2}}\d[a-z\d]?\ ?\d[a-z]{{2}}(?!\w))
    |(?P<acronym>(?<![\w.])(?:[a-z]\.){{2,}}(?:[a-z](?!\w))?)
    |(?P<apart>(?<!\w)(?:{PAIRS}|e\s[a-z]{{4,}})(?![\w'-]))
    |(?P<compound>{WORD.pattern}(?:[-&]{WORD.pattern})+)
    |(?P<word>{WORD.pattern})
    """,
    re.VERBOSE,
)
# What a word begins with, or is followed by, where it may be a part of more.
JOINERS = frozenset("-&")
BEGINNINGS = frozenset([*(pair.partition(" ")[0] for pair in WRITTEN_APART), *ascii_lowercase])
DIGITS = re.compile(r"\d+")
# Neighbouring groups of a telephone number are found by themselves too: a local number, or one with another after it.
SHORTEST_NUMBER, LONGEST_NUMBER, MOST_GROUPS = 6, 15, 8


class Token(NamedTuple):
    """Words that stand together, where they stand, and the forms in which they are written as one."""

    start: int
    end: int
    words: tuple[str, ...]
    joined: tuple[str, ...] = ()
    kind: str = "word"


def tokens(text: str, position: int = 0) -> Iterator[Token]:
    """Yield the tokens of a normalised text from a position on."""
    end = position
    for match in WORD.finditer(text, position):
        start = match.start()
        if start < end:
            continue
        word, following = match.group(), text[match.end() : match.end() + 1]
        # Most words stand alone, and the grammar need not be asked.
        if word.isalpha() and following not in JOINERS and word not in BEGINNINGS:
            token = Token(start, match.end(), (word,))
        else:
            before = max(position, start - 1)
            token = make_token(TOKEN.match(text, before if text[before] in "+(" else start) or match)
        end = token.end
        yield token


def make_token(match: re.Match) -> Token:
    """Return the token of a match."""
    kind, written = match.lastgroup or "word", match.group()
    words: tuple[str, ...] = (written,)
    joined: tuple[str, ...] = ()
    if kind in {"international", "telephone"}:
        words = tuple(DIGITS.findall(written))
        joined = number_runs(national_groups(written, words))
    elif kind == "number":
        words = tuple(DIGITS.findall(written))
        joined = ("".join(words),)
    elif kind == "postcode":
        whole = written.replace(" ", "")
        words, joined = (whole[:-3], whole[-3:]), (whole,)
    elif kind == "acronym":
        words = (written.replace(".", ""),)
    elif kind in {"apart", "compound"}:
        words = tuple(WORD.findall(written))
        joined = ("".join(words),)
    return Token(match.start(), match.end(), words, joined, kind)


def national_groups(written: str, groups: tuple[str, ...]) -> list[str]:
    """Return the groups of a telephone number as it is dialled within the country: +44 (0)20 is 020."""
    digits = "".join(groups)
    if not written.startswith(("+44", "0044")):
        return list(groups)
    # What remains of the first group after the country code, then the others, without the nought in brackets.
    rest = digits.removeprefix("00").removeprefix("44")
    whole = f"0{rest.removeprefix('0')}"
    later = [group for group in groups[1:] if group != "0"]
    while later and len("".join(later)) >= len(whole):
        later = later[1:]
    first = whole[: len(whole) - len("".join(later))]
    return [first, *later] if whole.endswith("".join(later)) else [whole]


def number_runs(groups: list[str]) -> tuple[str, ...]:
    """Return neighbouring groups of digits as one number each, the whole number last."""
    groups = groups[:MOST_GROUPS]
    runs = {
        "".join(groups[start:end]): None
        for end in range(1, len(groups) + 1)
        for start in range(end - 1, -1, -1)
        if end - start > 1 or len(groups) == 1
    }
    return tuple(run for run in runs if SHORTEST_NUMBER <= len(run) <= LONGEST_NUMBER)
