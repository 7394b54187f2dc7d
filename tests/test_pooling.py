"""The site behind PgBouncer, which gives each transaction whichever connection is free."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.db import connection

from bench import served
from tests.databases import ROOT, loaded_demo, own_database

pytestmark = [
    pytest.mark.own_database,
    pytest.mark.test_all("A real PgBouncer, and servers behind it."),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PgBouncer stands in front of PostgreSQL."),
    pytest.mark.skipif(not shutil.which("pgbouncer"), reason="pgbouncer is not installed."),
]

READERS = 6
ROUNDS = 3
LISTS = ["/", "/news/", "/news/statements/", "/news/events/", "/news/events.ics", "/news/feed/", "/resources/"]
LISTS += ["/news/?sort=title", "/search/?q=report", "/sitemap.xml"]
COMMANDS = ["check_approvals", "check_index", "publish_scheduled"]


@contextmanager
def pgbouncer(folder, url):
    """Run PgBouncer with a pool of two in front of a database; yield the database's URL through it."""
    parts, port = urlsplit(url), served.free_port()
    name = parts.path.lstrip("/")
    password = f" password={parts.password}" if parts.password else ""
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n{name} = host={parts.hostname} port={parts.port or 5432} user={parts.username}{password}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        "pool_mode = transaction\ndefault_pool_size = 2\n"
    )
    as_another = ["-u", "postgres"] if os.geteuid() == 0 else []
    log = (folder / "pgbouncer.log").open("w")
    pooler = subprocess.Popen(["pgbouncer", *as_another, settings], stdout=log, stderr=subprocess.STDOUT)
    try:
        pooled = f"postgres://{parts.username}@127.0.0.1:{port}/{name}"
        for _ in range(200):
            try:
                psycopg2.connect(pooled).close()
                break
            except psycopg2.OperationalError:
                assert pooler.poll() is None, (folder / "pgbouncer.log").read_text()
                time.sleep(0.02)
        yield pooled
    finally:
        pooler.terminate()
        pooler.wait()
        log.close()


@pytest.fixture(scope="module")
def variables(tmp_path_factory):
    """The environment of the demo behind PgBouncer, in a database whose time zone is not the site's."""
    folder = tmp_path_factory.mktemp("pooled")
    # PgBouncer leaves root's rights before it reads its settings.
    for path in (folder, folder.parent, folder.parent.parent):
        path.chmod(0o755)
    demo = loaded_demo()
    with own_database(folder, like=demo.url) as url:
        with psycopg2.connect(url) as direct, direct.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE \"{urlsplit(url).path[1:]}\" SET timezone = 'America/New_York'")
        direct.close()
        with pgbouncer(folder, url) as pooled:
            yield served.environment(
                folder,
                pooled,
                DATABASE_POOLING="transaction",
                PAGE_CACHE="off",
                PAGE_CACHE_STAMP="database",
                MEDIA_ROOT=str(demo.media),
            )


def read(url):
    """Return the status and text of a page."""
    try:
        with urllib.request.urlopen(url, timeout=60) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""


def test_every_list_is_served_to_readers_at_once(variables, tmp_path):
    served.manage(variables, "collectstatic", "--noinput", "--verbosity", "0")
    port = served.free_port()
    with served.gunicorn(tmp_path, variables, port=port, workers=2):
        site = f"http://localhost:{port}"
        sections = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", read(f"{site}/sitemap.xml")[1])
        assert sections
        addresses = [site + path for path in [*LISTS, *sections]] * ROUNDS
        with ThreadPoolExecutor(READERS) as readers:
            # Each reader has every address, and begins with another.
            answers = list(
                readers.map(
                    lambda number: [(url, *read(url)) for url in addresses[number:] + addresses[:number]],
                    range(READERS),
                )
            )
    failed = {url: status for answer in answers for url, status, _ in answer if status != 200}
    assert failed == {}
    feeds = {text for answer in answers for url, _, text in answer if url.endswith(("/feed/", ".ics"))}
    assert len(feeds) == 2, "A time is read in the time zone of whichever connection is free."


def test_nightly_commands_run_at_once(variables):
    running = [
        subprocess.Popen(
            [sys.executable, "manage.py", name],
            cwd=ROOT,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name in [*COMMANDS, "check_approvals", "check_approvals"]
    ]
    said = [process.communicate(timeout=300)[0] for process in running]
    assert [process.returncode for process in running] == [0] * len(running), said
