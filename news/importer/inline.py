"""
What stands within a line: links as ``[words](address)``, bold words as ``**words**``, bare addresses, and sentences.

The notation is Markdown's; pasted HTML is brought into it before anything else reads the line.
"""

import re
from html import escape

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from board.blocks.link_text import is_vague

from .parsed_item import MAX_URL_LENGTH

# An address may hold brackets of its own, in pairs.
LINK = re.compile(r"\[(?P<words>[^\[\]]+)\]\((?P<url>[^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*)\)")
_BOLD = re.compile(r"\*\*(?=\S)(?P<words>[^*]+)(?<=\S)\*\*")
# With a scheme, with "www.", or a domain that cannot be two words with a full stop between. No mail address.
ADDRESS = re.compile(
    r"(?<![\w@./-])(?P<address>(?:https?://|www\.)[^\s<>]+"
    r"|(?:[a-z0-9-]+\.)+(?:uk|com|org|net|info|eu|gov|int|scot|wales|london)(?![\w.-]*@)(?:/[^\s<>]*|\b(?!\.?\w)))",
    re.IGNORECASE,
)
_AFTER_AN_ADDRESS = ".,;:!?)”’\"'"
# A full stop after these ends no sentence; after the next ones, which close a street's name, before a capital it does.
_ABBREVIATIONS = ("St", "Dr", "Mr", "Mrs", "Ms", "Prof", "Rev", "No", "e.g", "i.e", "Tel", "approx")
_STREETS = ("Rd", "Ave", "Ln")
_GAP = re.compile(
    r"(?<=[.!?])"
    + "".join(rf"(?<!\b{re.escape(word)}\.)" for word in _ABBREVIATIONS)
    + rf"(?:(?<!{'.)(?<!'.join(_STREETS)}.)|(?=\s+[A-Z]))"
    + r"\s+"
)
_EXCERPT = 120
_validate_url = URLValidator(schemes=["http", "https"])


def plain(words: str) -> str:
    """Return words without the notation of links and bold."""
    return _BOLD.sub(r"\g<words>", LINK.sub(r"\g<words>", words))


def excerpt(words: str) -> str:
    """Return the first words of a text, enough for a person to find it by."""
    text = " ".join(plain(words).split())
    return text if len(text) <= _EXCERPT else text[:_EXCERPT].rsplit(" ", 1)[0] + "…"


def complete_address(address: str) -> tuple[str, str] | None:
    """Return an address with its scheme and a note where the list gave none; ``None`` where it is not valid."""
    has_scheme = address.lower().startswith(("http://", "https://"))
    url = address if has_scheme else f"https://{address}"
    if len(url) > MAX_URL_LENGTH:
        return None
    try:
        _validate_url(url)
    except ValidationError:
        return None
    return url, "" if has_scheme else f"check the address {url}: the list gave it without “https://”"


def addresses_within(words: str) -> list[str]:
    """Return the bare addresses that stand within words."""
    return [match["address"].rstrip(_AFTER_AN_ADDRESS) for match in ADDRESS.finditer(LINK.sub("", words))]


def link_notes(words: str) -> list[str]:
    """Return what is to be checked in the links within a paragraph."""
    notes = []
    for link in LINK.finditer(words):
        if not href_of(link["url"]):
            notes.append(f"“{link['words']}” led to {link['url']}: make a link of it")
        elif is_vague(plain(link["words"])):
            notes.append(f"words that say where “{plain(link['words'])}” leads, a link to {link['url']}")
    if bare := addresses_within(words):
        notes.append(f"give the links in the text words that say where they lead: {', '.join(bare)}")
    return notes


def href_of(url: str) -> str:
    """Return the address of a link for readers, or an empty string for one that is relative or leads nowhere."""
    if re.match(r"(mailto:[^\s@]+@[^\s@]+|tel:\+?[\d-]+)$", url, re.IGNORECASE):
        return url
    if not re.match(r"https?://|www\.", url, re.IGNORECASE):
        return ""
    completed = complete_address(url)
    return completed[0] if completed else ""


def _escaped(words: str) -> str:
    return _BOLD.sub(r"<b>\g<words></b>", escape(words, quote=False))


def _with_addresses(words: str) -> str:
    html, start = "", 0
    for match in ADDRESS.finditer(words):
        address = match["address"].rstrip(_AFTER_AN_ADDRESS)
        if completed := complete_address(address):
            html += f'{_escaped(words[start : match.start()])}<a href="{escape(completed[0])}">{escape(address)}</a>'
            start = match.start() + len(address)
    return html + _escaped(words[start:])


def to_html(words: str) -> str:
    """Return words as rich text stores them: links, bare addresses too, and bold words; everything else escaped."""
    html, start = "", 0
    for match in LINK.finditer(words):
        html += _with_addresses(words[start : match.start()])
        href = href_of(match["url"])
        inner = _escaped(match["words"])
        html += f'<a href="{escape(href)}">{inner}</a>' if href else inner
        start = match.end()
    return html + _with_addresses(words[start:])


def sentence_spans(line: str) -> list[tuple[int, int]]:
    """Return where each sentence of a line starts and ends, without the spaces between them."""
    links = [match.span() for match in LINK.finditer(line)]
    spans, start = [], 0
    for gap in _GAP.finditer(line):
        if any(first < gap.start() < last for first, last in links):
            continue
        spans.append((start, gap.start()))
        start = gap.end()
    return [*spans, (start, len(line))]
