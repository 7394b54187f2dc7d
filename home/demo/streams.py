"""From the blocks of the content to what a StreamField stores."""

import datetime as dt

from django.utils import timezone
from wagtail.models import Site

from board.basepage.models import BasePage


def page_at(address: str) -> BasePage:
    """Return the page at an address of the default Site, such as ``/resources/``; raises ``DoesNotExist``."""
    root = Site.objects.get(is_default_site=True).root_page
    return BasePage.objects.get(url_path=root.url_path.rstrip("/") + address)


def local_moment(day: dt.date, clock: str) -> dt.datetime:
    """Return the moment of a day and a time such as ``18:30``, in local time."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(clock)))


def block_value(value, documents: dict, today: dt.date):
    """Return a block's value with files and pages looked up and relative days counted from ``today``."""
    if isinstance(value, str):
        return value
    value = dict(value)
    if "pdf" in value:
        value["document"] = documents[value.pop("pdf")].pk
    if "link_to" in value:
        value["page"] = page_at(value.pop("link_to")).pk
    if "in_days" in value:
        day = today + dt.timedelta(days=value.pop("in_days"))
        value["start"] = local_moment(day, value.pop("at"))
        value["end"] = local_moment(day, value.pop("until"))
    return {name: part.isoformat() if isinstance(part, dt.date) else part for name, part in value.items()}


def stream_data(blocks: list[dict], documents: dict, today: dt.date) -> list[dict]:
    """
    Return the stored form of a stream.

    ``blocks`` are tables of one entry each, the block's name and its value; ``documents`` are the files by name.
    """
    return [
        {"type": name, "value": block_value(value, documents, today)}
        for block in blocks
        for name, value in block.items()
    ]
