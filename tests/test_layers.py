"""The arrows that import-linter can't see point down too: migrations, relations between models, models by name."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("board", "home", "news", "resources", "search")
# What every part of the site may name: the user model, and Wagtail's page, for which ours stands (WAGTAIL_PAGE_MODEL).
ANYWHERE = {"accounts", "basepage"}
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
# The search stands where what lies right above the base page does.
ABOVE_THE_SEARCH = "board.redirects"


def our_apps():
    """Return the configurations of our apps by their labels."""
    return {config.label: config for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES}


def height_of(name):
    """Return the number of the layer of an app by its dotted name: 0 for the highest, the most for one in none."""
    name = ABOVE_THE_SEARCH if name == "search" else name
    numbers = [number for number, layer in enumerate(LAYERS) if name.startswith(tuple(layer.split(" | ")))]
    return min(numbers, default=len(LAYERS))


def is_allowed(app, other):
    """Return whether an app may stand on another, both by their labels."""
    ours = our_apps()
    if other == app or other not in ours or other in ANYWHERE:
        return True
    return height_of(ours[other].name) > height_of(ours[app].name)


def test_an_arrow_upwards_would_be_noticed():
    assert is_allowed("news", "publishing")
    assert is_allowed("search", "approvals")
    for upwards in (("publishing", "news"), ("search", "home"), ("search", "publishing"), ("accounts", "media")):
        assert not is_allowed(*upwards)


@pytest.mark.django_db
def test_migrations_depend_on_lower_layers_alone():
    graph = MigrationLoader(connection).disk_migrations
    upwards = [
        (key, dependency)
        for key, migration in graph.items()
        if key[0] in our_apps()
        for dependency in migration.dependencies
        if not is_allowed(key[0], dependency[0])
    ]
    assert upwards == []


def test_relations_lead_to_lower_layers_alone():
    upwards = [
        (field.model._meta.label, field.name, field.related_model._meta.label)
        for label, config in our_apps().items()
        for model in config.get_models()
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation and field.related_model and not is_allowed(label, field.related_model._meta.app_label)
    ]
    assert upwards == []


# With a name; a handler of Wagtail's rich text is asked for its model without one.
LOOKED_UP = re.compile(r"\bget_model\([^)]")


def test_no_model_is_looked_up_by_its_name():
    found = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts and LOOKED_UP.search(path.read_text())
    ]
    assert found == []
