"""No route leaks, and the table in docs/publishing-rules.md is the one that taking every route makes."""

import pytest

from tests.worlds import shared_world

from .attempts import ABSENT, COLUMNS, LEAK, attempt, every_attempt
from .layers import LAYERS
from .routes import CODE, ORM, ROUTES, UPDATE
from .tables import documented, read_table
from .world import World

pytestmark = [
    pytest.mark.xdist_group("routes"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # Wagtail leaves pictures open.
]
on_each_database = pytest.mark.postgresql("The constraint and the triggers are written for each database.")
SHARDS = 4
# No people in the admin may do more than these; of the ways in code each is tried.
STRONGEST = {"chair", *CODE}


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """The site on which every attempt of this module is made and rolled back."""
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        yield World.make()


@pytest.fixture
def world(made, db, settings):
    """The site as it was made, with its files."""
    settings.MEDIA_ROOT = made.media
    return made


def assert_stated(world, attempts):
    """Assert that no attempt leaks, and that each ends as the handbook says."""
    stated = documented()
    for name, actor, function in attempts:
        outcome, seen = attempt(world, function, actor)
        assert outcome != LEAK, (name, actor, seen)
        assert outcome == stated[name, actor], (name, actor)


def test_no_route_leaks_to_those_who_may_do_most(world):
    strongest = [(name, actor, function) for name, actor, function in every_attempt() if actor in STRONGEST]
    assert {name for name, _, _ in strongest} | {"Put out what is held"} == {name for name, _, _ in ROUTES}
    assert_stated(world, strongest)


@pytest.mark.test_all("Every route by each of those who can take it; the strongest are tried in make test.")
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_route_leaks_and_the_handbook_says_what_happens(world, shard):
    assert_stated(world, list(every_attempt())[shard::SHARDS])


def test_handbook_names_exactly_the_routes():
    taken = {(name, actor) for name, actor, _ in every_attempt()}
    assert {cell for cell, outcome in documented().items() if outcome != ABSENT} == taken
    assert {name for name, _ in documented()} == {name for name, _, _ in ROUTES}
    assert len(documented()) == len(ROUTES) * len(COLUMNS)


def test_handbook_names_the_layers_of_each_route():
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
    ("File of a public statement", ORM, "files"),
    ("File of a public statement", ORM, "second person for files"),
]


@on_each_database
@pytest.mark.parametrize(("name", "actor", "off"), HELD_TWICE)
def test_route_with_two_layers_does_not_leak_without_one(world, name, actor, off):
    assert attempt(world, FUNCTIONS[name], actor, off)[0] != LEAK


@on_each_database
@pytest.mark.parametrize(
    ("name", "actor", "off"),
    [
        ("Live flag, digests blanked", UPDATE, "columns"),
        ("File of a public ordinary item", ORM, "second person for files"),
        ("Picture of a public ordinary item", ORM, "second person for files"),
        ("Title of a public statement", UPDATE, "columns"),
        ("Live flag, digests blanked", "loaddata", "check after loaddata"),
    ],
)
def test_route_with_one_layer_leaks_without_it(world, name, actor, off):
    """The control: with the one layer away on which it rests, the visitor of these tests does find the words."""
    assert off in LAYERS
    assert attempt(world, FUNCTIONS[name], actor, off)[0] == LEAK
