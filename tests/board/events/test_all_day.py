"""An event on whole days: no time is told anywhere, and calendars have its days."""

import datetime as dt
import json
from itertools import product
from zoneinfo import ZoneInfo

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from board.approvals.digest import content_digest
from board.blocks.event_callout import EventCalloutBlock
from board.events.models import EventDate
from news.models import NewsPage
from tests.admin import add_news, news_form
from tests.board.events.conftest import callout, in_days
from tests.factories import NewsPageFactory
from tests.publication import address

LONDON = ZoneInfo("Europe/London")
JUNE = dt.datetime(2027, 6, 1, tzinfo=LONDON)


def value(start, end=None, **more):
    return EventCalloutBlock().to_python({"name": "Stand", "start": start, "end": end, **more})


def file_of(client):
    (event,) = icalendar.Calendar.from_ical(client.get("/news/events.ics").content).events
    return event


def event_in(html):
    data = json.loads(BeautifulSoup(html, "html.parser").find("script", type="application/ld+json").string)
    return next(part for part in data["@graph"] if part["@type"] == "Event")


# The days on which the clocks change among them.
@pytest.mark.parametrize(
    ("day", "days", "hour"),
    [
        (dt.date(2027, 10, 31), 3, 0),
        (dt.date(2027, 3, 28), 1, 14),
        *(
            pytest.param(*each, marks=pytest.mark.test_all("More days and hours; make test tries the clock changes."))
            for each in product([dt.date(2027, 6, 1), dt.date(2027, 3, 26), dt.date(2027, 10, 30)], [1, 3], [0, 14])
        ),
    ],
)
def test_whole_days_are_told_without_a_time(client, news_index, day, days, hour):
    start, last = dt.datetime.combine(day, dt.time(hour), LONDON), day + dt.timedelta(days=days - 1)
    end = dt.datetime.combine(last, dt.time(hour), LONDON) if days > 1 else None
    page = NewsPageFactory(parent=news_index, body=[callout("Stand", start, end, all_day=True)])
    for place in (address(page), "/news/events/"):
        facts = BeautifulSoup(client.get(place).content, "html.parser").select_one(".event-facts")
        assert ":" not in facts.get_text()
        assert [time["datetime"] for time in facts.find_all("time")] == sorted({f"{day}", f"{last}"})
        assert f"{day:%A} {day.day} {day:%B} {day.year}" in facts.get_text()
    event = file_of(client)
    assert event["DTSTART"].to_ical().decode() == f"{day:%Y%m%d}"
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["DTEND"].to_ical().decode() == f"{last + dt.timedelta(days=1):%Y%m%d}"
    data = event_in(client.get(address(page)).content)
    assert data["startDate"] == f"{day}"
    assert data.get("endDate") == (f"{last}" if days > 1 else None)


def test_event_from_midnight_without_an_end_is_on_a_whole_day(client, news_index):
    """What was stored before editors could say so, and approved."""
    page = NewsPageFactory(parent=news_index, body=[callout("Stand", JUNE)])
    main = BeautifulSoup(client.get(address(page)).content, "html.parser").main
    assert "Tuesday 1 June 2027" in main.get_text()
    assert "00:00" not in str(main)
    assert file_of(client)["DTSTART"].params["VALUE"] == "DATE"


@pytest.mark.parametrize(
    ("stored", "whole", "words", "until"),
    [
        (value(JUNE), True, "Tuesday 1 June 2027", ""),
        (value(JUNE, JUNE.replace(hour=23, minute=59)), True, "Tuesday 1 June 2027", ""),
        (value(JUNE, dt.datetime(2027, 6, 3, 23, 59, tzinfo=LONDON)), True, "Tuesday 1 June 2027",
         "Thursday 3 June 2027"),
        (value(JUNE, JUNE.replace(hour=9)), False, "Tuesday 1 June 2027, 00:00", "09:00"),
        (value(JUNE, dt.datetime(2027, 6, 2, tzinfo=LONDON)), False, "Tuesday 1 June 2027, 00:00",
         "Wednesday 2 June 2027, 00:00"),
        (value(JUNE.replace(hour=9)), False, "Tuesday 1 June 2027, 09:00", ""),
        (value(JUNE.replace(hour=9), JUNE.replace(hour=17), all_day=True), True, "Tuesday 1 June 2027", ""),
        (value(None, all_day=True), False, "", ""),
        (value(None, JUNE), False, "", "Tuesday 1 June 2027, 00:00"),
    ],
)  # fmt: skip
def test_times_are_told_unless_they_say_nothing(stored, whole, words, until):
    assert (stored.is_all_day, stored.start_in_words, stored.end_in_words) == (whole, words, until)


def test_event_on_whole_days_is_over_when_the_last_day_is(news_index):
    today = timezone.localdate()
    NewsPageFactory(parent=news_index, body=[callout("Stand", in_days(-2, 9), in_days(0, 9), all_day=True)])
    date = EventDate.objects.get()
    assert timezone.localdate(date.starts) == today - dt.timedelta(days=2)
    assert timezone.localtime(date.starts).hour == 0
    assert date.ends == timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=1), dt.time.min))
    page = NewsPage.objects.get()
    assert not page.body[0].value.is_past


def test_event_not_on_whole_days_has_the_digest_that_it_had(news_index):
    stored = callout("Stand", JUNE, block_id="1")
    before, after = stored["value"], {**stored["value"], "all_day": False}
    pages = [NewsPageFactory.build(title="Heron", body=[{**stored, "value": each}]) for each in (before, after)]
    assert len({content_digest(page) for page in pages}) == 1
    whole = NewsPageFactory.build(title="Heron", body=[{**stored, "value": {**before, "all_day": True}}])
    assert content_digest(whole) != content_digest(pages[0])


class TestForm:
    @pytest.fixture(autouse=True)
    def _editor(self, client, editor):
        client.force_login(editor)

    def submit(self, client, news_index, **fields):
        event = {"name": "Stand", "location": "", "description": "", "url": "", "end": "", **fields}
        return add_news(client, news_index, news_form("Heron", [("event_callout", event)], action="action-submit"))

    def test_editor_says_so(self, client, news_index):
        day = timezone.localdate() + dt.timedelta(days=30)
        self.submit(client, news_index, start=f"{day:%d/%m/%Y}", end=f"{day:%d/%m/%Y}", all_day="on")
        stored = NewsPage.objects.get().body[0].value
        assert stored.is_all_day
        assert stored.first_day == stored.last_day == day

    def test_last_day_before_the_first_is_refused(self, client, news_index):
        response = self.submit(client, news_index, start="02/06/2027", end="01/06/2027", all_day="on")
        assert "The last day lies before the first." in response.content.decode()

    @pytest.mark.parametrize("typed", ["some time", "31/02/2027", "25:00"])
    def test_end_that_is_no_date_is_refused_and_kept(self, client, news_index, typed):
        response = self.submit(client, news_index, start="02/06/2027 10:00", end=typed)
        assert response.status_code == 200
        assert typed in response.content.decode()
        assert not NewsPage.objects.exists()


def test_chair_reads_what_readers_read(client, news_index, chair):
    page = NewsPageFactory(parent=news_index, live=False, body=[callout("Stand", JUNE, all_day=True)])
    page.save_revision()
    client.force_login(chair)
    html = client.get(reverse("publishing:decide", args=[page.pk])).content.decode()
    assert "Tuesday 1 June 2027<" in html
