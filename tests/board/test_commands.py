"""A command that a scheduler runs acts on the site's own database or on none."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class

from board.commands import SiteCommand
from tests.databases import ROOT, connected_to_a_copy, migrated_database

SCHEDULER = re.findall(r"^\| `manage\.py (\w+)", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
OURS = sorted(
    name
    for name, app in get_commands().items()
    if app.partition(".")[0] in {"board", "home", "news", "resources", "search"}
)
# load_demo makes what it acts on; evidence is verified where there is no site.
ON_ANY_DATABASE = {"load_demo", "make_evidence_key", "verify_evidence"}
ARGUMENTS = {
    "import_news": ["list.txt"],
    "import_old_addresses": ["table.csv"],
    "loaddata": ["fixture.json"],
    "reset_lost_factor": ["chair", "--reason=Lost"],
}


def run(name):
    """Run a command as from the command line; return its exit code, without Django's system checks."""
    command = load_command_class(get_commands()[name], name)
    try:
        command.run_from_argv(["manage.py", name, "--skip-checks", *ARGUMENTS.get(name, [])])
    except SystemExit as end:
        return end.code
    return 0


@pytest.fixture
def no_site(db, tmp_path):
    """A database that nothing was ever done to: no file at all on SQLite."""
    with connected_to_a_copy(None, tmp_path):
        yield tmp_path / "site.sqlite3"


@pytest.mark.parametrize("name", [name for name in OURS if name not in ON_ANY_DATABASE])
def test_command_is_refused_where_there_is_no_site(no_site, name, settings, capsys):
    settings.TASKS = {**settings.TASKS, "files": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert run(name) == 1
    said = capsys.readouterr().err
    assert "CommandError: Nothing was done: " in said
    assert "DJANGO_SETTINGS_MODULE=board.settings.production" in said
    assert len(said.splitlines()) == 1
    assert not Path(no_site).exists()


@pytest.mark.postgresql("Migrations.")
def test_command_is_refused_while_migrations_wait(no_site, capsys):
    call_command("migrate", "taggit", verbosity=0)
    assert run("check_index") == 1
    assert re.search(r"waits for \d\d+ migrations", capsys.readouterr().err)


@pytest.mark.postgresql("Migrations.")
@pytest.mark.parametrize("debug", [False, True])
def test_command_runs_on_a_site_and_names_it_under_the_development_settings(db, tmp_path, settings, capsys, debug):
    settings.DEBUG = debug
    with connected_to_a_copy(migrated_database(), tmp_path):
        assert run("check_index") == 0
    assert ("Under the development settings, on the database" in capsys.readouterr().err) is debug


def test_commands_of_the_scheduler_act_on_a_site_alone():
    named = {name for name in SCHEDULER if name in OURS}
    assert len(named) > 5
    assert not [
        name for name in named if not issubclass(type(load_command_class(get_commands()[name], name)), SiteCommand)
    ]
