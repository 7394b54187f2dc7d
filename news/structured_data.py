"""A news item in the words of schema.org and Open Graph."""

import dataclasses

from django.utils import timezone
from wagtail.models import Site

from board.blocks.picture import SHARE_SPEC, picture_in
from board.caching.clock import start_of
from board.siteinfo.head import Head, Picture
from board.siteinfo.organization import publisher, static_address
from board.siteinfo.remembered import board_of


def correction_comment(correction) -> dict:
    """Return a correction as schema.org's CorrectionComment."""
    return {
        "@type": "CorrectionComment",
        "text": correction["note"],
        "datePublished": correction["date"].isoformat(),
    }


def article(item, head: Head, request) -> Head:
    """Return the head of an item as an article; ``head`` is that of any page."""
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
        picture = share_picture(item, site)
        data |= {"author": board, "publisher": board}
        data["image"] = picture.address if picture else static_address(site, "img/share.png")
        head = dataclasses.replace(head, picture=picture)
    return dataclasses.replace(head, kind="article", published=published, modified=modified, data=[data, *head.data])


def share_picture(item, site: Site) -> Picture | None:
    """Return the picture of an item for shared links; ``None`` where it has none, or only a decorative one."""
    image = picture_in(item.picture)
    if image is None or image.decorative:
        return None
    return Picture(site.root_url + image.get_rendition(SHARE_SPEC).url, image.contextual_alt_text)
