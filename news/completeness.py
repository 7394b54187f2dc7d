"""What an imported item lacks before it can be submitted."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags

from board.blocks.link_text import is_vague


def _link_words(value: dict[str, Any]) -> Iterator[str]:
    title = value.get("title") or ""
    if is_vague(title):
        yield f"words that say where “{title}” leads"


def _resource_link(value: dict[str, Any]) -> Iterator[str]:
    name = value.get("title") or value.get("source")
    if not name:
        yield f"words for the link to {value['url']}" if value.get("url") else "words for a link"
    if not value.get("page") and not value.get("url"):
        yield f"address for “{name}”" if name else "address for a link"
    yield from _link_words(value)


def _pdf_document(value: dict[str, Any]) -> Iterator[str]:
    name = value.get("title")
    if not name:
        yield "title of a PDF"
    if not value.get("document") and not value.get("url"):
        yield f"file for “{name}”" if name else "file for a PDF"
    yield from _link_words(value)


def _event_callout(value: dict[str, Any]) -> Iterator[str]:
    name = value.get("name")
    if not name:
        yield "name of the event"
    if not value.get("start"):
        yield f"start of “{name}”" if name else "start of the event"


def _statement_quote(value: dict[str, Any]) -> Iterator[str]:
    speaker = value.get("speaker")
    if not strip_tags(value.get("statement") or "").strip():
        yield "words of the statement"
    if not speaker:
        yield "speaker of the statement"
    if not value.get("role"):
        yield f"role of {speaker}" if speaker else "role of the speaker"
    if not value.get("date"):
        yield "date of the statement"


_CHECKS = {
    "resource_link": _resource_link,
    "pdf_document": _pdf_document,
    "event_callout": _event_callout,
    "statement_quote": _statement_quote,
}


def missing_in(date: dt.date | str | None, body: list[dict[str, Any]]) -> list[str]:
    """Return what is missing in a date and a body as a revision stores them, in the order of the form."""
    missing = [] if date else ["date"]
    if not body:
        missing.append("words of the item")
    for block in body:
        if check := _CHECKS.get(block["type"]):
            missing.extend(check(block["value"]))
    return missing


def missing_details(page) -> list[str]:
    """Return what a news item lacks before it can be submitted; empty when it is complete."""
    return missing_in(page.date, page.body.get_prep_value())
