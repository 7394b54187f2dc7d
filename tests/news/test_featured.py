"""Items that come first: pinned ones and running awareness weeks."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from news.awareness import AwarenessPeriod
from news.models import NewsPage, PinnedItem
from tests.admin import add_news, news_form
from tests.factories import NewsPageFactory

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


def titles(client, address, selector):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [link.get_text() for link in soup.select(f"main {selector} .teaser__title a")]


def pin(index, *items):
    for order, item in enumerate(items):
        PinnedItem.objects.create(index_page=index, item=item, sort_order=order)


@pytest.fixture
def items(news_index):
    return [
        NewsPageFactory(parent=news_index, title=title, date=dt.date(2026, 1, number))
        for number, title in enumerate(["Wren", "Heron", "Osprey", "Owl"], start=1)
    ]


def test_pinned_items_come_first_in_their_order_and_once(client, news_index, items):
    wren, heron, *_ = items
    pin(news_index, wren, heron)
    assert titles(client, "/news/", "[aria-label='First to read']") == ["Wren", "Heron"]
    assert titles(client, "/news/", ".teasers") == ["Wren", "Heron", "Owl", "Osprey"]
    assert titles(client, "/", ".teasers")[:4] == ["Wren", "Heron", "Owl", "Osprey"]


def test_filtered_list_keeps_order_by_date(client, news_index, items):
    pin(news_index, items[0])
    assert titles(client, "/news/2026/", ".teasers") == ["Owl", "Osprey", "Heron", "Wren"]


def test_unpublished_pinned_item_is_not_shown(client, news_index, items):
    pin(news_index, items[0])
    items[0].unpublish()
    assert "Wren" not in client.get("/news/").content.decode()
    assert "Wren" not in client.get("/").content.decode()


def test_fourth_pinned_item_is_refused_with_message(client, news_index, items, moderator):
    client.force_login(moderator)
    rows = [{"item": item.pk, "ORDER": order} for order, item in enumerate(items)]
    form = nested_form_data(
        {
            "title": "News",
            "slug": "news",
            "summary": "",
            "pinned_items": inline_formset(rows),
            "comments": inline_formset([]),
            "seo_title": "",
            "search_description": "",
            "review_by": "",
            "go_live_at": "",
            "expire_at": "",
        }
    )
    response = client.post(reverse("wagtailadmin_pages:edit", args=[news_index.pk]), form)
    assert "at most 3" in response.content.decode()
    assert not PinnedItem.objects.exists()


@pytest.fixture
def week(news_index, items):
    return NewsPageFactory(
        parent=news_index,
        title="Young carers week",
        date=dt.date(2025, 1, 1),
        awareness_starts=TODAY() - DAY,
        awareness_ends=TODAY(),
    )


def test_running_awareness_week_comes_first(client, week):
    assert titles(client, "/news/", "[aria-label='First to read']") == ["Young carers week"]
    assert titles(client, "/", ".teasers")[0] == "Young carers week"
    assert ">Now<" in client.get(week.url_path.removeprefix("/home")).content.decode()


def test_past_awareness_week_is_marked_as_past(client, week):
    NewsPage._base_manager.filter(pk=week.pk).update(awareness_ends=TODAY() - DAY)
    assert titles(client, "/news/", "[aria-label='First to read']") == []
    assert titles(client, "/news/", ".teasers")[-1] == "Young carers week"
    assert ">Past<" in client.get("/news/").content.decode()
    assert ">Past<" in client.get(week.url_path.removeprefix("/home")).content.decode()


def test_coming_awareness_week_is_not_marked(client, week):
    NewsPage._base_manager.filter(pk=week.pk).update(awareness_starts=TODAY() + DAY, awareness_ends=TODAY() + DAY)
    html = client.get("/news/").content.decode()
    assert ">Now<" not in html
    assert ">Past<" not in html


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (dt.date(2026, 2, 9), dt.date(2026, 2, 15), "9 to 15 February 2026"),
        (dt.date(2026, 1, 30), dt.date(2026, 2, 5), "30 January to 5 February 2026"),
        (dt.date(2026, 12, 29), dt.date(2027, 1, 4), "29 December 2026 to 4 January 2027"),
        (dt.date(2026, 2, 9), dt.date(2026, 2, 9), "9 February 2026"),
    ],
)
def test_awareness_period_in_words_is_as_short_as_possible(starts, ends, words):
    assert AwarenessPeriod(starts, ends).in_words == words


@pytest.mark.parametrize(
    ("starts", "ends", "message"),
    [
        ("2026-02-09", "", "Give both days, or neither."),
        ("", "2026-02-09", "Give both days, or neither."),
        ("2026-02-09", "2026-02-08", "The last day lies before the first."),
    ],
)
def test_incomplete_awareness_week_is_refused_and_input_kept(client, news_index, editor, starts, ends, message):
    client.force_login(editor)
    response = add_news(
        client, news_index, news_form("Heron", awareness_starts=starts, awareness_ends=ends, summary="Typed words")
    )
    html = response.content.decode()
    assert message in html
    assert "Typed words" in html
    assert not NewsPage.objects.exists()
