"""The elements and attributes of a page, its links and its highlights."""

from html.parser import HTMLParser

# Attributes that hold an address.
ADDRESSES = ("href", "src", "action", "formaction", "srcset", "content")


class HtmlStructure(HTMLParser):
    """Collects the elements and attributes of a page, and what is marked in it."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.parts: set[tuple[str, str]] = set()
        self.links: set[str] = set()
        self.marks: list[str] = []
        self.problems: list[str] = []
        self.in_mark = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        """Note an element."""
        self.parts |= {(tag, ""), *((tag, name) for name, _ in attributes)}
        self.links |= {value or "" for name, value in attributes if name in ADDRESSES}
        if self.in_mark or (tag == "mark" and attributes):
            self.problems.append(f"<{tag}> with or within <mark>")
        if tag == "mark":
            self.in_mark = True
            self.marks.append("")

    def handle_endtag(self, tag):
        """Note the end of a mark."""
        self.in_mark = self.in_mark and tag != "mark"

    def handle_data(self, data):
        """Note what is marked."""
        if self.in_mark:
            self.marks[-1] += data

    def handle_comment(self, data):
        """Note a comment: we write none."""
        self.problems.append(f"comment {data[:40]!r}")

    def handle_decl(self, decl):
        """Note a declaration other than the one that a page begins with."""
        if decl.lower() != "doctype html":
            self.problems.append(f"declaration {decl[:40]!r}")

    def unknown_decl(self, data):
        """Note a CDATA section."""
        self.problems.append(f"section {data[:40]!r}")

    def handle_pi(self, data):
        """Note a processing instruction."""
        self.problems.append(f"instruction {data[:40]!r}")
