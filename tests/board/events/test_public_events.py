"""The lists of upcoming and past events."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from board.blocks.event_callout import EventCalloutBlock
from board.events.models import EventDate
from board.events.public_events import not_over
from news.models import NewsPage
from tests.board.events.conftest import callout, in_days
from tests.board.publishing.conftest import QUOTE
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.publication import fresh, publish_statement

HOUR = dt.timedelta(hours=1)


def names(client, address):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [link.string for link in soup.select("main .teaser__title a")]


def test_upcoming_events_are_soonest_first_and_past_ones_latest_first(client, news_index, home):
    now = timezone.now()
    NewsPageFactory(
        parent=news_index,
        body=[
            callout("In nine days", in_days(9)),
            callout("Running", now - HOUR, now + HOUR),
            callout("Over", now - 2 * HOUR, now - HOUR),
            callout("Last year", in_days(-300)),
        ],
    )
    StandardPageFactory(parent=home, body=[callout("In two days", in_days(2))])
    assert names(client, "/news/events/") == ["Running", "In two days", "In nine days"]
    assert names(client, "/news/events/past/") == ["Over", "Last year"]


@pytest.mark.parametrize(("days", "address"), [(0, "/news/events/"), (-1, "/news/events/past/")])
def test_event_without_end_lasts_until_its_day_is_over(client, news_index, days, address):
    NewsPageFactory(parent=news_index, body=[callout("Stand", in_days(days, hour=0))])
    assert names(client, address) == ["Stand"]
    value = EventCalloutBlock().to_python({"name": "Stand", "start": in_days(days, hour=0).isoformat()})
    assert value.is_past is (days < 0)


@pytest.mark.parametrize(("start", "is_over"), [("2026-07-01T10:00+01:00", True), ("2026-07-02T00:15+01:00", False)])
def test_day_of_an_event_ends_at_local_midnight_in_summer(news_index, start, is_over):
    NewsPageFactory(parent=news_index, body=[callout("Stand", dt.datetime.fromisoformat(start))])
    half_past = dt.datetime.fromisoformat("2026-07-02T00:30+01:00").astimezone(dt.UTC)
    assert EventDate.objects.filter(not_over(half_past)).exists() is not is_over


def test_event_that_is_not_public_is_shown_nowhere(client, news_index, home):
    NewsPageFactory(parent=news_index, title="Draft", body=[callout("Secret draft", in_days(1))], live=False)
    private = StandardPageFactory(parent=home, body=[callout("Secret private", in_days(1))])
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    down = NewsPageFactory(parent=news_index, title="Down", body=[callout("Secret down", in_days(1))])
    hidden = [*EventDate.objects.values_list("uid", flat=True)]
    fresh(down).unpublish()
    for address in ("/news/events/", "/news/events/past/", "/news/events.ics"):
        assert "Secret" not in client.get(address).content.decode()
    for uid in hidden:
        assert client.get(f"/events/{uid}.ics").status_code == 404


def test_stale_date_shows_no_content(client, evening):
    """The words come from the live page: a date that was left behind has nothing to say."""
    NewsPage._base_manager.filter(pk=evening.pk).update(body=[])
    assert names(client, "/news/events/") == []
    assert "SUMMARY" not in client.get("/news/events.ics").content.decode()


def test_event_of_a_tampered_statement_is_not_shown(client, news_index, editor, moderator, chair):
    body = [QUOTE, callout("Approved", in_days(3), block_id="11111111-1111-4111-8111-111111111111")]
    page = publish_statement(
        NewsPageFactory(parent=news_index, owner=editor, body=body, live=False), editor, moderator, chair
    )
    client.logout()
    assert names(client, "/news/events/") == ["Approved"]
    body[1]["value"]["name"] = "Forged"
    NewsPage._base_manager.filter(pk=page.pk).update(body=body)
    assert names(client, "/news/events/") == []
    assert "Forged" not in client.get("/news/events.ics").content.decode()


def test_cancelled_event_is_shown_as_cancelled(client, news_index):
    page = NewsPageFactory(parent=news_index, title="Off", body=[callout("Stand", in_days(3), cancelled=True)])
    for address in ("/news/events/", f"/news/{page.slug}/"):
        html = client.get(address).content.decode()
        assert ">Cancelled<" in html
        assert "to your calendar</a>" not in html


def test_list_links_to_the_event_on_its_page_and_to_its_file(client, evening):
    soup = BeautifulSoup(client.get("/news/events/").content, "html.parser")
    path, anchor = soup.select_one("main .teaser__title a")["href"].split("#")
    page = BeautifulSoup(client.get(path).content, "html.parser")
    assert page.find(id=anchor).h2.string == "Safer internet evening"
    link = page.find(id=anchor).find("a", string="Add “Safer internet evening” to your calendar")
    assert client.get(link["href"]).status_code == 200


def test_preview_of_a_draft_offers_no_file(client, moderator, news_index):
    page = NewsPageFactory(parent=news_index, title="Draft", body=[callout("Stand", in_days(3))], live=False)
    page.save_revision()
    client.force_login(moderator)
    html = client.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()
    assert "Stand" in html
    assert "to your calendar" not in html


def test_twenty_events_cost_as_many_queries_as_one(client, news_index):
    NewsPageFactory(parent=news_index, title="First", body=[callout("First", in_days(1))])
    client.get("/news/events/")
    with CaptureQueriesContext(connection) as one:
        client.get("/news/events/")
    cost = len(one)  # The next request forgets these queries.
    for number in range(19):
        NewsPageFactory(parent=news_index, title=f"More {number}", body=[callout("More", in_days(number + 2))])
    client.get("/news/events/")  # The first reader after a change reads anew what stands on every page.
    with CaptureQueriesContext(connection) as twenty:
        client.get("/news/events/")
    assert len(twenty) == cost > 0
