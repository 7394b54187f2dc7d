"""What is noted while a response is generated: until when it is true, and which parameters it read."""

import copy

import pytest

from board.engines.pagecache.dependencies import READS_ALL, ParameterRead, ResponseDependencies, TrackingQueryDict


@pytest.fixture
def dependencies():
    return ResponseDependencies("a version")


@pytest.fixture
def query(dependencies):
    query = TrackingQueryDict(b"page=2&topic=a&topic=b")
    query.dependencies = dependencies
    return query


def test_earliest_moment_expires_the_response(dependencies):
    assert dependencies.expires is None
    for moment, expires in ((20.0, 20.0), (30.0, 20.0), (10.0, 10.0)):
        dependencies.expire_at(moment)
        assert dependencies.expires == expires


def test_new_dependencies_read_nothing_and_are_not_storable(dependencies):
    assert list(dependencies.parameters) == []
    assert dependencies.is_storable is False


@pytest.mark.parametrize(
    ("read", "value", "noted"),
    [
        (lambda query: query["topic"], "b", ParameterRead("topic", last=True)),
        (lambda query: query.get("topic"), "b", ParameterRead("topic", last=True)),
        (lambda query: query.get("none", "default"), "default", ParameterRead("none", last=True)),
        (lambda query: query.getlist("topic"), ["a", "b"], ParameterRead("topic", last=False)),
        (lambda query: "page" in query, True, ParameterRead("page", last=False)),
        (lambda query: "none" in query, False, ParameterRead("none", last=False)),
    ],
)
def test_read_parameter_is_noted(query, dependencies, read, value, noted):
    assert read(query) == value
    assert list(dependencies.parameters) == [noted]


def test_parameters_are_noted_once_and_in_order(query, dependencies):
    for name in ("topic", "page", "topic"):
        query.get(name)
    assert [read.name for read in dependencies.parameters] == ["topic", "page"]


@pytest.mark.parametrize(
    "read", [list, len, copy.copy, copy.deepcopy, repr, lambda q: q == {}, lambda q: q.urlencode(), lambda q: q.dict()]
)
def test_reading_the_whole_query_is_noted(query, dependencies, read):
    read(query)
    assert dependencies.parameters is None
    query.get("page")
    assert dependencies.parameters is None


def test_tracking_methods_keep_their_names():
    assert {getattr(TrackingQueryDict, name).__name__ for name in READS_ALL} == set(READS_ALL)


def test_query_without_dependencies_is_an_ordinary_one():
    query = TrackingQueryDict(b"page=2")
    assert (query["page"], len(query), query.dependencies) == ("2", 1, None)
