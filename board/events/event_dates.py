"""Updating the table of event dates from live pages."""

import uuid

from django.conf import settings
from wagtail.coreutils import get_locales_display_names

from board.blocks.event_callout import event_callouts

from .models import EventDate


def is_translated(page) -> bool:
    """Return whether a page is in another language than the site; without a query on a site in one language."""
    return len(get_locales_display_names()) > 1 and page.locale.language_code != settings.LANGUAGE_CODE


def event_uid(page, block_id: str) -> uuid.UUID:
    """
    Return the identifier of an event, which stays the same after edits and differs for a copy of the page.

    Wagtail keeps block ids when it copies a page, but gives a copy its own translation key, and a translation its own
    Locale.
    """
    name = f"{block_id} {page.locale.language_code}" if is_translated(page) else str(block_id)
    return uuid.uuid5(page.translation_key, name)


def dates_of(page) -> dict[uuid.UUID, EventDate]:
    """Return the dates of a specific page by identifier; none while it is not live."""
    if not page.live:
        return {}
    dates = {}
    for callout in event_callouts(page):
        uid = event_uid(page, callout.id)
        dates[uid] = EventDate(
            page_id=page.pk,
            block_id=callout.id,
            uid=uid,
            starts=callout.value.starts_at,
            ends=callout.value.ends_at,
        )
    return dates


def update_event_dates(page) -> bool:
    """
    Update the dates of a specific page that was just saved; return whether anything changed.

    One query where nothing has.
    """
    new_dates = dates_of(page)
    stored = {date.uid: date for date in EventDate.objects.filter(page_id=page.pk)}
    changed = False
    for uid, date in stored.items():
        new = new_dates.pop(uid, None)
        if new is None:
            date.delete()
        elif (new.starts, new.ends) != (date.starts, date.ends):
            date.starts, date.ends = new.starts, new.ends
            date.save()
        else:
            continue
        changed = True
    EventDate.objects.bulk_create(new_dates.values())
    return changed or bool(new_dates)
