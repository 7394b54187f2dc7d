"""A news item in the words of schema.org and Open Graph."""

import dataclasses

from wagtail.models import Site

from board.blocks.picture import picture_in
from board.dates import written_out
from board.engines.pagecache.clock import start_of
from board.media.renditions import SHARE_SPEC
from board.siteinfo.organization import publisher, static_url
from board.siteinfo.page_metadata import PageMetadata, ShareImage
from board.siteinfo.site_info import board_settings


def correction_comment(correction) -> dict:
    """Return a correction as schema.org's CorrectionComment."""
    comment = {"@type": "CorrectionComment", "text": correction.get("note") or ""}
    if day := correction.get("date"):
        comment["datePublished"] = day.isoformat()
    return comment


def article(item, metadata: PageMetadata, request) -> PageMetadata:
    """Return the metadata of an item as an article; ``metadata`` is what every page has."""
    published = item.issued_at or (start_of(item.date) if item.date else None)
    modified = start_of(item.changed_on) if item.changed_on else published
    site = Site.find_for_request(request)
    data = {
        "@type": "NewsArticle",
        "headline": item.title,
        "url": metadata.address,
        "mainEntityOfPage": metadata.address,
    }
    if metadata.description:
        data["description"] = metadata.description
    if published and modified:
        data["datePublished"] = written_out(published)
        data["dateModified"] = written_out(max(published, modified))
    if item.corrections:
        data["correction"] = [correction_comment(correction) for correction in item.corrections]
    if site:
        board = publisher(board_settings(request), site)
        image = share_image(item, site)
        data |= {"author": board, "publisher": board}
        data["image"] = image.address if image else static_url(site, "img/share.png")
        metadata = dataclasses.replace(metadata, image=image)
    return dataclasses.replace(
        metadata, kind="article", published=published, modified=modified, data=[data, *metadata.data]
    )


def share_image(item, site: Site) -> ShareImage | None:
    """Return the image of an item for shared links; ``None`` where there is none, or only a decorative one."""
    image = picture_in(item.picture)
    if image is None or image.decorative:
        return None
    rendition = image.available_renditions(SHARE_SPEC).get(SHARE_SPEC)
    return ShareImage(site.root_url + rendition.url, image.contextual_alt_text) if rendition else None
