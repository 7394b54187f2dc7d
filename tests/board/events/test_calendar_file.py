"""Calendar files, read by the library that wrote them and by another."""

import datetime as dt
import warnings
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from board.events.models import EventDate
from board.siteinfo.models import BoardSettings
from tests.board.events.conftest import callout, in_days
from tests.factories import NewsPageFactory
from tests.publication import fresh

LONDON = ZoneInfo("Europe/London")


def calendar(client, address="/news/events.ics"):
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def read(content):
    """Return the events of a file according to two libraries, which must agree."""
    first = icalendar.Calendar.from_ical(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        second = vobject.readOne(content.decode())
    pairs = list(zip(first.events, second.contents.get("vevent", []), strict=True))
    for ours, theirs in pairs:
        assert str(ours["SUMMARY"]) == theirs.summary.value
        assert ours.start.astimezone(dt.UTC) == theirs.dtstart.value.astimezone(dt.UTC)
        assert str(ours["UID"]) == theirs.uid.value
    return [ours for ours, _ in pairs]


# Either side of both clock changes of 2027, and in the hour that October has twice.
@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(2027, 3, 27, 18, 30, tzinfo=LONDON),
        dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 3, 28, 18, 30, tzinfo=LONDON),
        dt.datetime(2027, 10, 30, 18, 30, tzinfo=LONDON),
        dt.datetime(2027, 10, 31, 18, 30, tzinfo=LONDON),
        dt.datetime(2027, 7, 1, 0, 0, tzinfo=LONDON),
    ],
)
def test_time_is_right_around_clock_changes(client, news_index, moment):
    NewsPageFactory(parent=news_index, body=[callout("Stand", moment, moment + dt.timedelta(hours=2))])
    (event,) = read(calendar(client))
    assert event.start.astimezone(dt.UTC) == moment.astimezone(dt.UTC)
    assert event.end - event.start == dt.timedelta(hours=2)
    assert event["DTSTART"].params["TZID"] == "Europe/London"


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2030, 2040])
def test_time_zone_changes_on_the_legal_dates(client, evening, year):
    zone = icalendar.Calendar.from_ical(calendar(client)).timezones[0].to_tz()
    for month in (3, 10):
        last = max(day for day in range(25, 32) if dt.date(year, month, day).weekday() == 6)
        for hour in range(24):
            moment = dt.datetime(year, month, last, hour, 30)  # noqa: DTZ001  # Given both zones below.
            if (month, hour) not in {(3, 1), (10, 1)}:  # The hour that is not there, and the one that is there twice.
                assert moment.replace(tzinfo=zone).utcoffset() == moment.replace(tzinfo=LONDON).utcoffset(), moment


def test_calendar_is_complete(client, site, evening):
    board = BoardSettings.for_site(site)
    (event,) = read(calendar(client))
    parsed = icalendar.Calendar.from_ical(calendar(client))
    assert (parsed["VERSION"], parsed["METHOD"], str(parsed["X-WR-CALNAME"])) == ("2.0", "PUBLISH", board.board_name)
    assert event["UID"] == str(EventDate.objects.get().uid)
    assert str(event["LOCATION"]) == "Central Library"
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"].startswith(f"http://localhost/news/{evening.slug}/#event-")
    assert "DTSTAMP" in event
    assert calendar(client) == calendar(client)


def test_event_has_a_file_of_its_own(client, news_index):
    NewsPageFactory(parent=news_index, body=[callout("One", in_days(1)), callout("Two", in_days(2))])
    uid = EventDate.objects.order_by("starts").first().uid
    assert [str(event["SUMMARY"]) for event in read(calendar(client, f"/events/{uid}.ics"))] == ["One"]


def test_change_and_cancellation_raise_the_sequence(client, evening):
    page = fresh(evening)
    page.save_revision().publish()
    first = read(calendar(client))[0]
    page = fresh(evening)
    type(page)._base_manager.filter(pk=page.pk).update(
        first_published_at=page.first_published_at - dt.timedelta(days=1)
    )
    page = fresh(evening)
    page.body[0].value["cancelled"] = True
    page.save_revision().publish()
    second = read(calendar(client))[0]
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["STATUS"] == "CANCELLED"


def test_old_event_leaves_the_file_after_three_months(client, news_index):
    NewsPageFactory(parent=news_index, body=[callout("Kept", in_days(-80)), callout("Gone", in_days(-100))])
    assert [str(event["SUMMARY"]) for event in read(calendar(client))] == ["Kept"]


@pytest.mark.parametrize(
    "name",
    ["A;b,c\\d:e", "Line\r\nATTACH:http://evil.example/", "Bell\x07 and tab\tend", "“Größe” 🐦 " + "very " * 40, "="],
)
def test_any_text_leaves_the_file_valid(client, news_index, name):
    NewsPageFactory(parent=news_index, body=[callout(name, in_days(1), location=name[:200], description=name)])
    content = calendar(client)
    (event,) = read(content)
    assert "ATTACH" not in event
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_file_without_events_is_valid(client, home):
    assert read(calendar(client)) == []
