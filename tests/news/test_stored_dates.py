"""Dates that a program stored, and that no form would take, break no page, feed, calendar file or search."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import feedparser
import icalendar
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from board.events.models import EventDate
from board.siteinfo.models import Alert, BoardSettings
from news.models import NewsPage
from resources.models import ResourcePage
from tests.board.events.conftest import in_days
from tests.factories import NewsPageFactory, ResourcePageFactory
from tests.publication import address, fresh

EDGES = [
    dt.date.min, dt.date(1, 1, 2), dt.date(218, 3, 13), dt.date(1847, 11, 30), dt.date(1970, 1, 1),
    dt.date(9999, 12, 30),
]  # fmt: skip
MORE = pytest.mark.test_all("More dates of the same kind; make test tries the edges.")
ADDRESSES = [
    "/", "/news/", "/news/feed/", "/news/statements/", "/news/events/", "/news/events/past/", "/news/events.ics",
    "/resources/", "/sitemap-pages.xml", "/search/?q=heron", "/search/?q=heron&sort=date",
]  # fmt: skip


def event(start, end=None, **more):
    return {"type": "event_callout", "value": {"name": "Stand", "start": start, "end": end, **more}}


def assert_all_answer(client, *pages):
    for place in [*map(address, pages), *ADDRESSES]:
        assert client.get(place).status_code == 200, place


def assert_calendar_is_read(client):
    for uid in EventDate.objects.values_list("uid", flat=True):
        icalendar.Calendar.from_ical(client.get(f"/events/{uid}.ics").content)
    icalendar.Calendar.from_ical(client.get("/news/events.ics").content)


@pytest.mark.postgresql("The two databases hold other ranges of dates.")
@pytest.mark.parametrize("day", [dt.date.max, *(pytest.param(day, marks=MORE) for day in EDGES)], ids=str)
def test_item_with_the_date_is_shown(client, news_index, resource_index, site, superuser, day):
    update = {
        "type": "change",
        "value": {"date": day.isoformat(), "kind": "correction", "note": "A"},
    }
    dates = {"date": day, "awareness_starts": day, "awareness_ends": day, "review_by": day}
    page = NewsPageFactory(parent=news_index, title="Heron", updates=[update], **dates)
    resource = ResourcePageFactory(parent=resource_index, title="Heron guide", published_on=day, review_by=day)
    Alert.objects.create(
        settings=BoardSettings.for_site(site),
        message="An alert",
        starts_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        ends_at=dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.UTC),
    )
    assert_all_answer(client, page, resource)
    feed = feedparser.parse(client.get("/news/feed/").content)
    assert not feed.bozo
    assert all(entry.published[-6:] in {"+00:00", "+01:00"} for entry in feed.entries)
    client.force_login(superuser)
    for place in (f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{news_index.pk}/", "/admin/reports/pages-to-review/"):
        assert client.get(place).status_code == 200, place


STORED = [
    event("9999-12-31T12:00:00+00:00"),
    event("9999-12-31T00:00:00+00:00", all_day=True),
    event("2026-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"),
    event("9999-12-31T23:59:59-05:00"),
    event("0001-01-01T00:00:00"),
    event("0218-03-13T12:00:00+00:00", "9999-12-31T12:00:00+00:00", all_day=True),
    event("2027-06-01T12:00:00", "2027-06-01T14:00:00"),
    event("2027-06-01T12:00:00+00:00", "2027-06-01T10:00:00"),
    event("no time"),
    event(20270601),
]


@pytest.mark.postgresql("The two databases hold other ranges of times.")
@pytest.mark.parametrize(
    "stored",
    [
        event("9999-12-31T00:00:00+00:00"),
        event("0001-01-01T00:00:00+00:00"),
        *(pytest.param(stored, marks=MORE) for stored in STORED),
    ],
    ids=lambda stored: f"{stored['value']['start']} {stored['value']['end']}",
)
def test_event_at_the_edge_is_shown(client, news_index, superuser, stored):
    page = NewsPageFactory(parent=news_index, title="Heron", body=[stored])
    assert_all_answer(client, page)
    assert_calendar_is_read(client)
    client.force_login(superuser)
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_event_of_many_years_stays_in_the_calendar_file(client, news_index):
    body = [event(in_days(-400).isoformat(), in_days(400).isoformat())]
    NewsPageFactory(parent=news_index, title="Heron", body=body)
    assert b"BEGIN:VEVENT" in client.get("/news/events.ics").content


@pytest.mark.parametrize(("days", "is_offered"), [(3, True), (-3, True), (-100, False)])
def test_calendar_file_is_offered_while_it_has_an_event(client, news_index, days, is_offered):
    NewsPageFactory(parent=news_index, title="Heron", body=[event(in_days(days).isoformat())])
    soup = BeautifulSoup(client.get("/news/events/").content, "html.parser")
    assert bool(soup.find("a", href="/news/events.ics")) is is_offered
    assert (b"BEGIN:VEVENT" in client.get("/news/events.ics").content) is is_offered


@pytest.mark.parametrize(
    "examples", [2, pytest.param(60, marks=pytest.mark.test_all("Sixty pairs of times; make test tries two."))]
)
def test_any_start_and_end_are_shown(client, news_index, examples):
    moments = st.datetimes(timezones=st.sampled_from([dt.UTC, ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")]))
    page = NewsPageFactory(parent=news_index, title="Heron")

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(moments, st.none() | moments, st.booleans(), st.dates())
    @example(dt.datetime.max.replace(tzinfo=dt.UTC), None, True, dt.date.max)
    def assert_shown(start, end, all_day, day):
        current = fresh(page)
        current.body = json.dumps([event(start.isoformat(), end and end.isoformat(), all_day=all_day)])
        current.date = day
        current.save()
        for place in (address(current), "/news/", "/news/events/", "/news/events/past/", "/news/events.ics"):
            assert client.get(place).status_code == 200, place
        assert_calendar_is_read(client)

    assert_shown()
    assert NewsPage.objects.count() == 1
    assert not ResourcePage.objects.exists()
