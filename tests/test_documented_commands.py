"""Each command of ``manage.py`` that the documents name is there and takes the options that they give it."""

import re
import shlex

import pytest
from django.core.management import CommandError, get_commands, load_command_class

from tests.databases import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("**/*.md"))]
CALL = re.compile(r"manage\.py ([a-z_]+)([^`\n|;]*)")
# What stands in the documents for a value.
VALUES = {"ID": "1", "PID": "1", "NUMBER": "1"}


def documented_calls():
    """Return each command with its arguments, as the documents have them."""
    calls = set()
    for document in DOCUMENTS:
        # In code alone: prose names commands without their arguments.
        text = document.read_text()
        for code in re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL):
            calls |= {(name, arguments.strip()) for name, arguments in CALL.findall(code.strip("`"))}
    return sorted(calls)


def test_documents_name_commands():
    assert len(documented_calls()) > 12


@pytest.mark.parametrize(("name", "arguments"), documented_calls())
def test_documented_command_takes_its_options(name, arguments, settings):
    database = {"BACKEND": "django_tasks_db.DatabaseBackend"}
    settings.TASKS = {**settings.TASKS, "files": database}
    command = load_command_class(get_commands()[name], name)
    command._called_from_command_line = False  # An argument that is wrong raises, and ends no process.
    words = [VALUES.get(word, word) for word in shlex.split(arguments, comments=True)]
    try:
        command.create_parser("manage.py", name).parse_args(words)
    except CommandError:
        if words:
            raise
        # Named alone, without the file that it needs.
