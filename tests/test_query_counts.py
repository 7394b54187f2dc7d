"""Every list costs as many queries with twenty items as with one."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import NewsPageFactory, ResourcePageFactory

LISTS = [
    "/",
    "/news/",
    "/news/statements/",
    "/news/feed/",
    "/resources/",
    "/search/?q=heron",
    "/sitemap.xml",
    "/accessibility-statement/",
]


def add_items(news_index, resource_index, numbers):
    for number in numbers:
        NewsPageFactory(parent=news_index, title=f"Heron {number}", date=dt.date(2026, 1, 1), in_our_name=True)
        ResourcePageFactory(parent=resource_index, title=f"Heron {number}")


def queries(client, address):
    client.get(address)  # Fills what the process remembers, which any change empties.
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_the_same_with_one_item_and_with_twenty(client, news_index, resource_index, address):
    add_items(news_index, resource_index, range(1))
    one = queries(client, address)
    add_items(news_index, resource_index, range(1, 20))
    twenty = queries(client, address)
    assert len(twenty) == len(one), "\n".join(twenty)


@pytest.mark.parametrize("address", LISTS)
def test_reading_writes_nothing(client, news_index, resource_index, address):
    add_items(news_index, resource_index, range(2))
    # DECLARE opens a cursor on PostgreSQL, for the sitemap.
    reading = ("SELECT", "SAVEPOINT", "RELEASE", "DECLARE")
    written = [sql for sql in queries(client, address) if not sql.startswith(reading)]
    assert not written
