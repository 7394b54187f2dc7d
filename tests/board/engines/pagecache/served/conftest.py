"""The site as production serves it, with a publisher in another process (bench/publisher.py)."""

import os

import pytest

from bench import served
from bench.zero_stale import PublisherProcess
from tests.databases import migrated_database, own_database


@pytest.fixture(scope="session")
def where(tmp_path_factory):
    """The folder of the site."""
    folder = tmp_path_factory.mktemp("cached")
    # Every folder on the way, since nginx may run as another user.
    for path in (folder, folder.parent, folder.parent.parent):
        path.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def static_files(tmp_path_factory):
    """The folder of the static files as production serves them."""
    folder = tmp_path_factory.mktemp("prepared")
    folder.chmod(0o755)
    served.manage(served.environment(folder), "collectstatic", "--noinput", "--verbosity", "0")
    return folder / "static"


@pytest.fixture(scope="session")
def variables(where, static_files):
    """The environment of the site, on a database of its own."""
    with own_database(where, like=migrated_database()) as url:
        # A file that is taken away can still be read through an open connection.
        age = "0" if url.startswith("sqlite") else "60"
        yield served.environment(where, url, CONN_MAX_AGE=age, STATIC_ROOT=str(static_files))


@pytest.fixture(scope="session")
def publisher(variables):
    """A process that publishes what it is told to."""
    process = PublisherProcess(variables)
    yield process
    process.close()


@pytest.fixture(scope="session")
def port(where, variables, publisher):
    """The port of two workers."""
    found = served.free_port()
    with served.gunicorn(where, variables, port=found, workers=2):
        yield found


@pytest.fixture(scope="session")
def nginx(where, variables, port):
    """The port of nginx before them, run from deploy/nginx/board.conf."""
    if not served.has_nginx():
        if os.environ.get("CI"):
            pytest.fail("nginx is not installed")
        pytest.skip("nginx is not installed")
    outside = served.free_port()
    # One process: two would write their lines of the log in any order.
    with served.nginx(where, variables, port=outside, upstream=port, workers=1, is_log_buffered=False):
        yield outside
