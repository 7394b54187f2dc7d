"""
Reading is little work: few queries, none of them a write, and none again and again for each thing on a page.

The limits hold for a page that is made anew while nothing else changes: what a process remembers of the site
(``board.engines.pagecache.memo``) is then at hand, as after the first page that it has made.
"""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from board.approvals.digest import statement_digest
from board.approvals.models import StatementApproval
from news.models import NewsIndexPage
from resources.models import ResourceIndexPage, Topic
from tests.factories import NewsPageFactory, ResourcePageFactory
from tests.querying import MOST, assert_no_loop, queries, read_queries, repeated_shapes
from tests.worlds import shared_world

pytestmark = pytest.mark.xdist_group("query counts")

OF_ITEMS = [
    "/",
    "/news/",
    "/news/statements/",
    "/news/feed/",
    "/resources/",
    "/search/?q=heron",
]
LISTS = [*OF_ITEMS, "/sitemap.xml", "/sitemap-pages.xml", "/accessibility-statement/"]
MOST_OF_AN_ITEM = 4
# How many items there are when the lists are read; and when they are read with nothing remembered.
SIZES = (1, 2, 9, 20)
UNREMEMBERED = (2, 9)


def publish(statement):
    """Publish a statement with nothing but its approval in the register."""
    people = {"user_id": 1, "user_name": "Chair", "reviewer_id": 2, "reviewer_name": "Moderator"}
    digest = statement_digest(statement)
    StatementApproval.objects.create(
        page_id=statement.pk, page_title=statement.title, revision_id=0, digest=digest, release="now", **people
    )
    statement.live = True
    statement.save()


def add_items(news_index, resource_index, numbers):
    for number in numbers:
        title = f"Heron {number}"
        publish(NewsPageFactory(parent=news_index, title=title, date=dt.date(2026, 1, 1), in_our_name=True))
        ResourcePageFactory(parent=resource_index, title=title)


def test_the_detector_finds_a_loop():
    loop = [f'SELECT "title" FROM "page" WHERE "id" = {number} AND "slug" = \'a{number}\'' for number in range(3)]
    assert len(repeated_shapes(loop)) == 1
    assert repeated_shapes([*loop[:2], 'SELECT "title" FROM "page" WHERE "id" IN (1, 2)']) == []
    assert len(repeated_shapes([f'SELECT 1 WHERE "id" IN ({", ".join("1" * n)})' for n in (1, 2, 3)])) == 1


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker, tmp_path_factory):
    """The queries of each list, by its address, the number of items, and whether anything was remembered."""
    found = {}
    client = Client()
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        sections = NewsIndexPage.objects.get(), ResourceIndexPage.objects.get()
        for fewer, size in pairwise((0, *SIZES)):
            add_items(*sections, range(fewer, size))
            for address in LISTS:
                found[address, size, True] = read_queries(client, address, f"{size} items")
            for address in OF_ITEMS if size in UNREMEMBERED else ():
                found[address, size, False] = unremembered_queries(client, address)
    return found


def unremembered_queries(client, address):
    """Return the queries of a list with items of which nothing is remembered."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert "Heron " in response.content.decode()
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_the_same_with_one_item_and_with_twenty(asked, address):
    one, *_, twenty = (asked[address, size, True] for size in SIZES)
    for found in (one, twenty):
        assert_no_loop(address, found)
    assert len(twenty) == len(one), "\n".join(twenty)
    assert len(twenty) <= MOST, "\n".join(twenty)


@pytest.mark.parametrize("address", OF_ITEMS)
def test_so_does_a_list_of_which_nothing_is_remembered(asked, address):
    """Parts that are kept would hide a loop within them."""
    two, nine = (asked[address, size, False] for size in UNREMEMBERED)
    assert len(nine) == len(two), "\n".join(nine)


@pytest.mark.parametrize("address", LISTS)
def test_reading_writes_nothing(asked, address):
    # DECLARE opens a cursor on PostgreSQL, for the sitemap.
    reading = ("SELECT", "SAVEPOINT", "RELEASE", "DECLARE")
    written = [sql for sql in asked[address, UNREMEMBERED[0], True] if not sql.startswith(reading)]
    assert not written


def test_an_item_takes_four_queries(client, news_index, resource_index):
    topics = [Topic.objects.create(name=name, slug=name.lower()) for name in ("Neglect", "Schools")]
    for number in range(5):
        item = NewsPageFactory(parent=news_index, title=f"Grebe {number}", slug=f"grebe-{number}")
        item.topics.set(topics)
        item.save()
    found = queries(client, "/news/grebe-0/")
    assert len(found) <= MOST_OF_AN_ITEM, "\n".join(found)
