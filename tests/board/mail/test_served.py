"""`make serve` runs the mail worker beside the site."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.served import free_port
from tests.databases import migrated_database, own_database
from tests.serving import ROOT, SECRET_KEY, environment, serve

pytestmark = [pytest.mark.own_database, pytest.mark.test_all("A served site with its mail worker.")]
PATIENCE = 60


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def workers(url):
    """Return the processes that send the mail of a database."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"send_queued_mail" in (process / "cmdline").read_bytes() and url in (process / "environ").read_text():
                found.append(int(process.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="Reads the processes as Linux shows them.")
def test_the_mail_worker_sends_within_seconds_and_ends_with_the_site(tmp_path):
    with own_database(tmp_path, like=migrated_database()) as url:
        variables = {"DATABASE_URL": url, "EMAIL_URL": f"filemail:///{tmp_path}/mail"}
        with serve(tmp_path, free_port(), MAIL_WORKER="on", **variables):
            wait_until(lambda: workers(url))
            settings = {"DJANGO_SETTINGS_MODULE": "board.settings.production", "SECRET_KEY": SECRET_KEY}
            command = [sys.executable, "manage.py", "sendtestemail", "reader@example.org"]
            subprocess.run(command, cwd=ROOT, env=environment(**settings, **variables), check=True)
            wait_until(lambda: list((tmp_path / "mail").glob("*")))
            (mail,) = (tmp_path / "mail").glob("*")
            assert "To: reader@example.org" in mail.read_text()
        wait_until(lambda: not workers(url))
