"""A search by the public writes nothing, and asks the database eight times at the most."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.demo.pdf import make_pdf
from news.models import NewsIndexPage, NewsPage
from resources.models import ResourceIndexPage, Topic
from tests.factories import NewsPageFactory, ResourcePageFactory
from tests.files import make_document_quickly
from tests.worlds import shared_world

from .client import ResultsPage, ask
from .leak_checks import carried, text

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("searches that only read"),
    pytest.mark.postgresql("The search has an engine for each database."),
]

MOST = 8
READING = ("SELECT", "WITH", "SAVEPOINT", "RELEASE")
WRITING = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE INTO|CREATE|DROP|ALTER|INTO|NEXTVAL|SETVAL)\b")


@pytest.fixture(scope="module")
def birds(django_db_setup, django_db_blocker, tmp_path_factory):
    """A client before fourteen pages with the word, three of them with a file."""
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        library, news = ResourceIndexPage.objects.get(), NewsIndexPage.objects.get()
        document = make_document_quickly(make_pdf("Birds", [["First"], ["A heron in the rain"]]), title="Birds")
        for number in range(3):
            page = ResourcePageFactory.build(title=f"A guide {number}", body=[*text("A heron"), carried(document)])
            page.topics = [Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")]
            library.add_child(instance=page)
            page.save()
        for number in range(11):
            NewsPageFactory(parent=news, title=f"News {number}", body=text("A heron by the river"))
        yield Client()


SEARCHES = {
    "found": ("q=heron", 10),
    "in a file": ("q=rain", 3),
    "nothing found": ("q=nothinghasthis", 0),
    "misspelt": ("q=hreon", 10),
    "several words": ("q=heron+river+rain", None),
    "a phrase": ("q=%22heron+by+the+river%22", 10),
    "an abbreviation": ("q=CSE", 0),
    "a question": ("q=what+does+a+heron+do+by+the+river", None),
    "in danger": ("q=my+dad+hits+me", None),
    "empty": ("q=", 0),
    "no parameter": ("", 0),
    "no word": ("q=%2A", 0),
    "second page": ("q=heron&page=2", 4),
    "by date": ("q=heron&sort=date", 10),
    "by topic": ("q=heron&topic=topic-1", 1),
    "unknown facet values": ("q=heron&topic=none&kind=none&year=1066", None),
    "control": ("q=he%00ron", None),
}


def queries_of(client, raw: str) -> tuple[list[str], ResultsPage]:
    """Return what an anonymous search asks the database once the process remembers what stands on every page."""
    ask(client, raw=raw)
    with CaptureQueriesContext(connection) as captured:
        response = ask(client, raw=raw)
    assert response.status_code in {200, 400, 404}
    return [query["sql"] for query in captured], ResultsPage(response)


def writes(sql: str) -> bool:
    """Return whether a statement does more than read; words within quotation marks do not count."""
    outside = " ".join(sql.split("'")[::2]).upper()
    return not outside.lstrip("( ").startswith(READING) or bool(WRITING.search(outside))


@pytest.mark.parametrize("name", SEARCHES)
def test_search_reads_in_at_most_eight_queries(birds, name):
    raw, hits = SEARCHES[name]
    statements, page = queries_of(birds, raw)
    assert not [sql for sql in statements if writes(sql)]
    statements = [sql for sql in statements if not sql.startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= MOST, "\n".join(statements)
    assert hits is None or len(page.addresses) == hits


@pytest.mark.parametrize("name", SEARCHES)
def test_first_search_of_a_process_writes_nothing(birds, name):
    with CaptureQueriesContext(connection) as captured:
        ask(birds, raw=SEARCHES[name][0])
    assert not [query["sql"] for query in captured if writes(query["sql"])]


def test_promoted_result_writes_nothing(birds):
    promotion = apps.get_model("wagtailsearchpromotions", "SearchPromotion")
    query = apps.get_model("wagtailsearchpromotions", "Query").objects.create(query_string="kingfisher")
    promotion.objects.create(query=query, page_id=NewsPage.objects.first().pk, description="A better bird")
    statements, page = queries_of(birds, "q=kingfisher")
    assert page.contains("A better bird")
    assert not [sql for sql in statements if writes(sql)]


def test_many_hits_take_no_more_queries_than_one(birds, resource_index):
    ResourcePageFactory(parent=resource_index, title="A kingfisher")
    one, _ = queries_of(birds, "q=kingfisher")
    ten, _ = queries_of(birds, "q=heron")
    assert len(ten) <= len(one) + 1


@pytest.mark.parametrize(
    ("sql", "is_write"),
    [
        ("SELECT 1", False),
        ("WITH a AS (SELECT 1) SELECT * FROM a", False),
        ("SELECT 'it INSERT INTO x' FROM a", False),
        ("INSERT INTO a VALUES (1)", True),
        ("WITH a AS (DELETE FROM b RETURNING *) SELECT * FROM a", True),
        ("UPDATE a SET b = 1", True),
        ("REPLACE INTO a VALUES (1)", True),
        ("CREATE TEMP TABLE a (b int)", True),
        ("SELECT * INTO b FROM a", True),
        ("PRAGMA user_version = 1", True),
    ],
)
def test_writes_are_told_from_reads(sql, is_write):
    assert writes(sql) is is_write
