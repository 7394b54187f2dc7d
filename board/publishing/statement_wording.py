"""
Words that read like a statement in the board's name.

A hint for people, and never a decision: what is a statement, those who write and review say with the Statement block or
the mark on the page. Examples of both kinds are in its test.
"""

import re

from django.utils.html import strip_tags

# Whole words; "us" alone would be the country in capitals.
_WE = re.compile(r"\b(we|our|ours|we’re|we're|we’ve|we've)\b", re.IGNORECASE)
_STATEMENT_FROM = re.compile(r"\bstatement\s+(?:issued\s+|made\s+)?(?:from|by|on\s+behalf\s+of)\b", re.IGNORECASE)
# "-ends-" anywhere; without its dashes in capitals, or as a sentence of its own.
_ENDS = re.compile(
    r"(?i:[-–—*#\[]\s*ends\s*[-–—*#\]])|\bENDS\b|(?:^|[.!?”\"’»]\s*)\bEnds\b\W*(?=$|Notes?\b|\n)"
    r"|(?i:\bend of statement\b)"
)
SAYING = (
    r"(?:has\s+|have\s+|also\s+|then\s+)*(?:said|says|say|added|adds|commented|comments|stated|states|explained|continued"
    r"|concluded|responded|remarked|told\s+\w+(?:\s+\w+){0,3})"
)
_CHAIR = r"(?:(?:co-|vice[- ]?)?chair(?:man|woman|person)?|scrutineer)"
_BOARD = r"(?:safeguarding(?:\s+children(?:[’']s)?)?\s+)?(?:board|partnership)|[A-Za-z]*(?:LSCB|LSCP|SCB|SCP)"
# "NAME, Independent Chair of the board, said", "Independent Chair NAME said", "said NAME, Independent Chair"
_CHAIR_SAID = re.compile(
    rf"\b{_CHAIR}\b[^.!?:“\"«]{{0,100}}?[\s,]{SAYING}\b|\b{SAYING}\s+[^.!?:“\"«]{{0,80}}?\b{_CHAIR}\b", re.IGNORECASE
)
BOARD_SAID = re.compile(rf"\b(?:the|our)\s+(?:[\w’'-]+\s+){{0,5}}?(?:{_BOARD})\s+{SAYING}\b", re.IGNORECASE)
ON_BEHALF = re.compile(rf"\bon\s+behalf\s+of\s+(?:the|our)\s+(?:[\w’'-]+\s+){{0,5}}?(?:{_BOARD})\b", re.IGNORECASE)
_AS_CHAIR = re.compile(rf"\bas\s+(?:the\s+)?(?:independent\s+)?{_CHAIR}\b[^.!?]{{0,120}}?,\s+I\b", re.IGNORECASE)
_SORRY = re.compile(
    r"\b(?:we|I)(?:\s+(?:are|am|would like to|want to|must|can only|deeply|truly|very|so|sincerely|fully|all))*\s+"
    r"(?:sorry|apologi[sz]e|regret|accept (?:the|all|its|these|every)\b)"
    r"|\b(?:say|how|are|am) (?:very |deeply |so |truly )*sorry (?:we|I)\b"
    r"|\bour (?:deepest |sincere |heartfelt |sincerest )*(?:thoughts are with|condolences|sympath|apolog)",
    re.IGNORECASE,
)
_SIGNS = (
    (_STATEMENT_FROM, "it says “statement from”"),
    (_ENDS, "it closes with “-ends-”"),
    (_CHAIR_SAID, "it says what the chair said"),
    (BOARD_SAID, "it says what the board said"),
    (ON_BEHALF, "it says “on behalf of the board”"),
    (_AS_CHAIR, "it says “as chair, I”"),
    (_SORRY, "it says “we are sorry” or “we accept”"),
)


def visible_text(page) -> str:
    """Return the words of a page's public fields and streams, without markup, each field and block on a line."""
    values = [getattr(page, name) for name in page.public_fields]
    texts = [value for value in values if isinstance(value, str)]
    for name in page.get_streamfield_names():
        value = getattr(page, name)
        texts += [str(text) for text in value.stream_block.get_searchable_content(value)]
    return strip_tags("\n".join(texts))


def reads_like_a_statement(text: str, board_name: str) -> list[str]:
    """
    Return what in a text reads like a statement in the board's name, in words; an empty list where nothing does.

    ``board_name`` is what the board calls itself.
    """
    signs = [words for pattern, words in _SIGNS if pattern.search(text)]
    if board_name and board_name.casefold() in text.casefold() and _WE.search(text):
        signs.append(f"it says “we” and names {board_name}")
    return signs
