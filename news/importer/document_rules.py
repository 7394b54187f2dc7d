"""The rule for documents: words followed by ``(PDF)``, ``[PDF, 1.2MB]``, ``(Word)`` or the like."""

import re

from .inline import LINK, excerpt, href_of, plain, sentence_spans
from .parsed_item import MAX_TITLE_LENGTH, Paragraph, ParsedBlock, ParsedDocument

_TYPES = {
    "pdf": "a PDF",
    "word": "a Word file",
    "docx": "a Word file",
    "doc": "a Word file",
    "excel": "an Excel file",
    "xlsx": "an Excel file",
    "xls": "an Excel file",
    "spreadsheet": "a spreadsheet",
    "powerpoint": "a PowerPoint file",
    "pptx": "a PowerPoint file",
    "ppt": "a PowerPoint file",
    "rtf": "an RTF file",
    "odt": "an OpenDocument file",
    "ods": "an OpenDocument file",
    "publisher": "a Publisher file",
    "zip": "a ZIP file",
}
_TYPE = rf"\b(?P<type>{'|'.join(_TYPES)})\b"
_SIZE = r"\d+(?:[.,]\d+)?\s*(?:bytes|[kmg]i?b?)\b"
# What stands beside the type: a size, pages, "opens in a new window".
_FACTS = (
    rf"(?:[\s,;:./–-]|{_SIZE}|\d+\s*pages?|pages?|20\d\d|\b(?:a4|download|opens?|in|an?|and|or|new|window|tab|external"
    rf"|document|doc|pdf|word|file|format|version|spreadsheet|presentation|text|adobe|microsoft|ms|size|link|approx)\b)*"
)
_MARKER = re.compile(
    rf"\s*(?:[\[(]{_FACTS}{_TYPE}{_FACTS}[\])]|[–-]\s*{_TYPE.replace('type', 'tail')}{_FACTS}$"
    rf"|(?<=\w)\.(?P<suffix>pdf|docx?|xlsx?|pptx?)\b(?=[\s.,;|)]*$)|\s(?P<bare>pdf),?\s*\(?{_SIZE}\)?(?=\W*$)"
    rf"|\s(?-i:(?P<last>PDF))(?=[\s.,;|]*$))",
    re.IGNORECASE,
)
# A line that names the file's type alone: its title is lost.
_UNTITLED = re.compile(
    rf"\W*(?:download|view|open|read)?\s*(?:the\s+|this\s+|as\s+)?{_TYPE}(?:\s+(?:download|file|version|document))?\W*",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^[\s,;|&/.–-]*(?:(?:and|or|plus)\b)?[\s,;|&/–-]*", re.IGNORECASE)
_NEW_WINDOW = re.compile(
    r"[\s(–,-]*\b(?:opens?|this will open) in (?:an? )?new (?:window|tab)\b[\s)–,-]*", re.IGNORECASE
)
_EDGES = " \t\u00a0,;|–—-"


def _document(words: str, kind: str) -> ParsedDocument | None:
    """Return the document of the words before a marker; ``None`` where they are none, or too long for a title."""
    link = LINK.search(words)
    title = _NEW_WINDOW.sub(" ", plain(words)).strip(_EDGES)
    if not re.search(r"\w", title) or len(title) > MAX_TITLE_LENGTH or len(sentence_spans(words)) > 1:
        return None
    # A link within a sentence stays where it is.
    if link and plain(link[0]).strip(_EDGES) != plain(words).strip(_EDGES):
        return None
    notes = []
    if kind != "a PDF":
        notes.append(f"“{title}” was {kind}: save it as a PDF and upload that")
    url = href_of(link["url"]) if link else ""
    if link:
        notes.append(f"“{title}” led to {link['url']}: upload the file where it was ours")
    return ParsedDocument(title, url, "; ".join(notes))


def read_documents(words: str) -> list[ParsedBlock]:
    """
    Return the documents that words name, one for each marker; an empty list where they name none.

    The words of a marker within a link count as after it: ``[Report (PDF)](address)``. Words after the last marker
    remain a paragraph.
    """
    if _UNTITLED.fullmatch(words) and not LINK.search(words):
        return [ParsedDocument("", note=f"check which document “{words}” was")]
    words = LINK.sub(_marker_after_link, words)
    blocks: list[ParsedBlock] = []
    start = 0
    for marker in _MARKER.finditer(words):
        if any(link.start() < marker.start() and marker.end() < link.end() for link in LINK.finditer(words)):
            continue
        kind = next(marker[name] for name in ("type", "tail", "suffix", "bare", "last") if marker[name])
        before = _JOINED.sub("", words[start : marker.start()]) if blocks else words[start : marker.start()]
        if not (document := _document(before, _TYPES[kind.casefold()])):
            return []
        blocks.append(document)
        start = marker.end()
    rest = words[start:].strip(_EDGES + ".")
    if blocks and rest and not _NEW_WINDOW.fullmatch(f" {rest} "):
        # A sentence that goes on is about documents rather than a list of them.
        return (
            []
            if re.match(r"[a-z]", _JOINED.sub("", rest))
            else [*blocks, Paragraph(words[start:].lstrip(_EDGES + ".").rstrip())]
        )
    return blocks


def _marker_after_link(link: re.Match[str]) -> str:
    """Return a link whose words end in a marker with the marker behind it."""
    marker = next((each for each in _MARKER.finditer(link["words"]) if each.end() == len(link["words"])), None)
    if not marker or not marker.start():
        return link[0]
    return f"[{link['words'][: marker.start()]}]({link['url']}){marker[0]}"


def unread_documents(words: str) -> str:
    """Return the note of a paragraph that names documents within its sentences, or an empty string."""
    note = f"upload the documents that the text names and link to them: “{excerpt(words)}”"
    return note if _MARKER.search(words) else ""
