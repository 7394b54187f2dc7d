"""Keeps the dates of events as the live pages say them."""

import uuid

from board.blocks.event_callout import event_callouts

from .models import EventDate


def event_uid(page, block_id: str) -> uuid.UUID:
    """
    Return the identifier of an event: the same after every edit, another for a copy of the page.

    Wagtail keeps the ids of blocks when it copies a page, but gives the copy a translation key of its own.
    """
    return uuid.uuid5(page.translation_key, str(block_id))


def dates_of(page) -> dict:
    """Return the dates that a specific page should have, by their identifier; none while it is not live."""
    if not page.live:
        return {}
    wanted = {}
    for callout in event_callouts(page):
        uid = event_uid(page, callout.id)
        wanted[uid] = EventDate(
            page_id=page.pk,
            block_id=callout.id,
            uid=uid,
            starts=callout.value["start"],
            ends=callout.value.get("end"),
        )
    return wanted


def index_page(page) -> bool:
    """
    Bring the dates of a specific page, saved just now, to what it says; say whether anything changed.

    It costs one query where there is nothing to do.
    """
    wanted = dates_of(page)
    stored = {date.uid: date for date in EventDate.objects.filter(page_id=page.pk)}
    changed = False
    for uid, date in stored.items():
        new = wanted.pop(uid, None)
        if new is None:
            date.delete()
        elif (new.starts, new.ends) != (date.starts, date.ends):
            date.starts, date.ends = new.starts, new.ends
            date.save()
        else:
            continue
        changed = True
    EventDate.objects.bulk_create(wanted.values())
    return changed or bool(wanted)
