"""What a worker stores, and under which keys it is found."""

from collections import OrderedDict

import pytest
from django.http import QueryDict

from board.engines.pagecache import store as store_module
from board.engines.pagecache.dependencies import ParameterRead
from board.engines.pagecache.store import ResponseStore, canonical_query, secondary_key
from board.engines.pagecache.stored_response import OVERHEAD, StoredResponse

KEY = ("http", "localhost", "/news/")
PAGE, TOPICS = ParameterRead("page", last=True), ParameterRead("topic", last=False)


def response_of(length=0):
    return StoredResponse("200 OK", [], b"x" * length, generated=0.0)


@pytest.fixture
def store():
    return ResponseStore("a version", limit=100 * OVERHEAD)


def put(store, query, *parameters, response=None):
    """Store a response that read these parameters of a query; return it."""
    response = response or response_of()
    store.put(KEY, secondary_key(parameters, QueryDict(query)), parameters, response)
    return response


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("page=1&page=2", ((PAGE, ("2",)),)),
        ("topic=a&topic=b", ((TOPICS, ("a", "b")),)),
        ("other=1", ()),
        ("topic=a&page=3", ((PAGE, ("3",)), (TOPICS, ("a",)))),
    ],
)
def test_secondary_key_has_the_values_that_were_read(query, values):
    assert secondary_key([PAGE, TOPICS], QueryDict(query)) == values


@pytest.mark.parametrize(
    ("values", "query"),
    [
        ((), ""),
        (((PAGE, ("2",)),), "page=2"),
        (((TOPICS, ("a", "b")),), "topic=a&topic=b"),
        (((TOPICS, ("a", "b")), (ParameterRead("topic", last=True), ("b",))), "topic=a&topic=b"),
        (((ParameterRead("topic", last=True), ("b",)), (TOPICS, ("a", "b"))), "topic=a&topic=b"),
    ],
)
def test_canonical_query_has_what_was_read_and_nothing_else(values, query):
    assert canonical_query(values) == query


def test_response_is_found_by_the_parameters_that_it_read(store):
    first, second = put(store, "", PAGE), put(store, "page=2", PAGE)
    assert store.get(KEY, "") is first
    assert store.get(KEY, "page=2&nonsense=1") is second
    assert store.get(KEY, "nonsense=1") is first
    assert store.get(KEY, "page=3") is None
    assert store.get(("https", "localhost", "/news/"), "page=2") is None


def test_latest_variation_is_tried_first_and_their_number_is_limited(store):
    for number in range(store_module.MAX_VARIATIONS + 3):
        put(store, "", ParameterRead(str(number), last=True))
    put(store, "", ParameterRead("18", last=True))
    names = [parameter.name for (parameter,) in store.variations[KEY]]
    assert names == [str(number) for number in range(store_module.MAX_VARIATIONS + 2, 2, -1)]


def test_replaced_response_takes_no_more_room(store):
    for length in (10, 30, 20):
        response = put(store, "", response=response_of(length))
        assert store.size == response.size
    put(store, "page=2", PAGE)
    assert store.size == response.size + OVERHEAD


def test_least_recently_used_response_is_thrown_away(store):
    for number in range(100):
        put(store, f"page={number}", PAGE)
    assert len(store.responses) == 100
    store.get(KEY, "page=0")
    put(store, "page=100", PAGE)
    assert len(store.responses) == 100
    assert store.get(KEY, "page=0")
    assert store.get(KEY, "page=1") is None


def test_response_thrown_away_by_another_thread_is_returned(store):
    class Racing(OrderedDict):
        def get(self, key, default=None):
            return self.pop(key, default)

    response = put(store, "")
    store.responses = Racing(store.responses)
    assert store.get(KEY, "") is response
    assert store.get(KEY, "") is None


def test_response_over_an_eighth_of_the_limit_is_not_stored(store):
    eighth = (store.limit // 8 - OVERHEAD) // 2
    assert put(store, "", PAGE, response=response_of(eighth)) is store.get(KEY, "")
    put(store, "page=2", PAGE, response=response_of(eighth + 1))
    assert store.get(KEY, "page=2") is None


def test_number_of_hits_for_pass_is_limited(store, monkeypatch):
    monkeypatch.setattr(store_module, "MAX_HITS_FOR_PASS", 2)
    for name, known in (("a", {"a"}), ("b", {"a", "b"}), ("c", {"c"})):
        store.add_hit_for_pass(("http", "localhost", name))
        assert {key[2] for key in store.hits_for_pass} == known
