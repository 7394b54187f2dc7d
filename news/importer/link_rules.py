"""The rules for "Further information:", "Source:", "(PDF)", addresses, and links whose address was lost."""

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from board.blocks.link_text import is_vague

from .parsed_item import MAX_TITLE_LENGTH, MAX_URL_LENGTH, Paragraph, ParsedBlock, ParsedLink, ParsedPdf

_LABEL = re.compile(r"(?P<label>further information|source)\s*:\s*(?P<rest>.*)", re.IGNORECASE)
_PDF = re.compile(r"(?P<title>.*\S)\s*\(pdf\)\.?", re.IGNORECASE)
# With a scheme, with "www.", or a domain that cannot be two words with a full stop between. No mail address.
_ADDRESS = re.compile(
    r"(?<![\w@./-])(?P<address>(?:https?://|www\.)[^\s<>]+"
    r"|(?:[a-z0-9-]+\.)+(?:uk|com|org|net|info|eu|gov|int|scot|wales|london)(?![\w.-]*@)(?:/[^\s<>]*|\b(?!\.?\w)))",
    re.IGNORECASE,
)
_CLICK_HERE = re.compile(r"\W*\bclick\W+here$", re.IGNORECASE)
_TRAILING = re.compile(r"[\s,;:([<–—-]+$")
_LAST_TWO_WORDS = re.compile(r"\w+\W+\w+\W*$")
_validate_url = URLValidator(schemes=["http", "https"])


def starts_link(line: str) -> bool:
    """Return whether a line is labelled as a link or names a PDF."""
    return bool(_LABEL.fullmatch(line) or read_pdf(line))


def read_pdf(line: str) -> ParsedPdf | None:
    """Return the PDF that a line names by ending in ``(PDF)``; ``None`` for a run of sentences."""
    match = _PDF.fullmatch(line)
    if not match or len(match["title"]) > MAX_TITLE_LENGTH or re.search(r"[.!?]\s+\S+\s", match["title"]):
        return None
    return ParsedPdf(match["title"])


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


def split_address(words: str) -> tuple[str, str, str] | None:
    """
    Return the words before the address that ends a sentence, the address with its scheme, and a note.

    ``click here`` before the address is left out: being a link says the same. ``None`` where no
    address ends the sentence.
    """
    bare = words.rstrip(" \u00a0.,;:!?)")
    match = next((each for each in _ADDRESS.finditer(bare) if each.end() == len(bare)), None)
    completed = complete_address(match["address"]) if match else None
    if not match or not completed:
        return None
    before = _TRAILING.sub("", bare[: match.start()])
    link_words = _TRAILING.sub("", _CLICK_HERE.sub("", before))
    # "Please click here" stays as written: "Please" alone would pass for the words of a link.
    return link_words if len(link_words.split()) > 1 else before, *completed


def read_labelled(lines: Sequence[str]) -> tuple[ParsedBlock, int] | None:
    """
    Return the link of a "Further information:" or "Source:" line and how many lines it takes, or ``None``.

    The words may stand on the line after the label.
    """
    match = _LABEL.fullmatch(lines[0]) if lines else None
    if not match:
        return None
    rest, taken = match["rest"], 1
    if not rest and len(lines) > 1 and not _LABEL.fullmatch(lines[1]):
        rest, taken = lines[1], 2
    if not rest or len(rest) > MAX_TITLE_LENGTH:
        return None
    if match["label"].casefold() == "source":
        words, url, note = split_address(rest) or (rest, "", "")
        return ParsedLink(source=words, url=url, note=note), taken
    if pdf := _PDF.fullmatch(rest):
        return ParsedPdf(pdf["title"]), taken
    words, url, note = split_address(rest) or (rest, "", "")
    return ParsedLink(title=words, url=url, note=note), taken


def read_address(sentence: str) -> list[ParsedBlock]:
    """Return the link of a sentence that ends in an address, with the sentence as its title; else an empty list."""
    parts = split_address(sentence)
    if not parts:
        return []
    words, url, note = parts
    if len(words) > MAX_TITLE_LENGTH:
        return [Paragraph(words), ParsedLink(url=url, note=note)]
    return [ParsedLink(title=words, url=url, note=note)]


def read_lost_link(sentence: str) -> list[ParsedBlock]:
    """Return the link of a sentence such as ``Find out more.``, words as written; else an empty list."""
    if not is_vague(sentence):
        return []
    if len(sentence) <= MAX_TITLE_LENGTH:
        return [ParsedLink(title=sentence)]
    # Only words such as "click here" make a long sentence vague: they are the link, the rest stays text.
    last = _LAST_TWO_WORDS.search(sentence)
    if not last or len(last[0]) > MAX_TITLE_LENGTH:
        return []
    return [Paragraph(sentence[: last.start()].rstrip()), ParsedLink(title=last[0])]


def addresses_within(words: str) -> list[str]:
    """Return the addresses that stand within a paragraph, where they are not yet links."""
    return [match["address"].rstrip(".,;:!?)") for match in _ADDRESS.finditer(words)]
