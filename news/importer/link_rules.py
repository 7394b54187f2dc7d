"""The rules for "Further information:", "Source:", addresses, and links whose address was lost."""

import re
from collections.abc import Sequence

from board.blocks.link_text import is_vague

from .document_rules import read_documents
from .inline import ADDRESS, LINK, addresses_within, complete_address, excerpt, href_of, plain
from .lines import Line
from .parsed_item import MAX_TITLE_LENGTH, Paragraph, ParsedBlock, ParsedLink

_LABEL = re.compile(
    r"(?P<label>further (?:information|info|details|reading)|more (?:information|details)|see also|downloads?"
    r"|(?:related )?(?:documents|links)|attachments?|sources?)\s*:\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_CLICK_HERE = re.compile(r"\W*\bclick\W+here$", re.IGNORECASE)
# "Click here to download …", "can be found here", "… click here: Title": link words within a sentence.
_LINK_WORDS = re.compile(
    r"\b(?:click|tap|press)\W+(?:here|on the link|this link|the link)\b"
    r"|\b(?:found|available|downloaded|viewed|accessed|read|details|information|out)\W+here\b|\bhere\W*$|\bsee link\b"
    r"|\bfollow(?:ing)? (?:this|the) link\b|\b(?:link|button) below\b",
    re.IGNORECASE,
)
# What "here" says of a place or a time, and not of a link.
_NO_LINK = re.compile(
    r"\b(?:we|are|is|was|were|come|came|lives?|works?|starts?|ends?|born|from|stops?|get|got|been)"
    r" (?:all |now |still |always |just )?here\W*$",
    re.IGNORECASE,
)
_LED_BY = re.compile(r"(?P<before>.*?)[\s,–-]*\b(?:please\s+)?click\W+here\W*:\s*(?P<title>\S.*)", re.IGNORECASE)
_LOST = re.compile(
    r"\b(?:further|more) (?:information|details)\b.*\b(?:in|on|from|at)\b.*\b(?:article|website|page|site|blog)\b"
    r"|^(?:download|view|watch|continue reading|read (?:the|our|more|full))\b.{0,80}$"
    r"|\b(?:see|is|are) attached\b|\battached (?:flyer|leaflet|poster|document|form|report|letter)\b"
    r"|\bavailable (?:to download|online|from (?:the|our) website|on (?:the|our) website)\b",
    re.IGNORECASE,
)
# A link that its marker tells: "NSPCC website (external link)", "Watch it (video)".
_MARKER = re.compile(
    r"[\[(](?:(?:in|an?|new|opens?|full)\s+)*(?:external|link|web ?(?:site|page)|video|youtube|audio|mp[34]|window|tab)"
    r"(?:[\s,–-]+(?:opens?|in|an?|new|link|site|window|tab|external))*[\])]\.?$",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"[\s,;:([<–—-]+$")
_SMALL_WORDS = re.compile(r"\s+(?:at|on|via|from|to|by visiting|visit)$", re.IGNORECASE)
_LAST_TWO_WORDS = re.compile(r"\w+\W+\w+\W*$")


def starts_link(line: Line) -> bool:
    """Return whether a line is labelled as a link or names a document."""
    return bool(_LABEL.fullmatch(line.text) or read_documents(line.text))


def split_address(words: str) -> tuple[str, str, str] | None:
    """
    Return the words before the address that ends a sentence, the address with its scheme, and a note.

    ``click here`` before the address is left out: being a link says the same. ``None`` where no
    address ends the sentence, or where it holds another one.
    """
    bare = words.rstrip(" \u00a0.,;:!?)")
    if len(addresses_within(bare)) > 1 or LINK.search(words):
        return None
    match = next((each for each in ADDRESS.finditer(bare) if each.end() == len(bare)), None)
    completed = complete_address(match["address"]) if match else None
    if not match or not completed:
        return None
    before = _TRAILING.sub("", bare[: match.start()])
    link_words = _TRAILING.sub("", _CLICK_HERE.sub("", before))
    # "Please click here" stays as written: "Please" alone would pass for the words of a link.
    if len(link_words.split()) > 1:
        shorter = _SMALL_WORDS.sub("", link_words)
        before = shorter if len(shorter.split()) > 1 else link_words
    return before, *completed


def read_labelled(lines: Sequence[Line]) -> tuple[list[ParsedBlock], int] | None:
    """
    Return the links or documents of a labelled line and how many lines it takes, or ``None``.

    The words may stand on the line after the label.
    """
    match = _LABEL.fullmatch(lines[0].text) if lines else None
    if not match:
        return None
    rest, taken = match["rest"], 1
    if not rest and len(lines) > 1 and not _LABEL.fullmatch(lines[1].text) and lines[1].style == "p":
        rest, taken = lines[1].text, 2
    if not rest or len(plain(rest)) > MAX_TITLE_LENGTH:
        return None
    if match["label"].casefold().startswith("source"):
        return [_read_link(rest, is_source=True)], taken
    if documents := read_documents(rest):
        return documents, taken
    return [_read_link(rest, is_source=False)], taken


def _read_link(words: str, *, is_source: bool) -> ParsedLink:
    if link := LINK.fullmatch(words.strip(" .")):
        title, url = plain(words.strip(" .")), href_of(link["url"])
        note = "" if url else f"“{title}” led to {link['url']}: make a link of it"
    else:
        title, url, note = split_address(words) or (plain(words), "", "")
    return ParsedLink(source=title, url=url, note=note) if is_source else ParsedLink(title, url, note=note)


def read_address(sentence: str) -> list[ParsedBlock]:
    """Return the link of a sentence that ends in an address, with the sentence as its title; else an empty list."""
    if link := LINK.fullmatch(sentence.strip(" .")):
        return [_read_link(sentence, is_source=False)] if len(plain(link[0])) <= MAX_TITLE_LENGTH else []
    parts = split_address(sentence)
    if not parts:
        return []
    words, url, note = parts
    if len(words) > MAX_TITLE_LENGTH:
        return [Paragraph(words), ParsedLink(url=url, note=note)]
    return [ParsedLink(title=plain(words), url=url, note=note)]


def _led_by_click_here(sentence: str) -> list[ParsedBlock]:
    """Return the link of ``For the full story click here: Title``, and the words before it; else an empty list."""
    led = _LED_BY.fullmatch(sentence)
    if not led or len(led["title"]) > MAX_TITLE_LENGTH:
        return []
    link = ParsedLink(title=led["title"].rstrip("."))
    return [Paragraph(f"{led['before']}:"), link] if led["before"] else [link]


def _marked_link(sentence: str) -> list[ParsedBlock]:
    """Return the link of ``Title (external link)``; else an empty list."""
    marker = _MARKER.search(sentence)
    title = sentence[: marker.start()].strip() if marker else ""
    return [ParsedLink(title=title)] if title and len(title) <= MAX_TITLE_LENGTH else []


def read_lost_link(sentence: str) -> list[ParsedBlock]:
    """Return the link of a sentence such as ``Find out more.``, words as written; else an empty list."""
    if LINK.search(sentence) or addresses_within(sentence):
        return []
    if found := _led_by_click_here(sentence) or _marked_link(sentence):
        return found
    if not is_vague(sentence):
        is_link = _speaks_of_link(sentence) and len(sentence) <= MAX_TITLE_LENGTH
        return [ParsedLink(title=sentence, note=f"words that say where “{sentence}” leads")] if is_link else []
    if len(sentence) <= MAX_TITLE_LENGTH:
        return [ParsedLink(title=sentence)]
    # Only words such as "click here" make a long sentence vague: they are the link, the rest stays text.
    last = _LAST_TWO_WORDS.search(sentence)
    if not last or len(last[0]) > MAX_TITLE_LENGTH:
        return []
    return [Paragraph(sentence[: last.start()].rstrip()), ParsedLink(title=last[0])]


def _speaks_of_link(words: str) -> bool:
    """Return whether words have a link's own: ``click here``, ``available here``, ``follow the link``."""
    return bool(_LINK_WORDS.search(words)) and not _NO_LINK.search(words)


def lost_link_note(words: str) -> str:
    """Return the note of a paragraph that speaks of a link which the list has lost, or an empty string."""
    if LINK.search(words) or addresses_within(words):
        return ""
    is_lost = _LOST.search(words) or _speaks_of_link(words)
    return f"check for a link: “{excerpt(words)}”" if is_lost else ""
