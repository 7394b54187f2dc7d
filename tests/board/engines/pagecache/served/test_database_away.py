"""While the database is away readers have what was kept, and it comes back by itself."""

import http.client
import json
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from bench.zero_stale import ITEM, get

pytestmark = [
    pytest.mark.xdist_group("cached"),
    pytest.mark.own_database,
    pytest.mark.test_all("A dying database."),
]


@contextmanager
def away(url):
    """Take a database away for a block."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        elsewhere = path.with_name("elsewhere.sqlite3")
        path.rename(elsewhere)
        path.mkdir()  # A folder can't be opened as a database.
        try:
            yield
        finally:
            path.rmdir()
            elsewhere.rename(path)
        return
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    connection = psycopg2.connect(host=parts.hostname, port=parts.port, user=parts.username, dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    connection.close()


def ask(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        return get(connection, path, **headers)
    finally:
        connection.close()


def test_stored_pages_are_sent_while_the_database_is_away(variables, publisher, port):
    publisher.do("publish", 7)
    pages = {path: ask(port, path)[1] for path in (ITEM, "/", "/news/") for _ in range(4)}
    with away(variables["DATABASE_URL"]):
        for path, text in pages.items():
            for _ in range(4):  # Both workers, also the one that has not made it.
                status, now = ask(port, path)
                assert (status, now) == (200, text)
                assert "tel:999" in now
        status, text = ask(port, "/resources/?sort=title")
        assert status == 503
        assert "tel:999" in text
        status, text = ask(port, "/admin/", Cookie="sessionid=somebody-who-is-signed-in")
        assert status == 503
        assert "The database does not answer" in text
        assert "was not saved" in text
        status, text = ask(port, "/health/ready")
        assert (status, json.loads(text)["status"]) == (503, "unavailable")
    assert ask(port, "/resources/?sort=title")[0] == 200
    assert ask(port, "/health/ready")[0] == 200
    publisher.do("publish", 8)
    assert "Version 8" in ask(port, ITEM)[1]
