"""Rich text in canonical form: equal for two texts exactly when they read the same, whichever program wrote them."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from wagtail.rich_text import features

# The attribute in which Draftail keeps the key of a paragraph; Wagtail’s constant needs loaded models.
BLOCK_KEY_NAME = "data-block-key"
# Elements that begin on a line of their own. Space at their edges is not shown.
BLOCKS = frozenset(["blockquote", "div", "embed", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "ul"])
VOID_BLOCKS = frozenset(("embed", "hr"))
# Elements that format the text within them, whatever the order of their nesting.
FORMATS = frozenset(["a", "b", "code", "em", "i", "s", "strong", "sub", "sup"])
# What Draftail writes for others that look alike.
SAME_FORMAT = {"strong": "b", "em": "i"}
WHITESPACE = re.compile(r"(\s+)")
# What a database takes as a primary key: Wagtail's API stores whatever a program has written there.
PRIMARY_KEY = re.compile(r"[1-9][0-9]{0,17}")

# Returns what stands for the page, document or image with an id; the first argument is its model.
Refer = Callable[[Any, str], Any]


def model_of(attributes: dict[str, str | None]) -> Any:
    """Return the model of which a link or an embed names an object by its ``id``, or ``None`` for any other."""
    kind = attributes.get("linktype")
    handler = features.get_link_types().get(kind) if kind else None
    if handler is None:
        handler = features.get_embed_types().get(attributes.get("embedtype"))
    try:
        return handler.get_model() if handler else None
    except NotImplementedError:
        return None


class CanonicalForm(HTMLParser):
    """
    Reads stored rich text into lists of text and elements.

    Left out are the keys that Draftail gives to paragraphs, empty paragraphs, and space that browsers don't show, as
    Draftail leaves it out. Everything that it would not write itself is taken over letter by letter.
    """

    def __init__(self, source: str, refer: Refer) -> None:
        super().__init__(convert_charrefs=True)
        self.refer = refer
        self.content: list = []
        # The open blocks with their contents, and the open formats with what they are.
        self.blocks: list[tuple[str, list]] = []
        self.formats: list[tuple[str, list]] = []
        self.has_pending_space = False
        self.feed(source)
        self.close()
        self.close_blocks(0)

    @property
    def children(self) -> list:
        """Return the contents of the innermost open block."""
        return self.blocks[-1][1] if self.blocks else self.content

    def described(self, tag: str, attrs: list) -> list:
        """Return an element's name and attributes, with a page or a file named by what it is."""
        attributes = {name: value for name, value in attrs if name != BLOCK_KEY_NAME}
        model = model_of(attributes)
        named: list = []
        if model is not None and PRIMARY_KEY.fullmatch(attributes.get("id") or ""):
            named = [self.refer(model, attributes.pop("id"))]
            if tag == "a":
                # Wagtail writes nothing else of such a link for readers.
                attributes = {"linktype": attributes["linktype"]}
        return [SAME_FORMAT.get(tag, tag), *named, *sorted([name, value] for name, value in attributes.items())]

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "br":
            self.add_text("\n")
        elif tag in BLOCKS:
            self.open_block(tag, attrs)
        elif tag in FORMATS:
            self.formats.append((tag, self.described(tag, attrs)))
        else:
            self.add_verbatim(self.described(tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        if tag == "br" or tag in VOID_BLOCKS:
            self.handle_starttag(tag, attrs)
        else:
            self.add_verbatim(["/", *self.described(tag, attrs)])

    def handle_endtag(self, tag: str) -> None:
        open_blocks = [name for name, _ in self.blocks]
        if tag in open_blocks:
            self.close_blocks(len(open_blocks) - 1 - open_blocks[::-1].index(tag))
        elif tag in (open_formats := [name for name, _ in self.formats]):
            del self.formats[len(open_formats) - 1 - open_formats[::-1].index(tag)]
        else:
            self.add_verbatim([f"/{tag}"])

    def handle_data(self, data: str) -> None:
        for piece in WHITESPACE.split(data):
            if piece.isspace():
                self.has_pending_space = True
            elif piece:
                self.add_text(piece)

    def handle_comment(self, data: str) -> None:
        self.add_verbatim(["!--", data])

    def handle_decl(self, decl: str) -> None:
        self.add_verbatim(["!", decl])

    def unknown_decl(self, data: str) -> None:
        self.add_verbatim(["![", data])

    def handle_pi(self, data: str) -> None:
        self.add_verbatim(["?", data])

    def open_block(self, tag: str, attrs: list) -> None:
        """Open a block; text that stands in none is a paragraph, which ends here."""
        if self.blocks and self.blocks[0][0] == "":
            self.close_blocks(0)
        children: list = []
        self.children.append({"element": self.described(tag, attrs), "content": children})
        self.has_pending_space = False
        if tag not in VOID_BLOCKS:
            self.blocks.append((tag, children))

    def close_blocks(self, depth: int) -> None:
        """Close the open blocks down to a depth, and leave out a paragraph in which nothing stands."""
        while len(self.blocks) > depth:
            tag, children = self.blocks.pop()
            if not children and tag in ("", "p"):
                self.children.pop()
        self.has_pending_space = False

    def enter_text(self) -> None:
        """Open a paragraph for text that stands in no block."""
        if not self.blocks:
            self.open_block("p", [])
            self.blocks[-1] = ("", self.children)

    def add_verbatim(self, token: list) -> None:
        """Add what is not understood, in its place between the texts."""
        self.enter_text()
        if self.has_pending_space:
            self.children.append([" "])
        self.has_pending_space = False
        self.children.append({"verbatim": token})

    def add_text(self, text: str) -> None:
        """Add text with its formats; a space before it has the formats that both sides of it share."""
        space, self.has_pending_space = self.has_pending_space, False
        self.enter_text()
        formats = [] if text == "\n" else sorted((form for _, form in self.formats), key=repr)
        last = self.children[-1] if self.children else None
        if space and text != "\n" and last is not None and not self.ends_line(last):
            shared = [form for form in last[1:] if form in formats] if isinstance(last, list) else []
            self.append_text(" ", shared)
        self.append_text(text, formats)

    @staticmethod
    def ends_line(last) -> bool:
        """Return whether what follows ``last`` begins on a new line."""
        return "element" in last if isinstance(last, dict) else last[0].endswith("\n")

    def append_text(self, text: str, formats: list) -> None:
        """Append text to the contents, or to the text before it that has the same formats."""
        last = self.children[-1] if self.children else None
        if isinstance(last, list) and last[1:] == formats:
            last[0] += text
        else:
            self.children.append([text, *formats])


def canonical_rich_text(source: str, refer: Refer) -> list:
    """Return stored rich text in canonical form; ``refer`` names the pages and files of its links and embeds."""
    return CanonicalForm(source, refer).content
