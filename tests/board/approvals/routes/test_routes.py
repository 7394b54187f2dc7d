"""No route leaks, and the table in docs/publishing-rules.md is the one that taking every route makes."""

import pytest

from .attempts import ABSENT, COLUMNS, LEAK, attempt, every_attempt
from .layers import LAYERS
from .routes import ORM, ROUTES, UPDATE
from .tables import documented, read_table
from .world import World

SHARDS = 4


@pytest.fixture
def world(db):
    """The site on which every attempt of a test is made and rolled back."""
    return World.make()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_route_leaks_and_the_handbook_says_what_happens(world, shard):
    stated = documented()
    for name, actor, function in list(every_attempt())[shard::SHARDS]:
        outcome, seen = attempt(world, function, actor)
        assert outcome != LEAK, (name, actor, seen)
        assert outcome == stated[name, actor], (name, actor)


def test_the_handbook_names_every_route_and_no_other():
    taken = {(name, actor) for name, actor, _ in every_attempt()}
    assert {cell for cell, outcome in documented().items() if outcome != ABSENT} == taken
    assert {name for name, _ in documented()} == {name for name, _, _ in ROUTES}
    assert len(documented()) == len(ROUTES) * len(COLUMNS)


def test_the_handbook_says_on_which_layer_each_route_rests():
    rows = read_table("layers").splitlines()[2:]
    assert [row.split("|")[1].strip() for row in rows] == [name for name, _, _ in ROUTES]


FUNCTIONS = {name: function for name, _, function in ROUTES}
# Two layers hold each of these: with either away, the other keeps the promise.
HELD_TWICE = [
    ("Live flag", UPDATE, "CHECK"),
    ("Live flag", UPDATE, "columns"),
    ("Live flag", ORM, "seal"),
    ("Live flag", ORM, "CHECK"),
    ("Bulk publish", "superuser", "seal"),
    ("Bulk publish", "superuser", "CHECK"),
    ("Edit and schedule, clock forward", "superuser", "schedule"),
    ("Create and publish", "superuser", "words in the admin"),
    ("Words of a public statement", UPDATE, "columns"),
]


@pytest.mark.parametrize(("name", "actor", "off"), HELD_TWICE)
def test_one_layer_away_leaks_nothing_where_two_hold(world, name, actor, off):
    assert attempt(world, FUNCTIONS[name], actor, off)[0] != LEAK


@pytest.mark.parametrize(
    ("name", "actor", "off"),
    [
        ("Live flag, digests blanked", UPDATE, "columns"),
        ("File of a public statement", ORM, "files"),
        ("Title of a public statement", UPDATE, "columns"),
        ("Live flag, digests blanked", "loaddata", "check after loaddata"),
    ],
)
def test_the_visitor_would_see_a_leak(world, name, actor, off):
    """The control: with the one layer away on which it rests, the visitor of these tests does find the words."""
    assert off in LAYERS
    assert attempt(world, FUNCTIONS[name], actor, off)[0] == LEAK
