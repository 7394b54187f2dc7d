"""The migrated database, made once, and the copies of it that processes and tests have for themselves."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "test"
# What decides the tables and rows that ``migrate`` makes.
SOURCES = [*(f"{folder}/**/*.py" for folder in ("board", "home", "news", "resources", "search")), "requirements*.txt"]
# As Django calls the database of a test run in memory; every connection of the process shares it.
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"


@cache
def fingerprint() -> str:
    """Return a digest of everything that decides what ``migrate`` makes."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


def is_postgresql() -> bool:
    """Return whether the suite runs on PostgreSQL; the test database need not exist yet."""
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"


def migrated_database() -> str:
    """
    Return the URL of a migrated database that is only ever copied; make it where this code has none yet.

    ``MIGRATED_DATABASE`` names another, for runs whose code differs from the one that it was made with.
    """
    if prepared := os.environ.get("MIGRATED_DATABASE"):
        return prepared
    return _migrated_postgresql() if is_postgresql() else _migrated_sqlite()


def migrate(url: str) -> None:
    """Run ``migrate`` on a database; raises ``CalledProcessError`` where it fails."""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "board.settings.test"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@contextmanager
def only_one_process(name: str) -> Iterator[None]:
    """Keep other processes out of the block."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrated_sqlite() -> str:
    path = FOLDER / f"migrated-{fingerprint()}.sqlite3"
    with only_one_process("migrated"):
        if not path.exists():
            for earlier in FOLDER.glob("migrated-*.sqlite3*"):
                earlier.unlink() if earlier.is_file() else shutil.rmtree(earlier)
            unfinished = path.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            migrate(f"sqlite:///{unfinished}")
            with sqlite3.connect(unfinished) as database:
                # A copy is one file, without a log beside it.
                database.execute("PRAGMA journal_mode=DELETE")
            database.close()
            unfinished.rename(path)
    return f"sqlite:///{path}"


def _migrated_postgresql() -> str:
    name = f"migrated_{fingerprint()}"
    with only_one_process("migrated-postgresql"), _cluster() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}_unfinished" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}_unfinished"')
            migrate(_url(f"{name}_unfinished"))
            cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return _url(name)


@contextmanager
def _cluster() -> Iterator["psycopg2.extensions.cursor"]:
    """Yield a cursor outside transactions, on the PostgreSQL that the suite runs on."""
    database = settings.DATABASES["default"]
    found = psycopg2.connect(
        dbname="postgres",
        host=database["HOST"],
        port=database["PORT"] or None,
        user=database["USER"],
        password=database["PASSWORD"] or None,
    )
    found.autocommit = True
    try:
        with found.cursor() as cursor:
            yield cursor
    finally:
        found.close()


def _url(name: str) -> str:
    database = settings.DATABASES["default"]
    return f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{name}"


@contextmanager
def own_database(folder: Path, like: str | None = None, name: str | None = None) -> Iterator[str]:
    """
    Yield the URL of an empty database: a file, or one on the PostgreSQL that the suite runs on.

    ``like`` is the URL of another to which nothing is connected; then it begins as a copy of that.
    """
    if not is_postgresql():
        path = folder / "site.sqlite3"
        if like:
            shutil.copy(like.removeprefix("sqlite:///"), path)
        yield f"sqlite:///{path}"
        return
    name = name or f"own_{uuid.uuid4().hex}"
    template = f' TEMPLATE "{urlsplit(like).path[1:]}"' if like else ""
    with _cluster() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"{template}')
        try:
            yield _url(name)
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def database_of_this_process(worker: str) -> Iterator[None]:
    """Connect the tests of this process to a copy of the migrated database; ``worker`` tells it from other processes'."""
    migrated = migrated_database()
    connection.close()
    before = connection.settings_dict["NAME"]
    if is_postgresql():
        with own_database(FOLDER, like=migrated, name=f"test_{worker}_{uuid.uuid4().hex[:8]}") as url:
            connection.settings_dict["NAME"] = urlsplit(url).path[1:]
            yield
            connection.close()
    else:
        connection.settings_dict["NAME"] = IN_MEMORY
        connection.ensure_connection()
        with sqlite3.connect(migrated.removeprefix("sqlite:///")) as source:
            source.backup(connection.connection)
        source.close()
        yield
    connection.settings_dict["NAME"] = before
