"""Upcoming and past events that readers may see."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from wagtail.blocks import StructValue
from wagtail.models import Site

from board.approvals.serving import filter_approved
from board.basepage.models import BasePage
from board.blocks.event_callout import event_callouts
from board.engines.pagecache import clock

from .event_dates import event_uid
from .models import EventDate

# An event stays in the calendar file for so long: subscribed calendars keep it, or learn that it was cancelled.
RETENTION = dt.timedelta(days=90)


@dataclass(frozen=True)
class Event:
    """An event with the content of its page: ``value`` is the callout's, ``page`` the live page that contains it."""

    uid: UUID
    block_id: str
    page: object
    value: StructValue

    @property
    def anchor(self) -> str:
        """Return the event's fragment on its page."""
        return f"event-{self.block_id}"


def public_dates(site: Site) -> QuerySet[EventDate]:
    """Return the dates on public pages of a Site."""
    return EventDate.objects.filter(page__in=BasePage.objects.live().public().in_site(site))


def not_over(now: dt.datetime) -> Q:
    """
    Return the condition that an event is not over at ``now``, an aware time.

    Without an end it lasts until the end of its day in local time, as in ``EventCalloutValue.is_past``.
    """
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return Q(ends__gt=now) | Q(ends=None, starts__gte=today)


def upcoming_dates(site: Site) -> list[EventDate]:
    """
    Return the dates of upcoming and current events, the next one first.

    There are never many, so all are read, which also gives the time until which the list is valid.
    """
    now = clock.now()
    dates = list(public_dates(site).filter(not_over(now)).order_by("starts", "pk"))
    for date in dates:
        clock.true_until(date.ends or clock.end_of(timezone.localdate(date.starts)))
    return dates


def past_dates(site: Site) -> QuerySet[EventDate]:
    """Return the dates of events that are over, the latest first; valid until the next one is over."""
    now = clock.now()
    clock.true_until(clock.end_of(timezone.localdate(now)))
    if ends := EventDate.objects.filter(ends__gt=now).aggregate(next=Min("ends"))["next"]:
        clock.true_until(ends)
    return public_dates(site).exclude(not_over(now)).order_by("-starts", "-pk")


def in_calendar(site: Site, now: dt.datetime) -> QuerySet[EventDate]:
    """Return the dates in the calendar file of a Site at ``now``: of events to come, and of those lately over."""
    since = now - RETENTION
    return public_dates(site).filter(Q(starts__gte=since) | Q(ends__gte=since))


def calendar_dates(site: Site) -> list[EventDate]:
    """Return the dates in the calendar file of a Site, the earliest first; valid until the first leaves it."""
    now = clock.now()
    dates = list(in_calendar(site, now).order_by("starts", "pk"))
    over = [last for date in dates if (last := date.ends or date.starts) < now]
    clock.true_until(min(over, default=now) + RETENTION)
    return dates


def has_calendar(site: Site) -> bool:
    """Return whether the calendar file of a Site has an event in it; valid for a day."""
    clock.today()
    return in_calendar(site, clock.now()).exists()


def load_events(dates: Iterable[EventDate]) -> list[Event]:
    """
    Return the events of dates, in their order, with the content of their live pages.

    One query for the pages and one for each of their types, however many events there are. Events of a page that
    does not show what was approved are left out.
    """
    dates = list(dates)
    pages = BasePage.objects.live().filter(pk__in={date.page_id for date in dates}).specific()
    events = {}
    for page in filter_approved(pages):
        for callout in event_callouts(page):
            uid = event_uid(page, callout.id)
            events[uid] = Event(uid, callout.id, page, callout.value)
    return [events[date.uid] for date in dates if date.uid in events]
