"""Words that read like a statement in the board's name: a hint for people, never a decision."""

import re

from django.utils.html import strip_tags

# Whole words; "us" alone would be the country in capitals.
WE = re.compile(r"\b(we|our|ours|we’re|we're|we’ve|we've)\b", re.IGNORECASE)


def visible_text(page) -> str:
    """Return the words of a page's public fields and streams, without markup."""
    parts = [str(getattr(page, name) or "") for name in page.public_fields]
    for name in page.get_streamfield_names():
        value = getattr(page, name)
        parts += [str(text) for text in value.stream_block.get_searchable_content(value)]
    return strip_tags(" ".join(parts))


def reads_like_a_statement(text: str, board_name: str) -> list[str]:
    """
    Return what in a text reads like a statement in the board's name, in words; an empty list where nothing does.

    ``board_name`` is what the board calls itself. No software can be sure either way.
    """
    found = []
    if re.search(r"\bstatement (from|by|on behalf of)\b", text, re.IGNORECASE):
        found.append("it says “statement from”")
    if re.search(r"[-–—]\s*ends\s*[-–—]", text, re.IGNORECASE):
        found.append("it closes with “-ends-”")
    if board_name and board_name.casefold() in text.casefold() and WE.search(text):
        found.append(f"it says “we” and names {board_name}")
    return found
