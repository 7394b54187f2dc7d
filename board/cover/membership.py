"""
When cover begins and ends: the stand-in is made a member of the group, and the membership is taken away.

Wagtail asks for a person's groups in queries of its own, for permissions, tasks, locks, lists and mails alike, so a
stand-in has to be a real member. What is due is done before a request first asks who is there: whatever a person may do
is looked up after it (docs/decisions/0032).
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from .models import Cover

BEGUN = "cover.begin"
ENDED = "cover.end"


def apply_due_cover(today: dt.date | None = None) -> None:
    """Begin and end the cover that is due by a day in local time, which is today; one query where there is none."""
    today = today or timezone.localdate()
    if not Cover.objects.due(today).exists():
        return
    with transaction.atomic():
        # What ends comes first: it may be the same person's, in the same group.
        for cover in Cover.objects.due(today).select_for_update().order_by("last_day", "pk"):
            if cover.last_day < today:
                end_cover(cover)
            else:
                begin_cover(cover)


def begin_cover(cover: Cover) -> None:
    """
    Make the stand-in a member of the group; the caller has locked the row.

    Who is a member for good already needs no cover: it ends without a word, and takes no membership away.
    """
    if cover.stand_in.groups.filter(pk=cover.group_id).exists():
        end_cover(cover)
        return
    cover.begun_at = timezone.now()
    cover.save(update_fields=["begun_at"])
    cover.stand_in.groups.add(cover.group)
    log(cover.stand_in, BEGUN, data=log_data(cover))


@transaction.atomic
def end_cover(cover: Cover, user=None) -> bool:
    """
    Take the membership away, or call off cover that has not begun; return whether it was still to end.

    ``user`` is who ends it before its last day is over.
    """
    # First the row, so that the receiver of a change of groups finds nothing more to end.
    if not Cover.objects.filter(pk=cover.pk, ended_at=None).update(ended_at=timezone.now()):
        return False
    has_begun = bool(cover.begun_at)
    cover.refresh_from_db()
    if has_begun:
        cover.stand_in.groups.remove(cover.group)
    if has_begun or user:
        log(cover.stand_in, ENDED, user=user, data=log_data(cover))
    return True


def log_data(cover: Cover) -> dict:
    """Return what Wagtail's log keeps of cover."""
    return {
        "for": cover.get_role_display(),
        "group": cover.group.name,
        "first_day": cover.first_day.isoformat(),
        "last_day": cover.last_day.isoformat(),
    }
