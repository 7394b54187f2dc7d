"""
The clock that readers' pages go by.

A page that depends on the time is true until a certain moment. These functions note that moment with the response that
is being generated, and the cache does not send it any later. A test finds any other use of the clock where readers'
pages are generated (tests/board/engines/pagecache/test_clock.py).
"""

import datetime as dt

from django.utils import timezone

from .dependencies import CURRENT


def true_until(moment: dt.datetime) -> None:
    """Note that the response being generated, if any, is no longer true from an aware moment on."""
    if dependencies := CURRENT.get():
        dependencies.expire_at(moment.timestamp())


def has_come(moment: dt.datetime) -> bool:
    """Return whether an aware moment is now or past; until it is, the response being generated is true no longer."""
    if moment <= timezone.now():
        return True
    true_until(moment)
    return False


def today() -> dt.date:
    """Return today's date here; the response being generated is true until midnight."""
    day = timezone.localdate()
    true_until(end_of(day))
    return day


def start_of(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def end_of(day: dt.date) -> dt.datetime:
    """Return the moment at which a day is over here; the last day of the calendar lasts as long as a time can tell."""
    if day == dt.date.max:
        return dt.datetime.max.replace(tzinfo=dt.UTC)
    return start_of(day + dt.timedelta(days=1))


def now() -> dt.datetime:
    """
    Return the present moment.

    Code that puts it into a query calls ``true_until`` with the moment at which the result changes.
    """
    return timezone.now()
