"""Facets of results, with exact counts."""

import datetime as dt

import pytest

from resources.models import Topic
from tests.factories import NewsPageFactory, ResourcePageFactory, StandardPageFactory

pytestmark = pytest.mark.postgresql("The search has an engine for each database.")


@pytest.fixture
def herons(home, news_index, resource_index):
    """Pages of every kind that hold one word."""
    birds, rivers = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Birds", "Rivers"))
    StandardPageFactory(parent=home, title="Heron page")
    for number, (year, topics) in enumerate([(2024, [birds]), (2025, [birds, rivers]), (2025, [])]):
        page = NewsPageFactory(parent=news_index, title=f"Heron news {number}", date=dt.date(year, 3, 1))
        page.topics = topics
        page.save()
    page = ResourcePageFactory(
        parent=resource_index, title="Heron report", kind="report", audience="parents", published_on=dt.date(2025, 1, 1)
    )
    page.topics = [rivers]
    page.save()


def test_facets_are_counted(search, herons):
    assert search("heron").facets == {
        "By kind": ["News (3)", "Page (1)", "Report (1)"],
        "By topic": ["Birds (2)", "Rivers (2)"],
        "By year": ["2025 (3)", "2024 (1)"],
        "By whom it is for": ["Parents and carers (1)"],
    }


def test_choices_combine_and_change_the_counts(search, herons):
    results = search("heron", topic="rivers")
    assert set(results.titles) == {"Heron news 1", "Heron report"}
    assert results.facets["By kind"] == ["News (1)", "Report (1)"]
    assert results.facets["By topic"] == ["Rivers (2)", "Birds (1)"]
    both = search("heron", topic=["rivers", "birds"])
    assert both.titles == ["Heron news 1"]
    assert search("heron", topic="birds", year="2024", sort="date").titles == ["Heron news 0"]


def test_second_choice_of_a_facet_replaces_the_first(search, herons):
    results = search("heron", kind="report")
    assert results.facets["By kind"] == ["Report (1)", "News (3)", "Page (1)"]
    assert results.link("News (3)") == "?q=heron&kind=news"
    assert results.link("Remove Report") == "?q=heron"


def test_unknown_values_are_ignored(search, herons):
    assert len(search("heron", kind="nonsense", year="<b>", sort="x").hits) == 5


def test_choice_without_hits_can_be_removed(search, herons):
    results = search("heron", kind="report", year="2024")
    assert results.hits == []
    assert results.link("Remove Report") == "?q=heron&year=2024"


def test_popular_topics_are_offered_where_nothing_is_found(search, herons):
    results = search("zzzz")
    assert [link["href"] for link in results.soup.select(".nothing-found .tag-list a")] == ["?q=Birds", "?q=Rivers"]


def test_renamed_topic_is_shown_at_once(search, herons):
    topic = Topic.objects.get(slug="birds")
    topic.name = "Fishers"
    topic.save()
    assert "Fishers (2)" in search("heron").facets["By topic"]
    topic.delete()
    assert search("heron").facets["By topic"] == ["Rivers (2)"]
