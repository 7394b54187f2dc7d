"""What the head of a page tells machines: browsers, search engines and those who share a link."""

import datetime as dt
import json
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

# What would end the script element, or start another, in the middle of the data (HTML, 4.12.1.3).
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Feed:
    """A feed that readers' programs can find, and what it is called."""

    title: str
    address: str


@dataclass(frozen=True)
class Picture:
    """A picture of 1,200 by 630 pixels that stands beside a link to a page, and what it shows."""

    address: str
    description: str


@dataclass(frozen=True)
class Head:
    """
    A page as machines see it.

    ``address`` is the one full address under which search engines should know it; ``kind`` is Open Graph's type of
    the page; ``robots`` is for search engines, such as ``noindex, follow``; ``data`` holds dictionaries of JSON-LD.
    """

    title: str
    address: str
    description: str = ""
    kind: str = "website"
    robots: str = ""
    published: dt.datetime | None = None
    modified: dt.datetime | None = None
    feeds: tuple[Feed, ...] = ()
    picture: Picture | None = None
    data: list[dict] = field(default_factory=list)


def json_ld(data: list[dict]) -> SafeString:
    """Return JSON-LD for a script element: one graph, in which nothing can end the element."""
    graph = {"@context": "https://schema.org", "@graph": data}
    return mark_safe(json.dumps(graph, ensure_ascii=False).translate(ESCAPES))  # noqa: S308  # Escaped above.
