"""Pasted HTML becomes lines in the notation of ``inline``, with a note of whatever that leaves out."""

import re
from collections.abc import Iterable
from html import unescape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

_DROPPED = ("script", "style", "noscript", "template", "head")
_EMBEDDED = ("img", "iframe", "embed", "object", "video", "audio")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARAGRAPHS = ("p", "div", "section", "article", "header", "footer", "dl", "dt", "dd", "table", "thead", "tbody", "tr")
_INLINE = (
    "a", "abbr", "b", "big", "blockquote", "br", "center", "cite", "code", "del", "em", "font", "form", "hr", "i",
    "input", "ins", "label", "li", "link", "meta", "nav", "o:p", "ol", "s", "small", "span", "strike", "strong", "sub",
    "sup", "td", "th", "time", "tt", "u", "ul",
)  # fmt: skip
_NAMES = "|".join((*_DROPPED, *_EMBEDDED, *_HEADINGS, *_PARAGRAPHS, *_INLINE))
# Only what is surely HTML: a mail address or a name between angle brackets is words.
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_MARKDOWN_PICTURE = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\([^()\s]*\)")
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_NO_TAG = re.compile(rf"<(?!/?(?:{_NAMES})(?:\s[^<>]*)?/?>|!--)", re.IGNORECASE)
# What was escaped twice on its way here is unescaped twice.
_ROUNDS = 3


def has_html(text: str) -> bool:
    """Return whether a text holds tags or character references of HTML."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


class _Writer:
    """Writes the lines of an HTML tree, and notes what it leaves out."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def text_of(self, nodes: Iterable[PageElement], *, is_inside_block: bool) -> str:
        return "".join(self.node(node, is_inside_block=is_inside_block) for node in nodes)

    def node(self, node: PageElement, *, is_inside_block: bool) -> str:
        if isinstance(node, Tag):
            return self.tag(node, is_inside_block=is_inside_block)
        if isinstance(node, PreformattedString) or not isinstance(node, NavigableString):
            return ""  # Comments and declarations.
        return re.sub(r"\s+", " ", str(node)) if is_inside_block else str(node)

    def tag(self, node: Tag, *, is_inside_block: bool) -> str:
        if node.name in _DROPPED or node.name in _EMBEDDED:
            self.leave_out(node)
            return ""
        is_inside_block = is_inside_block or node.name in {*_PARAGRAPHS, *_HEADINGS, "li", "td", "th", "blockquote"}
        words = self.text_of(node.children, is_inside_block=is_inside_block)
        # A tab before others is an empty cell.
        bare = words.strip(" \n\u00a0")
        match node.name:
            case "br" | "hr":
                words = f"\n{words}"
            case "a" if bare:
                words = _link(node, words)
            case "b" | "strong" if bare and "*" not in bare and "\n" not in bare:
                words = words.replace(bare, f"**{bare}**", 1)
            case "li":
                words = f"\n{_mark_of(node)} {bare}\n"
            case "blockquote":
                words = re.sub(r"(?m)^[ \t\u00a0]*(?=\S)", "> ", f"\n{bare}\n")
            case "del" | "s" | "strike" if bare:
                self.notes.append(f"check words that were struck out: “{bare}”")
            case "td" | "th":
                words = (" ".join(words.split()) or "(empty)") + ("\t" if node.find_next_sibling(["td", "th"]) else "")
            case name if name in _HEADINGS or name in _PARAGRAPHS:
                words = f"\n{'## ' if bare and name in _HEADINGS else ''}{bare}\n"
        return words

    def leave_out(self, node: Tag) -> None:
        words = str(node.get("alt") or node.get("title") or node.get("src") or node.get("data") or "").strip()
        what = {"img": "a picture", "script": "a script", "style": "a style sheet"}.get(node.name, f"<{node.name}>")
        if node.name not in {"style", "head", "template"}:
            self.notes.append(f"{what} was left out" + (f": {words}" if words else ""))


def _link(node: Tag, words: str) -> str:
    href = re.sub(r"\s", "%20", str(node.get("href") or "").strip())
    if not href or href.startswith("#"):
        return words
    # Square brackets would end the link's words.
    named = " ".join(words.replace("[", "(").replace("]", ")").split())
    return f"[{named}]({href})"


def _mark_of(item: Tag) -> str:
    """Return the bullet of a list's item, or its number."""
    is_numbered = item.parent is not None and item.parent.name == "ol"
    return f"{len(item.find_previous_siblings('li')) + 1}." if is_numbered else "•"


def clean(text: str) -> tuple[str, list[str]]:
    """Return a text without HTML, its links, bold words and lists in our notation, and notes of what was left out."""
    notes: list[str] = []
    for _ in range(_ROUNDS):
        if _TAG.search(text):
            writer = _Writer()
            text = writer.text_of(
                BeautifulSoup(_NO_TAG.sub("&lt;", text), "html.parser").children, is_inside_block=False
            )
            notes += writer.notes
        elif _ENTITY.search(text):
            text = unescape(text)
        else:
            break
        text = re.sub(r"[ \u00a0]{2,}", " ", text)
    notes += [f"a picture was left out: {match['alt']}" for match in _MARKDOWN_PICTURE.finditer(text)]
    return _MARKDOWN_PICTURE.sub("", text), notes
