"""
Reading is little work: few queries, none of them a write, and none again and again for each thing on a page.

The limits hold for a page that is made anew while nothing else changes: what a process remembers of the site
(``board.stamps.remembered``) is then at hand, as after the first page that it has made.
"""

import datetime as dt

import pytest

from resources.models import Topic
from tests.factories import NewsPageFactory, ResourcePageFactory
from tests.querying import MOST, queries, repeated_shapes

LISTS = [
    "/",
    "/news/",
    "/news/statements/",
    "/news/feed/",
    "/resources/",
    "/search/?q=heron",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/accessibility-statement/",
]
MOST_OF_AN_ITEM = 4


def add_items(news_index, resource_index, numbers):
    for number in numbers:
        NewsPageFactory(parent=news_index, title=f"Heron {number}", date=dt.date(2026, 1, 1), in_our_name=True)
        ResourcePageFactory(parent=resource_index, title=f"Heron {number}")


def test_the_detector_finds_a_loop():
    loop = [f'SELECT "title" FROM "page" WHERE "id" = {number} AND "slug" = \'a{number}\'' for number in range(3)]
    assert len(repeated_shapes(loop)) == 1
    assert repeated_shapes([*loop[:2], 'SELECT "title" FROM "page" WHERE "id" IN (1, 2)']) == []
    assert len(repeated_shapes([f'SELECT 1 WHERE "id" IN ({", ".join("1" * n)})' for n in (1, 2, 3)])) == 1


@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_the_same_with_one_item_and_with_twenty(client, news_index, resource_index, address):
    add_items(news_index, resource_index, range(1))
    one = queries(client, address, "one")
    add_items(news_index, resource_index, range(1, 20))
    twenty = queries(client, address, "twenty")
    assert len(twenty) == len(one), "\n".join(twenty)
    assert len(twenty) <= MOST, "\n".join(twenty)


@pytest.mark.parametrize("address", LISTS)
def test_reading_writes_nothing(client, news_index, resource_index, address):
    add_items(news_index, resource_index, range(2))
    # DECLARE opens a cursor on PostgreSQL, for the sitemap.
    reading = ("SELECT", "SAVEPOINT", "RELEASE", "DECLARE")
    written = [sql for sql in queries(client, address) if not sql.startswith(reading)]
    assert not written


def test_an_item_takes_four_queries(client, news_index, resource_index):
    topics = [Topic.objects.create(name=name, slug=name.lower()) for name in ("Neglect", "Schools")]
    for number in range(5):
        item = NewsPageFactory(parent=news_index, title=f"Heron {number}", slug=f"heron-{number}")
        item.topics.set(topics)
        item.save()
    found = queries(client, "/news/heron-0/")
    assert len(found) <= MOST_OF_AN_ITEM, "\n".join(found)
