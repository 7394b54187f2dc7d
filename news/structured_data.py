"""A news item in the words of schema.org and Open Graph."""

import dataclasses
import datetime as dt

from django.utils import timezone
from wagtail.models import Site

from board.siteinfo.head import Head
from board.siteinfo.organization import publisher, static_address
from board.siteinfo.remembered import board_of


def start_of(day: dt.date) -> dt.datetime:
    """Return the first moment of a day, local time."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def correction_comment(correction) -> dict:
    """Return a correction as schema.org's CorrectionComment."""
    return {
        "@type": "CorrectionComment",
        "text": correction["note"],
        "datePublished": correction["date"].isoformat(),
    }


def article(item, head: Head, request) -> Head:
    """Return the head of an item as an article; ``head`` is what any page tells."""
    published = item.issued_at or (start_of(item.date) if item.date else None)
    modified = start_of(item.changes[0]["date"]) if item.changes else published
    site = Site.find_for_request(request)
    data = {"@type": "NewsArticle", "headline": item.title, "url": head.address, "mainEntityOfPage": head.address}
    if head.description:
        data["description"] = head.description
    if published and modified:
        data["datePublished"] = timezone.localtime(published).isoformat()
        data["dateModified"] = timezone.localtime(max(published, modified)).isoformat()
    if item.corrections:
        data["correction"] = [correction_comment(correction) for correction in item.corrections]
    if site:
        board = publisher(board_of(request), site)
        data |= {"author": board, "publisher": board, "image": static_address(site, "img/share.png")}
    return dataclasses.replace(head, kind="article", published=published, modified=modified, data=[data, *head.data])
