"""The metadata of a page for browsers, search engines and link previews."""

import datetime as dt
import json
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

# What would end the script element, or start another, in the middle of the data (HTML, 4.12.1.3).
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class FeedLink:
    """A feed that feed readers can discover, and its title."""

    title: str
    address: str


@dataclass(frozen=True)
class ShareImage:
    """An image of 1,200 by 630 pixels for link previews, and its description."""

    address: str
    description: str


@dataclass(frozen=True)
class PageMetadata:
    """
    The content of a page's ``head`` element.

    ``address`` is the canonical URL; ``kind`` is the page's type in Open Graph; ``robots`` is for search engines, such
    as ``noindex, follow``; ``data`` holds dictionaries of JSON-LD.
    """

    title: str
    address: str
    description: str = ""
    kind: str = "website"
    robots: str = ""
    published: dt.datetime | None = None
    modified: dt.datetime | None = None
    feeds: tuple[FeedLink, ...] = ()
    image: ShareImage | None = None
    data: list[dict] = field(default_factory=list)


def json_ld(data: list[dict]) -> SafeString:
    """Return JSON-LD for a script element: one graph, escaped so that nothing in it ends the element."""
    graph = {"@context": "https://schema.org", "@graph": data}
    return mark_safe(json.dumps(graph, ensure_ascii=False).translate(ESCAPES))  # noqa: S308  # Escaped above.
