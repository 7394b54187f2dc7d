"""A real Chromium against the demo site, served by gunicorn under production settings as `make serve` does."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
START_SECONDS = 60


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


def free_port():
    """Return a TCP port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
    url = f"http://127.0.0.1:{port}"
    environment = {
        "PATH": os.environ["PATH"],
        "BASE_URL": url,
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "EMAIL_URL": "dummymail://",
        "SECRET_KEY": "a-key-for-the-browser-tests-that-protects-nothing-at-all",
    }
    manage(environment, "migrate", "--verbosity", "0")
    printed = manage(environment, "load_demo")
    passwords = dict(re.findall(r"^\s*(editor|moderator|chair|admin)\s+(\S+)", printed, re.MULTILINE))
    assert set(passwords) == {"editor", "moderator", "chair", "admin"}, printed
    log = (folder / "serve.log").open("w")
    server = subprocess.Popen(
        ["tools/serve"],
        cwd=ROOT,
        env={**environment, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PORT": str(port)},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until_it_answers(f"{url}/robots.txt", server)
        yield DemoSite(url, passwords)
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def wait_until_it_answers(url, server):
    """Return when the server answers; fail when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "The server has stopped."
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{url} did not answer within {START_SECONDS} seconds.")
