"""A real worker is killed during an inspection: the file waits, is claimed once, and inspected once."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.board.engines.pdfinspect import pdfs
from tests.databases import migrated_database, own_database
from tests.serving import ROOT, SECRET_KEY, environment

pytestmark = [pytest.mark.own_database, pytest.mark.test_all("A dying worker.")]

# How long a busy machine may take for what usually takes a second.
PATIENCE = 120

UPLOAD = """
from django.core.files.base import ContentFile
from board.media.models import BoardDocument
BoardDocument.objects.create(title="Report", file=ContentFile({content!r}, "report.pdf"))
"""
STATE = """
import json
from board.media.models import BoardDocument
document = BoardDocument.objects.get()
print(json.dumps([document.inspection.state, document.texts.count(), document.file.path]))
"""
A_QUARTER_OF_AN_HOUR_LATER = """
import datetime as dt
from django.db.models import F
from board.media.models import DocumentInspection
DocumentInspection.objects.update(started_at=F("started_at") - dt.timedelta(minutes=15))
"""


@pytest.fixture
def variables(tmp_path):
    """The environment of a site that leaves inspections to a worker, with a database of its own."""
    with own_database(tmp_path, like=migrated_database()) as url:
        yield environment(
            DJANGO_SETTINGS_MODULE="board.settings.production",  # Elsewhere a worker starts a second one that reloads.
            SECRET_KEY=SECRET_KEY,
            MEDIA_ROOT=str(tmp_path / "media"),
            DATABASE_URL=url,
            BACKGROUND_TASKS="database",
        )


@pytest.fixture
def manage(variables):
    """Return a function that runs manage.py and returns its output."""

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=variables,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE * 2,
        ).stdout

    return run


def state(manage):
    return json.loads(manage("shell", "--no-imports", "-c", STATE).splitlines()[-1])


@contextmanager
def worker(variables, *arguments):
    """Start a worker, and kill it at the end if it still runs."""
    started = subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--queue-name", "default", "--backend", "files", *arguments],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def open_for_its_reader(pipe):
    """Wait until a process reads from a pipe, and return the pipe's other end."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert time.monotonic() < deadline, "The worker has not begun to read."
            time.sleep(0.1)


@pytest.mark.xdist_group("serve")
def test_file_of_a_killed_worker_is_inspected_once(variables, manage):
    manage("shell", "--no-imports", "-c", UPLOAD.format(content=pdfs.tagged("The first page", "The second page")))
    waits, _, path = state(manage)
    assert waits == "waiting"

    # A pipe in the place of the file keeps its reader busy for as long as nothing comes.
    path = Path(path)
    moved = path.rename(path.with_suffix(".moved"))
    os.mkfifo(path)
    with worker(variables) as killed:
        held = open_for_its_reader(path)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    os.close(held)
    moved.replace(path)
    assert state(manage)[:2] == ["waiting", 0]

    # For a while it may still be under inspection elsewhere; later it is claimed.
    manage("read_documents", "--verbosity", "0")
    assert state(manage)[:2] == ["waiting", 0]
    manage("shell", "--no-imports", "-c", A_QUARTER_OF_AN_HOUR_LATER)
    assert manage("read_documents", "--verbosity", "0").strip() == "Read: 1"
    assert state(manage)[:2] == ["read", 2]

    # A second run changes nothing.
    manage("read_documents", "--verbosity", "0")
    with worker(variables, "--batch") as again:
        assert again.wait(timeout=PATIENCE) == 0
    assert state(manage)[:2] == ["read", 2]
