"""What a worker keeps, found by what its making read."""

from collections import OrderedDict

import pytest
from django.http import QueryDict

from board.caching import shelf as shelves
from board.caching.answers import Read
from board.caching.kept import OVERHEAD, Kept
from board.caching.shelf import Shelf, canonical, values_of

PLACE = ("http", "localhost", "/news/")
PAGE, TOPICS = Read("page", last=True), Read("topic", last=False)


def kept(length=0):
    return Kept("200 OK", [], b"x" * length, made=0.0)


@pytest.fixture
def shelf():
    return Shelf("a stamp", limit=100 * OVERHEAD)


def keep(shelf, query, *reads, page=None):
    """Keep an answer that read these parameters of a query; return it."""
    page = page or kept()
    shelf.keep(PLACE, reads, values_of(reads, QueryDict(query)), page)
    return page


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("page=1&page=2", ((PAGE, ("2",)),)),
        ("topic=a&topic=b", ((TOPICS, ("a", "b")),)),
        ("other=1", ()),
        ("topic=a&page=3", ((PAGE, ("3",)), (TOPICS, ("a",)))),
    ],
)
def test_values_are_those_that_were_read(query, values):
    assert values_of([PAGE, TOPICS], QueryDict(query)) == values


@pytest.mark.parametrize(
    ("values", "query"),
    [
        ((), ""),
        (((PAGE, ("2",)),), "page=2"),
        (((TOPICS, ("a", "b")),), "topic=a&topic=b"),
        (((TOPICS, ("a", "b")), (Read("topic", last=True), ("b",))), "topic=a&topic=b"),
        (((Read("topic", last=True), ("b",)), (TOPICS, ("a", "b"))), "topic=a&topic=b"),
    ],
)
def test_the_canonical_query_has_all_that_is_read_and_nothing_else(values, query):
    assert canonical(values) == query


def test_it_is_found_by_what_it_read_and_by_nothing_else(shelf):
    first, second = keep(shelf, "", PAGE), keep(shelf, "page=2", PAGE)
    assert shelf.find(PLACE, "") is first
    assert shelf.find(PLACE, "page=2&nonsense=1") is second
    assert shelf.find(PLACE, "nonsense=1") is first
    assert shelf.find(PLACE, "page=3") is None
    assert shelf.find(("https", "localhost", "/news/"), "page=2") is None


def test_the_newer_way_of_reading_is_tried_first_and_few_are_remembered(shelf):
    for number in range(shelves.MOST_READS + 3):
        keep(shelf, "", Read(str(number), last=True))
    keep(shelf, "", Read("18", last=True))
    names = [read.name for (read,) in shelf.reads[PLACE]]
    assert names == [str(number) for number in range(shelves.MOST_READS + 2, 2, -1)]


def test_what_is_kept_again_takes_no_more_room(shelf):
    for length in (10, 30, 20):
        page = keep(shelf, "", page=kept(length))
        assert shelf.size == page.size
    keep(shelf, "page=2", PAGE)
    assert shelf.size == page.size + OVERHEAD


def test_the_least_used_goes_when_there_is_no_room(shelf):
    for number in range(100):
        keep(shelf, f"page={number}", PAGE)
    assert len(shelf.pages) == 100
    shelf.find(PLACE, "page=0")
    keep(shelf, "page=100", PAGE)
    assert len(shelf.pages) == 100
    assert shelf.find(PLACE, "page=0")
    assert shelf.find(PLACE, "page=1") is None


def test_what_another_thread_throws_away_meanwhile_is_sent_all_the_same(shelf):
    class Racing(OrderedDict):
        def get(self, key, default=None):
            return self.pop(key, default)

    page = keep(shelf, "")
    shelf.pages = Racing(shelf.pages)
    assert shelf.find(PLACE, "") is page
    assert shelf.find(PLACE, "") is None


def test_one_answer_takes_an_eighth_at_the_most(shelf):
    eighth = (shelf.limit // 8 - OVERHEAD) // 2
    assert keep(shelf, "", PAGE, page=kept(eighth)) is shelf.find(PLACE, "")
    keep(shelf, "page=2", PAGE, page=kept(eighth + 1))
    assert shelf.find(PLACE, "page=2") is None


def test_addresses_that_are_never_kept_are_remembered_up_to_a_number(shelf, monkeypatch):
    monkeypatch.setattr(shelves, "MOST_PASSING", 2)
    for name, known in (("a", {"a"}), ("b", {"a", "b"}), ("c", {"c"})):
        shelf.let_pass(("http", "localhost", name))
        assert {place[2] for place in shelf.passing} == known
