"""A real Chromium against the demo site, served by gunicorn under production settings as `make serve` does."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.serving import ROOT, environment, free_port, serve

TOOLS = Path(__file__).parent / "tools"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items):
    """Mark what drives a browser."""
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


def missing(what):
    """Fail under CI, skip elsewhere."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not installed, and CI must not pass without it.")
    pytest.skip(f"{what} is not installed.")


@cache
def node_tools():
    """Return the folder of the Node packages that the tests measure with; installed where they are not there yet."""
    if shutil.which("npm") is None:
        missing("npm")
    wanted = (TOOLS / "package-lock.json").read_text()
    stamp = TOOLS / "node_modules/installed-from.json"
    # The processes of pytest-xdist come here at once, and npm begins by removing what is there.
    with (TOOLS / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != wanted:
            installed = subprocess.run(
                ["npm", "ci", "--silent", "--ignore-scripts"], cwd=TOOLS, capture_output=True, text=True, check=False
            )
            assert installed.returncode == 0, installed.stderr
            stamp.write_text(wanted)
    return TOOLS / "node_modules"


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Start the machine's own Chromium."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        missing("Chromium")
    return {"executable_path": executable, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@dataclass
class DemoSite:
    """Where the demo site answers, and the passwords by user name."""

    url: str
    passwords: dict


def manage(environment, *arguments):
    """Run manage.py and return what it printed."""
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory):
    """The demo site, loaded once for all browser tests."""
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    variables = {
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "EMAIL_URL": "dummymail://",
    }
    loading = environment(MEDIA_ROOT=str(folder / "media"), **variables)
    manage(loading, "migrate", "--verbosity", "0")
    printed = manage(loading, "load_demo")
    passwords = dict(re.findall(r"^\s*(editor|moderator|chair|admin)\s+(\S+)", printed, re.MULTILINE))
    assert set(passwords) == {"editor", "moderator", "chair", "admin"}, printed
    with serve(folder, port, **variables) as url:
        yield DemoSite(url, passwords)
