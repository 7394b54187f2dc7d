"""A search by the public writes nothing, and asks the database eight times at the most."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.demo.pdf import make_pdf
from resources.models import Topic
from tests.factories import NewsPageFactory, ResourcePageFactory
from tests.files import make_document_quickly

from .asking import Results, ask
from .secrets import carried, text

MOST = 8
READING = ("SELECT", "WITH", "SAVEPOINT", "RELEASE")
WRITING = (
    " INSERT ",
    " UPDATE ",
    " DELETE ",
    " REPLACE ",
    " CREATE ",
    " DROP ",
    " ALTER ",
    " INTO ",
    "NEXTVAL",
    "SETVAL",
)


@pytest.fixture(autouse=True)
def birds(settings, tmp_path, news_index, resource_index):
    """Fourteen pages with the word, one of them in its file."""
    settings.MEDIA_ROOT = tmp_path
    document = make_document_quickly(make_pdf("Birds", [["First"], ["A heron in the rain"]]), title="Birds")
    for number in range(3):
        page = ResourcePageFactory.build(title=f"A guide {number}", body=[*text("A heron"), carried(document)])
        page.topics = [Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")]
        resource_index.add_child(instance=page)
        page.save()
    return [NewsPageFactory(parent=news_index, title=f"News {n}", body=text("A heron by the river")) for n in range(11)]


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
    "nobody’s facet": ("q=heron&topic=none&kind=none&year=1066", None),
    "control": ("q=he%00ron", None),
}


def queries_of(client, raw: str) -> tuple[list[str], Results]:
    """Return what an anonymous search asks the database once the process remembers what stands on every page."""
    ask(client, raw=raw)
    with CaptureQueriesContext(connection) as captured:
        response = ask(client, raw=raw)
    assert response.status_code in {200, 400, 404}
    return [query["sql"] for query in captured], Results(response)


def writes(sql: str) -> bool:
    """Say whether a statement does more than read; words within quotation marks are nobody's command."""
    outside = f" {''.join(sql.split(chr(39))[::2])} ".upper().replace("(", " ")
    return not sql.lstrip("( ").upper().startswith(READING) or any(word in outside for word in WRITING)


@pytest.mark.parametrize("name", SEARCHES)
def test_a_search_only_reads(client, name):
    raw, hits = SEARCHES[name]
    asked, answer = queries_of(client, raw)
    assert not [sql for sql in asked if writes(sql)]
    asked = [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= MOST, "\n".join(asked)
    assert hits is None or len(answer.addresses) == hits


@pytest.mark.parametrize("name", SEARCHES)
def test_the_first_search_of_a_process_only_reads(client, name):
    with CaptureQueriesContext(connection) as captured:
        ask(client, raw=SEARCHES[name][0])
    assert not [query["sql"] for query in captured if writes(query["sql"])]


def test_a_promoted_result_costs_no_write(client, birds):
    promotion = apps.get_model("wagtailsearchpromotions", "SearchPromotion")
    query = apps.get_model("wagtailsearchpromotions", "Query").objects.create(query_string="kingfisher")
    promotion.objects.create(query=query, page_id=birds[0].pk, description="A better bird")
    asked, answer = queries_of(client, "q=kingfisher")
    assert answer.holds("A better bird")
    assert not [sql for sql in asked if writes(sql)]


def test_as_many_queries_for_many_hits_as_for_one(client, resource_index):
    ResourcePageFactory(parent=resource_index, title="A kingfisher")
    one, _ = queries_of(client, "q=kingfisher")
    ten, _ = queries_of(client, "q=heron")
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
def test_what_is_a_write(sql, is_write):
    assert writes(sql) is is_write
