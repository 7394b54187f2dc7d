"""What is noted while an answer is made: until when it is true, and what of the address it read."""

import copy

import pytest

from board.caching.answers import READ_WHOLE, Answer, Read, WatchedQuery


@pytest.fixture
def answer():
    return Answer("a stamp")


@pytest.fixture
def query(answer):
    found = WatchedQuery(b"page=2&topic=a&topic=b")
    found.answer = answer
    return found


def test_it_is_true_until_the_first_of_its_moments(answer):
    assert answer.expires is None
    for moment, expires in ((20.0, 20.0), (30.0, 20.0), (10.0, 10.0)):
        answer.is_true_until(moment)
        assert answer.expires == expires


def test_nothing_is_read_or_kept_before_anybody_says_so(answer):
    assert list(answer.reads) == []
    assert answer.may_be_kept is False


@pytest.mark.parametrize(
    ("read", "value", "noted"),
    [
        (lambda query: query["topic"], "b", Read("topic", last=True)),
        (lambda query: query.get("topic"), "b", Read("topic", last=True)),
        (lambda query: query.get("none", "default"), "default", Read("none", last=True)),
        (lambda query: query.getlist("topic"), ["a", "b"], Read("topic", last=False)),
        (lambda query: "page" in query, True, Read("page", last=False)),
        (lambda query: "none" in query, False, Read("none", last=False)),
    ],
)
def test_a_parameter_that_is_looked_at_is_noted(query, answer, read, value, noted):
    assert read(query) == value
    assert list(answer.reads) == [noted]


def test_each_is_noted_once_and_in_order(query, answer):
    for name in ("topic", "page", "topic"):
        query.get(name)
    assert [read.name for read in answer.reads] == ["topic", "page"]


@pytest.mark.parametrize(
    "read", [list, len, copy.copy, copy.deepcopy, repr, lambda q: q == {}, lambda q: q.urlencode(), lambda q: q.dict()]
)
def test_what_looks_at_all_of_them_is_noted_as_that(query, answer, read):
    read(query)
    assert answer.reads is None
    query.get("page")
    assert answer.reads is None


def test_the_watched_methods_are_those_of_the_original():
    assert {getattr(WatchedQuery, name).__name__ for name in READ_WHOLE} == set(READ_WHOLE)


def test_without_an_answer_it_is_a_plain_query():
    query = WatchedQuery(b"page=2")
    assert (query["page"], len(query), query.answer) == ("2", 1, None)
