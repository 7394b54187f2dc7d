"""Structured data of pages in the vocabulary of schema.org."""

from collections.abc import Iterable

from wagtail.models import Site

from board.blocks.event_callout import event_callouts
from board.siteinfo.organization import organization_id


def breadcrumbs(pages: Iterable[tuple[str, str]]) -> dict:
    """Return a BreadcrumbList; ``pages`` are titles and full addresses, from the home page to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": address}
            for position, (title, address) in enumerate(pages, start=1)
        ],
    }


def event(value, address: str | None, site: Site) -> dict:
    """Return the Event of an event callout's value, on the page at a full address; a page of no Site has none."""
    data = {
        "@type": "Event",
        "name": value.get("name") or "",
        "startDate": value.start_date,
        "eventStatus": f"https://schema.org/Event{'Cancelled' if value.get('cancelled') else 'Scheduled'}",
        "organizer": {"@id": organization_id(site)},
    }
    if url := value.get("url") or address:
        data["url"] = url
    if value.end_date:
        data["endDate"] = value.end_date
    if value.get("location"):
        data["location"] = {"@type": "Place", "name": value["location"], "address": value["location"]}
    if value.get("description"):
        data["description"] = value["description"]
    return data


def events(page, address: str | None, site: Site) -> list[dict]:
    """Return the Events of a page's event callouts."""
    return [event(callout.value, address, site) for callout in event_callouts(page)]
