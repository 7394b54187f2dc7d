"""From a parsed item to an unsaved draft."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.utils.text import slugify

from news.models import NewsPage

from .inline import to_html
from .parsed_item import Paragraph, ParsedBlock, ParsedDocument, ParsedEvent, ParsedItem, ParsedLink, ParsedStatement

# A page's slug and import key hold 255 characters; the rest is room for a number.
MAX_SLUG = 240
LISTS = ("ul", "ol")


def slug_of(words: str) -> str:
    """Return words as a slug, which is never empty."""
    return slugify(words, allow_unicode=True)[:MAX_SLUG].strip("-_") or "item"


def numbered(slug: str, taken: Iterable[str]) -> str:
    """Return the slug, or the first of ``slug-2``, ``slug-3`` and so on that is not ``taken``."""
    taken, number, candidate = set(taken), 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def key_of(title: str) -> str:
    """Return a heading as a slug; a digest stands for one without letters or digits."""
    return slug_of(title) if slugify(title, allow_unicode=True) else f"item-{sha256(title.encode()).hexdigest()[:16]}"


def import_keys(titles: Iterable[str]) -> list[str]:
    """Return the keys that items keep from run to run: their headings as slugs, equal ones numbered."""
    keys: list[str] = []
    for title in titles:
        keys.append(numbered(key_of(title), keys))
    return keys


def rich_text(paragraphs: Iterable[Paragraph]) -> str:
    """Return paragraphs as the HTML that a rich text block stores; points that follow one another share a list."""
    html = ""
    for style, group in groupby(paragraphs, key=lambda paragraph: paragraph.style):
        tag = "li" if style in LISTS else style
        points = "".join(f"<{tag}>{to_html(paragraph.text)}</{tag}>" for paragraph in group)
        html += f"<{style}>{points}</{style}>" if style in LISTS else points
    return html


def block_value(block: ParsedBlock) -> tuple[str, dict[str, Any]]:
    """Return the name and the whole value of the content block for anything but a paragraph."""
    match block:
        case ParsedLink():
            return "resource_link", {
                "title": block.title,
                "page": None,
                "url": block.url,
                "source": block.source,
                "description": "",
            }
        case ParsedDocument():
            return "pdf_document", {"document": None, "url": block.url, "title": block.title, "source": ""}
        case ParsedEvent():
            return "event_callout", {
                "name": block.name,
                "start": block.start,
                "end": block.end,
                "all_day": block.all_day,
                "location": block.location,
                "description": block.description,
                "url": block.url,
                "cancelled": block.is_cancelled,
            }
        case ParsedStatement():
            return "statement_quote", {
                "statement": rich_text(block.paragraphs),
                "speaker": block.speaker,
                "role": block.role,
                "date": None,
            }
    raise TypeError(f"No content block holds a {type(block).__name__}.")


def stream(blocks: Iterable[ParsedBlock]) -> Iterator[tuple[str, Any]]:
    """Yield the name and value of each content block; paragraphs that follow one another share a text block."""
    for is_paragraph, group in groupby(blocks, key=lambda block: isinstance(block, Paragraph)):
        if is_paragraph:
            yield "text", rich_text(block for block in group if isinstance(block, Paragraph))
        else:
            yield from map(block_value, group)


def build_page(item: ParsedItem, key: str, slug: str) -> NewsPage:
    """Return an item as an unsaved draft without an author; what the list does not say stays empty."""
    return NewsPage(
        title=item.title,
        slug=slug,
        import_key=key,
        live=False,
        archived=True,
        date=item.date,
        notes_to_editors=rich_text(item.notes_to_editors),
        body=list(stream(item.blocks)),
    )
