"""Pages with events."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import NewsPageFactory


def callout(name, start, end=None, block_id=None, **value):
    """Return a callout as a stream stores it; ``start`` and ``end`` are aware times."""
    block = {
        "type": "event_callout",
        "value": {
            "name": name,
            "start": start.isoformat(),
            "end": end and end.isoformat(),
            "location": "Central Library",
            "description": "",
            "url": "",
            "cancelled": False,
            **value,
        },
    }
    return block | ({"id": block_id} if block_id else {})


def in_days(days, hour=18):
    """Return an hour of the day a number of days from now, in local time."""
    day = timezone.localdate() + dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


@pytest.fixture
def evening(news_index):
    """A live item with one coming event."""
    return NewsPageFactory(parent=news_index, title="Evening", body=[callout("Safer internet evening", in_days(3))])
