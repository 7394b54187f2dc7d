"""The rule for "Statement from NAME" up to "-ends-"."""

import re
from collections.abc import Sequence

from .link_rules import starts_link
from .parsed_item import MAX_ROLE_LENGTH, MAX_SPEAKER_LENGTH, ParsedStatement

_OPENING = re.compile(r"statement from\s+(?P<name>.+?)\s*:?", re.IGNORECASE)
_END = re.compile(r"[\s*–—-]*\bends\b[\s*–—-]*", re.IGNORECASE)
# "As the Independent Chair of the Anytown … Board, I …". The role ends before "of the".
_ROLE = re.compile(r"As (?:the |an? )?(?P<role>[A-Z].*?)(?: (?:of|for|at|to) the\b[^.!?]*?)?, I\b")
_SMALL_WORDS = {"and", "for", "of", "the", "to"}


def speaker_named(line: str) -> str:
    """Return the speaker where a line opens a statement, and an empty string where it is a sentence or a headline."""
    match = _OPENING.fullmatch(line)
    if not match or line.endswith((".", "!", "?")) or len(match["name"]) > MAX_SPEAKER_LENGTH:
        return ""
    return match["name"]


def is_end(line: str) -> bool:
    """Return whether a line is the end mark of a statement, such as ``-ends-``."""
    return bool(_END.fullmatch(line)) and not line.isalpha()


def role_named(paragraph: str) -> str:
    """Return the role that a speaker's first words give, and an empty string where they give none."""
    # Spaces of any kind count as one, a non-breaking one too.
    match = _ROLE.match(" ".join(paragraph.split()))
    if not match or len(match["role"]) > MAX_ROLE_LENGTH:
        return ""
    words = match["role"].split()
    return match["role"] if all(word[0].isupper() or word in _SMALL_WORDS for word in words) else ""


def read_statement(lines: Sequence[str]) -> tuple[ParsedStatement, int] | None:
    """
    Return the statement that the first line opens and how many lines it takes, or ``None``.

    Without an end mark it goes on to the next link line, and says so: words that may be the speaker's
    must not pass as the board's plain news.
    """
    if not lines or not (speaker := speaker_named(lines[0])):
        return None
    following = lines[1:]
    end = next((number for number, line in enumerate(following) if is_end(line)), None)
    note = ""
    taken = 0 if end is None else end + 2
    if end is None:
        end = next((number for number, line in enumerate(following) if starts_link(line)), len(following))
        taken = end + 1
        note = f"check where the statement from {speaker} ends: the list has no “-ends-”"
    paragraphs = tuple(following[:end])
    return ParsedStatement(speaker, role_named(paragraphs[0]) if paragraphs else "", paragraphs, note), taken
