"""Filters by topic and year, each with an address, and feeds for each."""

import datetime as dt

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import NewsPage
from resources.models import Topic
from tests.factories import NewsPageFactory


@pytest.fixture
def neglect(db):
    return Topic.objects.create(name="Neglect", slug="neglect")


@pytest.fixture
def items(news_index, neglect):
    """Two years, one topic on two of four items, one of them a draft."""
    items = [
        NewsPageFactory(parent=news_index, title="Wren", date=dt.date(2024, 12, 31)),
        NewsPageFactory(parent=news_index, title="Heron", date=dt.date(2026, 1, 1)),
        NewsPageFactory(parent=news_index, title="Osprey", date=dt.date(2026, 5, 1)),
        NewsPageFactory(parent=news_index, title="Secret", date=dt.date(2022, 5, 1), live=False),
    ]
    for item in (items[0], items[2], items[3]):
        item.topics.set([neglect])
        item.save()
    items[1].topics.set([Topic.objects.create(name="Birds", slug="birds")])
    items[1].save()
    Topic.objects.create(name="Only on a draft", slug="draft")
    items[3].topics.add(Topic.objects.get(slug="draft"))
    items[3].save()
    return items


def shown(client, address):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [link.string for link in soup.select("main .teaser__title a")]


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("/news/", ["Osprey", "Heron", "Wren"]),
        ("/news/2026/", ["Osprey", "Heron"]),
        ("/news/2024/", ["Wren"]),
        ("/news/topics/neglect/", ["Osprey", "Wren"]),
        ("/news/topics/neglect/2024/", ["Wren"]),
        ("/news/topics/birds/2024/", []),
    ],
)
def test_each_filter_has_an_address(client, items, address, titles):
    assert shown(client, address) == titles


@pytest.mark.parametrize(
    "address",
    [
        "/news/topics/otters/",
        "/news/1999/",
        "/news/2025/",
        "/news/2027/",
        "/news/topics/neglect/1999/",
        "/news/26/",
        "/news/0026/",
        "/news/2026/05/",
        "/news/topics/",
    ],
)
def test_unknown_filter_is_not_found(client, items, address):
    assert client.get(address).status_code == 404


def test_only_topics_and_years_of_public_items_are_offered(client, items):
    soup = BeautifulSoup(client.get("/news/").content, "html.parser")
    offered = {link.string: link["href"] for link in soup.select(".filters a")}
    assert offered == {
        "Birds": "/news/topics/birds/",
        "Neglect": "/news/topics/neglect/",
        "2026": "/news/2026/",
        "2024": "/news/2024/",
    }
    assert [chosen.string for chosen in soup.select(".filters strong")] == ["All topics", "All years"]


def test_choosing_year_keeps_topic_and_vice_versa(client, items):
    soup = BeautifulSoup(client.get("/news/topics/neglect/2024/").content, "html.parser")
    offered = {link.string: link["href"] for link in soup.select(".filters a")}
    assert offered["2026"] == "/news/topics/neglect/2026/"
    assert offered["All years"] == "/news/topics/neglect/"
    assert offered["All topics"] == "/news/2024/"
    assert soup.h1.get_text() == "News: Neglect, 2024"
    assert soup.select_one(".filters").has_attr("open")


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("/news/feed/", ["Osprey", "Heron", "Wren"]),
        ("/news/2026/feed/", ["Osprey", "Heron"]),
        ("/news/topics/neglect/feed/", ["Osprey", "Wren"]),
        ("/news/topics/neglect/2024/feed/", ["Wren"]),
    ],
)
def test_each_filter_has_a_feed_linked_from_its_page(client, items, address, titles):
    feed = feedparser.parse(client.get(address).content)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == titles
    page = client.get(address.removesuffix("feed/"))
    soup = BeautifulSoup(page.content, "html.parser")
    discovered = [link["href"] for link in soup.find_all("link", type="application/atom+xml")]
    assert f"http://localhost{address}" in discovered
    assert {link.rel: link.href for link in feed.feed.links}["self"] == f"http://localhost{address}"


@pytest.mark.parametrize("slug", ["2026", "1999", "topics", "Statements", "events"])
def test_slug_of_the_section_or_a_year_is_refused(client, news_index, slug):
    item = NewsPageFactory.build(title="Heron", slug=slug)
    with pytest.raises(ValidationError, match="news section uses this address"):
        item.clean()


def test_slug_may_begin_with_a_year(client, news_index):
    NewsPageFactory(parent=news_index, title="Report", slug="2026-in-review")
    assert client.get("/news/2026-in-review/").status_code == 200


def test_filter_takes_as_many_queries_for_thirty_items_more(client, items, news_index, django_assert_num_queries):
    client.get("/news/2026/")
    with CaptureQueriesContext(connection) as few:
        client.get("/news/2026/")
    cost = len(few)  # The next request forgets these queries.
    for number in range(30):
        NewsPageFactory(parent=news_index, title=f"Item {number}", date=dt.date(2026 - number % 2 * 2, 3, 1))
    client.get("/news/2026/")  # The first request after a change fills the memos again.
    with django_assert_num_queries(cost):
        client.get("/news/2026/")


def test_gap_of_years_offers_no_empty_years(client, items, news_index):
    for day in (dt.date(218, 3, 13), dt.date(1018, 3, 13), dt.date.min):
        NewsPageFactory(parent=news_index, date=day)
    soup = BeautifulSoup(client.get("/news/").content, "html.parser")
    years = {link.string: link["href"] for link in soup.select("#by-year + ul a")}
    assert list(years) == ["2026", "2024", "1018"]
    assert all(client.get(address).status_code == 200 for address in years.values())


class TestFeedsOffered:
    """No feed without an item is offered; its address answers all the same."""

    @pytest.fixture(autouse=True)
    def _archived(self, items, news_index, neglect):
        archived = NewsPageFactory(parent=news_index, title="Owl", date=dt.date(2018, 3, 1), archived=True)
        archived.topics.set([neglect])
        archived.save()

    @pytest.mark.parametrize(
        ("address", "feeds"),
        [
            ("/news/", ["/news/feed/"]),
            ("/news/2026/", ["/news/feed/", "/news/2026/feed/"]),
            ("/news/2018/", ["/news/feed/"]),
            ("/news/topics/neglect/2018/", ["/news/feed/"]),
            ("/news/topics/birds/2024/", ["/news/feed/"]),
            ("/news/statements/", ["/news/feed/"]),
        ],
    )
    def test_only_feeds_with_items(self, client, address, feeds):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        offered = [link["href"] for link in soup.find_all("link", type="application/atom+xml")]
        assert offered == [f"http://localhost{feed}" for feed in feeds]
        linked = [link["href"] for link in soup.select("main a") if link["href"].endswith("/feed/")]
        assert linked == [feed for feed in feeds if feed == f"{address}feed/"]
        assert not feedparser.parse(client.get(f"{address}feed/").content).bozo

    def test_none_where_everything_is_archived(self, client):
        for item in NewsPage.objects.all():
            item.archived = True
            item.save()
        soup = BeautifulSoup(client.get("/news/").content, "html.parser")
        assert not soup.find_all("link", type="application/atom+xml")
        assert not [link for link in soup.select("main a") if link["href"].endswith("/feed/")]
