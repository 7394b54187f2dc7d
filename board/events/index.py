"""Keeps the dates of events as the live pages say them."""

from .callouts import callouts, event_uid
from .models import EventDate


def dates_of(page) -> dict:
    """Return the dates that a specific page should have, by their identifier; none while it is not live."""
    if not page.live:
        return {}
    wanted = {}
    for block_id, value in callouts(page):
        uid = event_uid(page, block_id)
        wanted[uid] = EventDate(
            page_id=page.pk, block_id=block_id, uid=uid, starts=value["start"], ends=value.get("end")
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
