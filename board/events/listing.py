"""Events that readers may see, coming and past."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from wagtail.blocks import StructValue
from wagtail.models import Site

from board.basepage.models import BasePage
from board.blocks.event_callout import event_callouts
from board.engines.pagecache import clock
from board.publishing.serving import as_approved

from .index import event_uid
from .models import EventDate


@dataclass(frozen=True)
class Event:
    """An event with the words of its page: ``value`` is the callout's, ``page`` the live page that carries it."""

    uid: UUID
    block_id: str
    page: object
    value: StructValue

    @property
    def anchor(self) -> str:
        """Return the name of the place on its page."""
        return f"event-{self.block_id}"


def public_dates(site: Site) -> QuerySet[EventDate]:
    """Return the dates on pages of a Site that anybody may read."""
    return EventDate.objects.filter(page__in=BasePage.objects.live().public().in_site(site))


def not_over(now: dt.datetime) -> Q:
    """
    Return the condition that an event is not over at ``now``, an aware time.

    Without an end it is over when its day is, local time: ``EventCalloutValue.is_past`` says the same of a callout.
    """
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return Q(ends__gt=now) | Q(ends=None, starts__gte=today)


def coming(site: Site) -> list[EventDate]:
    """
    Return the dates of coming and running events, the next one first.

    There are never many, so all of them are read, which says as well until when the list is true.
    """
    now = clock.now()
    dates = list(public_dates(site).filter(not_over(now)).order_by("starts", "pk"))
    for date in dates:
        clock.true_until(date.ends or clock.start_of(timezone.localdate(date.starts) + dt.timedelta(days=1)))
    return dates


def past(site: Site) -> QuerySet[EventDate]:
    """Return the dates of events that are over, the latest first; true until the next one is."""
    now = clock.now()
    clock.true_until(clock.start_of(timezone.localdate(now) + dt.timedelta(days=1)))
    if ends := EventDate.objects.filter(ends__gt=now).aggregate(next=Min("ends"))["next"]:
        clock.true_until(ends)
    return public_dates(site).exclude(not_over(now)).order_by("-starts", "-pk")


def with_words(dates: Iterable[EventDate]) -> list[Event]:
    """
    Return the events of dates, in their order, with the words that their live pages say.

    One query for the pages and one for each of their types, however many events there are; those of a statement
    only where its page shows what was approved.
    """
    dates = list(dates)
    pages = BasePage.objects.live().filter(pk__in={date.page_id for date in dates}).specific()
    found = {}
    for page in as_approved(pages):
        for callout in event_callouts(page):
            uid = event_uid(page, callout.id)
            found[uid] = Event(uid, callout.id, page, callout.value)
    return [found[date.uid] for date in dates if date.uid in found]
