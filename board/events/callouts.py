"""The event callouts of a page, and the names by which calendars know them."""

import uuid
from collections.abc import Iterator
from typing import NamedTuple

from wagtail.blocks import StructValue

from board.blocks.event_callout import EventCalloutBlock


class Callout(NamedTuple):
    """An event callout in a page's stream."""

    block_id: str
    value: StructValue


def callouts(page) -> Iterator[Callout]:
    """Yield the event callouts of a specific page's streams that have a start, in their order."""
    for name in page.get_streamfield_names():
        for block in getattr(page, name):
            if isinstance(block.block, EventCalloutBlock) and block.value.get("start"):
                yield Callout(str(block.id), block.value)


def event_uid(page, block_id: str) -> uuid.UUID:
    """
    Return the identifier of an event: the same after every edit, another for a copy of the page.

    Wagtail keeps the ids of blocks when it copies a page, but gives the copy a translation key of its own.
    """
    return uuid.uuid5(page.translation_key, str(block_id))
