"""Makes the tables anew, prints them and puts them into docs/publishing-rules.md: `make routes`."""

import pytest

from .attempts import attempt, every_attempt, rests_on, table, table_of_layers
from .routes import ROUTES
from .tables import write_table
from .world import World

# Wagtail leaves pictures open.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def test_write_the_table_of_routes(db, capsys):
    world = World.make()
    made = table({(name, actor): attempt(world, function, actor)[0] for name, actor, function in every_attempt()})
    write_table("routes", made)
    with capsys.disabled():
        print(f"\n{made}")


def test_write_the_table_of_layers(db, capsys):
    world = World.make()
    made = table_of_layers({name: rests_on(world, function, actors) for name, actors, function in ROUTES})
    write_table("layers", made)
    with capsys.disabled():
        print(f"\n{made}")
