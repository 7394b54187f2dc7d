"""A resource in the words of schema.org."""

import dataclasses

from wagtail.models import Site

from board.siteinfo.organization import publisher
from board.siteinfo.page_metadata import PageMetadata
from board.siteinfo.site_info import board_settings

# schema.org's types of works by our kinds; any other kind is a CreativeWork.
TYPES = {"report": "Report", "review": "Report", "training": "LearningResource", "pack": "LearningResource"}


def creative_work(resource, metadata: PageMetadata, request) -> PageMetadata:
    """Return the metadata of a resource as a work; ``metadata`` is what every page has."""
    site = Site.find_for_request(request)
    data = {
        "@type": TYPES.get(resource.kind, "CreativeWork"),
        "name": resource.title,
        "url": metadata.address,
        "audience": {"@type": "Audience", "audienceType": resource.get_audience_display()},
    }
    if metadata.description:
        data["description"] = metadata.description
    if resource.published_on:
        data["datePublished"] = resource.published_on.isoformat()
    if resource.publisher:
        data["publisher"] = {"@type": "Organization", "name": resource.publisher}
    elif site:
        data["publisher"] = publisher(board_settings(request), site)
    if resource.source_url:
        data["sameAs"] = resource.source_url
    if resource.public_parts:
        data["hasPart"] = [
            {"@type": TYPES.get(part.kind, "CreativeWork"), "name": part.title, "url": part.get_full_url(request)}
            for part in resource.public_parts
        ]
    return dataclasses.replace(metadata, data=[data, *metadata.data])
