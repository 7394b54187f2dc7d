"""Fixtures that every test may use."""

import gc
import shutil
import tempfile
import warnings
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import override_settings
from wagtail.models import Site

from board.engines.pdfinspect.process import inspect_pdf
from home.demo.pdf import make_pdf
from home.models import HomePage
from news.models import NewsIndexPage
from resources.models import ResourceIndexPage
from tests.databases import connected_to_a_copy, database_of_this_process, loaded_demo
from tests.memory import empty_memories
from tests.smtp_server import running_smtp_server
from tests.users import user_in

# A test makes and drops many objects beside those of Django, which are many and stay: looking for garbage every seven
# hundred of them, as Python does, was a tenth of the work of the tests.
gc.set_threshold(100_000, 10, 10)


def pytest_terminal_summary(terminalreporter):
    """Print the tables that tests have recorded with ``record_property("table", …)``, whichever process they ran in."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            if report.when == "call":
                for table in (value for name, value in report.user_properties if name == "table"):
                    terminalreporter.write_sep("=", report.nodeid)
                    terminalreporter.write_line(table)


# Longer ones are files.
LONGEST_NAME = 40


def pytest_make_parametrize_id(val, argname):
    """Name files by their argument: a ZIP holds the time and a locked PDF chance, and every process has to agree."""
    return argname if isinstance(val, bytes) and len(val) > LONGEST_NAME else None


# Why a test is in a tier, and why it runs on both databases or on one.
TIERS = ("postgresql", "one_database", "test_all", "test_long")
# By these fixtures a test says that it asks a database, if not by a mark.
OF_A_DATABASE = {"db", "transactional_db", "django_db_setup"}


def asks_a_database(item):
    """Return whether another database could make a difference to a test."""
    if item.get_closest_marker("one_database"):
        return False
    marks = ("django_db", "own_database")
    return any(map(item.get_closest_marker, marks)) or OF_A_DATABASE.intersection(item.fixturenames)


def assert_reasons(item):
    """Raise ``UsageError`` where a test is in a tier and does not say why."""
    for mark in item.iter_markers():
        if mark.name in TIERS and not (len(mark.args) == 1 and str(mark.args[0]).endswith(".") and not mark.kwargs):
            raise pytest.UsageError(f"{item.nodeid}: the mark {mark.name} takes one reason, a sentence.")


def pytest_collection_modifyitems(config, items):
    """Ask for the reasons of marks, and leave out on PostgreSQL what asks no database: SQLite's run tries it."""
    for item in items:
        assert_reasons(item)
    if connection.vendor == "postgresql":
        config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
        items[:] = filter(asks_a_database, items)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A copy of the migrated database, in place of the migrations that pytest-django would run in each process."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(database_of_this_process())
        # Blocked again: a test that does not ask for the database would store what it writes for all that follow.
        yield
        with django_db_blocker.unblock():
            stack.close()


@contextmanager
def connected_to_the_demo(blocker, folder):
    """Connect to a copy of the loaded demo instead of the empty site; yield what ``load_demo`` printed."""
    with blocker.unblock():
        loaded = loaded_demo()
        media = shutil.copytree(loaded.media, folder / "media")
        with connected_to_a_copy(loaded.url, folder), override_settings(MEDIA_ROOT=str(media)):
            yield loaded.printed


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The loaded demo for every test of a module; what ``load_demo`` printed."""
    with connected_to_the_demo(django_db_blocker, tmp_path_factory.mktemp("demo")) as printed:
        yield printed


@pytest.fixture
def demo_for_one_test(django_db_setup, django_db_blocker, tmp_path_factory):
    """The loaded demo for one test, which names this fixture before any that asks for ``db``."""
    with connected_to_the_demo(django_db_blocker, tmp_path_factory.mktemp("demo")) as printed:
        yield printed


@pytest.fixture(autouse=True, scope="session")
def inspect_once():
    """
    Inspect a PDF that many tests upload once, and not in a child process for each.

    Tests of the inspection itself call ``inspect_pdf``, or start a worker.
    """

    @cache
    def inspect(content):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(content)
            file.flush()
            return inspect_pdf(Path(file.name))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("board.media.tasks.inspect_pdf", lambda path, *earlier, **limits: inspect(path.read_bytes()))
        yield


@pytest.fixture(autouse=True)
def _memories():
    """Each test begins in a process that remembers nothing."""
    empty_memories()


@pytest.fixture(scope="module")
def files_left_open():
    """
    Collect the files that Wagtail leaves open, such as of a rendition that fails, before the tests of another module.

    A module with this fixture ignores the warnings of files that are collected earlier.
    """
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def home(db):
    """The home page that ``migrate`` makes."""
    return HomePage.objects.get()


@pytest.fixture
def news_index(db):
    """The news index that ``migrate`` makes."""
    return NewsIndexPage.objects.get()


@pytest.fixture
def resource_index(db):
    """The library that ``migrate`` makes."""
    return ResourceIndexPage.objects.get()


@pytest.fixture
def site(db):
    """The Site that ``migrate`` makes."""
    return Site.objects.get()


@pytest.fixture
def editor(db):
    """A member of Editors."""
    return user_in("editor", "Editors")


@pytest.fixture
def moderator(db):
    """A member of Moderators."""
    return user_in("moderator", "Moderators")


@pytest.fixture
def chair(db):
    """A member of Independent Chair."""
    return user_in("chair", "Independent Chair")


@pytest.fixture
def superuser(db):
    """A superuser, who is in no group."""
    return get_user_model().objects.create_superuser("admin", "admin@example.org", "a-long-password-for-tests")


@pytest.fixture
def smtp_server(settings):
    """A mail server, in place of Django's mailbox in memory: mails are queued, and sent to it."""
    with running_smtp_server(settings) as server:
        yield server


@pytest.fixture(scope="session")
def two_page_pdf():
    """The bytes of a real PDF of two pages that has what a screen reader needs."""
    return make_pdf("A report", [[f"Page {number} of a report"] for number in (1, 2)])
