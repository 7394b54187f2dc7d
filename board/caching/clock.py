"""
The clock, as readers' pages look at it.

A page that depends on the time is true until a moment. Asked here, a question about the time notes that moment with the
answer that is being made, and whoever keeps the answer throws it away then. A test finds any other look at the
clock where readers' pages are made (tests/board/caching/test_clock.py).
"""

import datetime as dt

from django.utils import timezone

from .answers import CURRENT


def true_until(moment: dt.datetime) -> None:
    """Note that the answer being made, if any, will be another from an aware moment on."""
    if answer := CURRENT.get():
        answer.is_true_until(moment.timestamp())


def has_come(moment: dt.datetime) -> bool:
    """Say whether an aware moment is now or past; until it comes, the answer being made is true no longer than that."""
    if moment <= timezone.now():
        return True
    true_until(moment)
    return False


def today() -> dt.date:
    """Return the day it is here; the answer being made is true until midnight."""
    day = timezone.localdate()
    true_until(start_of(day + dt.timedelta(days=1)))
    return day


def start_of(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def now() -> dt.datetime:
    """
    Return the present moment.

    Whoever asks a database with it says with ``true_until`` how long what came back is right.
    """
    return timezone.now()
