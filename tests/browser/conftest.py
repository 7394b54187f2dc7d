"""A real Chromium against the demo site, served by gunicorn under production settings as `make serve` does."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.site import DemoSite, demo
from tests.databases import only_one_process

# Two folders, because Lighthouse is forty times as much to install as all else.
TOOLS, LIGHTHOUSE = Path(__file__).parent / "tools", Path(__file__).parent / "lighthouse"
# In milliseconds: a machine may have more to do than this.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)
# Where users without a second factor are led who need one.
SET_UP = "/accounts/2fa/"
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
def node_tools(folder=TOOLS):
    """Return the folder of the Node packages that a folder asks for; installed where they are not there yet."""
    if shutil.which("npm") is None:
        missing("npm")
    wanted = (folder / "package-lock.json").read_text()
    stamp = folder / "node_modules/installed-from.json"
    # The processes of pytest-xdist come here at once, and npm begins by removing what is there.
    with only_one_process(f"npm-{folder.name}"):
        if not stamp.exists() or stamp.read_text() != wanted:
            installed = subprocess.run(
                ["npm", "ci", "--silent", "--ignore-scripts"], cwd=folder, capture_output=True, text=True, check=False
            )
            assert installed.returncode == 0, installed.stderr
            stamp.write_text(wanted)
    return folder / "node_modules"


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Start the machine's own Chromium."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        missing("Chromium")
    return {"executable_path": executable, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


def patient(context):
    """Return a browser's window that waits as long as a busy machine takes."""
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def context(context):
    """The window of a single test."""
    return patient(context)


@pytest.fixture(scope="session")
def reader(browser):
    """A browser window that is kept open for all tests that only look; what it has fetched once it has."""
    context = patient(browser.new_context())
    yield context
    context.close()


@pytest.fixture(scope="session")
def reader_without_javascript(browser):
    """The same with JavaScript off."""
    context = patient(browser.new_context(java_script_enabled=False))
    yield context
    context.close()


@pytest.fixture
def tab(reader):
    """A new tab of the open window."""
    page = reader.new_page()
    yield page
    page.close()


@pytest.fixture
def tab_without_javascript(reader_without_javascript):
    """A new tab of the window without JavaScript."""
    page = reader_without_javascript.new_page()
    yield page
    page.close()


def give_password(page, demo_site, username, url=None):
    """Sign in with a password, and wait for the page to which that leads; ``url`` is the site's, by name or number."""
    page.goto(f"{url or demo_site.url}/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", demo_site.passwords[username])
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def sign_in(browser, demo_site):
    """Return a function that gives a page of the admin, signed in as a user."""
    contexts = []

    def _sign_in(username, width=1280):
        context = patient(browser.new_context(viewport={"width": width, "height": 900}))
        contexts.append(context)
        page = context.new_page()
        give_password(page, demo_site, username)
        if page.url.endswith(SET_UP):
            page.get_by_role("button", name="Skip for now").click()
        page.wait_for_url("**/admin/")
        return page

    yield _sign_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory):
    """The demo site: the one that tools/with_demo serves, or one for this process."""
    if served := os.environ.get("DEMO_SITE"):
        yield DemoSite.read(served)
        return
    with demo(tmp_path_factory.mktemp("demo")) as site:
        yield site
