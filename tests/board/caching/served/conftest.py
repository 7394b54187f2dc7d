"""The site as production serves it, with a publisher in another process (bench/publisher.py)."""

import os

import pytest

from bench import served
from bench.zero_stale import PublisherProcess
from tests.databases import own_database


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    """The folder of the site."""
    folder = tmp_path_factory.mktemp("cached")
    # Every folder on the way, since nginx may run as somebody else.
    for path in (folder, folder.parent, folder.parent.parent):
        path.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The environment of a site with tables and static files, that others begin as copies of."""
    folder = tmp_path_factory.mktemp("prepared")
    folder.chmod(0o755)
    with own_database(folder) as url:
        found = served.environment(folder, url)
        served.prepare(found)
        yield found


@pytest.fixture(scope="module")
def variables(where, prepared):
    """The environment of the site, on a database of its own."""
    with own_database(where, like=prepared["DATABASE_URL"]) as url:
        # A file that is taken away can still be read by whoever has it open.
        age = "0" if url.startswith("sqlite") else "60"
        yield served.environment(where, url, CONN_MAX_AGE=age, STATIC_ROOT=prepared["STATIC_ROOT"])


@pytest.fixture(scope="module")
def publisher(variables):
    """A process that publishes what it is told to."""
    process = PublisherProcess(variables)
    yield process
    process.close()


@pytest.fixture(scope="module")
def port(where, variables, publisher):
    """The port of two workers."""
    found = served.free_port()
    with served.gunicorn(where, variables, port=found, workers=2):
        yield found


@pytest.fixture(scope="module")
def nginx(where, variables, port):
    """The port of nginx before them, run from deploy/nginx/board.conf."""
    if not served.has_nginx():
        if os.environ.get("CI"):
            pytest.fail("nginx is not installed")
        pytest.skip("nginx is not installed")
    outside = served.free_port()
    # One process: two would write their parts of the log in any order.
    with served.nginx(where, variables, port=outside, upstream=port, workers=1):
        yield outside
