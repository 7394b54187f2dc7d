"""The migrated database and the loaded demo, each made once, and the copies that processes and tests have of them."""

import datetime as dt
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import psycopg2
from django.conf import settings
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "test"
# What decides the tables and rows that ``migrate`` and ``load_demo`` make.
SOURCES = [*(f"{folder}/**/*.py" for folder in ("board", "home", "news", "resources", "search")), "requirements.txt"]
SOURCES += ["home/demo/**/*.toml"]
# As Django calls the database of a test run in memory; every connection of the process shares it.
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"


@dataclass(frozen=True)
class Demo:
    """The loaded demo: the database's URL, the folder of its media, and what ``load_demo`` printed."""

    url: str
    media: Path
    printed: str


@cache
def fingerprint(*more: str) -> str:
    """Return a digest of all that decides what ``migrate`` and ``load_demo`` make, and of ``more`` files by pattern."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(path for pattern in (*SOURCES, *more) for path in ROOT.glob(pattern)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


def is_postgresql() -> bool:
    """Return whether the suite runs on PostgreSQL."""
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"


def migrated_database() -> str:
    """
    Return the URL of a migrated database that is only ever copied; make it where this code has none yet.

    ``MIGRATED_DATABASE`` names another, for runs whose code differs from the one that it was made with.
    """
    if prepared := os.environ.get("MIGRATED_DATABASE"):
        return prepared
    return _made_once("migrated", lambda url: manage(url, "migrate", "--verbosity", "0"))


def today() -> dt.date:
    """Return the day that it is for the site's readers."""
    return dt.datetime.now(ZoneInfo(settings.TIME_ZONE)).date()


def loaded_demo() -> Demo:
    """
    Return the loaded demo, which is only ever copied; make it where this code has none of today.

    Its events lie so many days ahead of the day on which it is loaded.
    """
    kind = f"{'loadedpg' if is_postgresql() else 'loaded'}-{today():%Y%m%d}"
    media, printed = FOLDER / f"{kind}-{fingerprint()}.media", FOLDER / f"{kind}-{fingerprint()}.txt"

    def load(url: str) -> None:
        shutil.rmtree(media, ignore_errors=True)
        printed.write_text(manage(url, "load_demo", MEDIA_ROOT=str(media)))

    return Demo(_made_once(kind, load, like=migrated_database()), media, printed.read_text())


def manage(url: str, *arguments: str, **variables: str) -> str:
    """Run a management command on a database and return what it printed; raises ``CalledProcessError``."""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings_for_loading"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**environment, **variables}, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _made_once(kind: str, make: Callable[[str], object], like: str | None = None) -> str:
    """Return the URL of a database of a kind, which ``make`` fills by its URL where this code has none yet."""
    made = _made_on_postgresql if is_postgresql() else _made_on_sqlite
    with only_one_process(f"{kind}-{settings.DATABASES['default']['ENGINE']}"):
        return made(kind, make, like)


@contextmanager
def only_one_process(name: str) -> Iterator[None]:
    """Keep other processes out of the block."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Hidden, so that it is never among the files of earlier code that are removed.
    with (FOLDER / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _made_on_sqlite(kind: str, make: Callable[[str], object], like: str | None) -> str:
    path = FOLDER / f"{kind}-{fingerprint()}.sqlite3"
    if not path.exists():
        for earlier in FOLDER.glob(f"{kind.partition('-')[0]}-*"):
            earlier.unlink() if earlier.is_file() else shutil.rmtree(earlier)
        unfinished = FOLDER / f"{kind}-unfinished.sqlite3"
        if like:
            shutil.copy(like.removeprefix("sqlite:///"), unfinished)
        make(f"sqlite:///{unfinished}")
        put_into_one_file(unfinished)
        unfinished.rename(path)
    return f"sqlite:///{path}"


def put_into_one_file(path: Path) -> None:
    """Leave no log beside an SQLite database, so that a copy of its file is a copy of it."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=DELETE")


def _made_on_postgresql(kind: str, make: Callable[[str], object], like: str | None) -> str:
    name = f"{kind}_{fingerprint()}"
    with _cluster() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}_unfinished" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}_unfinished"{_template(like)}')
            make(_url(f"{name}_unfinished"))
            cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return _url(name)


def _template(like: str | None) -> str:
    return f' TEMPLATE "{urlsplit(like).path[1:]}"' if like else ""


@contextmanager
def _cluster() -> Iterator["psycopg2.extensions.cursor"]:
    """Yield a cursor outside transactions, on the PostgreSQL that the suite runs on."""
    database = settings.DATABASES["default"]
    where = {"host": database["HOST"], "port": database["PORT"] or None, "user": database["USER"]}
    found = psycopg2.connect(dbname="postgres", password=database["PASSWORD"] or None, **where)
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
def own_database(folder: Path, like: str | None = None, prefix: str = "own") -> Iterator[str]:
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
    name = f"{prefix}_{uuid.uuid4().hex}"
    with _cluster() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"{_template(like)}')
        try:
            yield _url(name)
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Connect this thread to a database within the block, and then to the one before again."""
    before = connections["default"]
    other = before.copy()
    other.settings_dict["NAME"] = name_of(url)
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = before


@contextmanager
def connected_to_a_copy(of: str | None, folder: Path) -> Iterator[None]:
    """Connect this thread to a copy of a database within the block; a copy of ``None`` is an empty one."""
    with own_database(folder, like=of) as url, connected_to(url):
        yield


def name_of(url: str) -> str:
    """Return the name by which Django's settings call a database: a file's path on SQLite."""
    return urlsplit(url).path[1:] if is_postgresql() else url.removeprefix("sqlite:///")


@contextmanager
def database_of_this_process() -> Iterator[None]:
    """Connect every thread of this process to a copy of the migrated database, which lies in memory on SQLite."""
    migrated = migrated_database()
    connection.close()
    before = connection.settings_dict["NAME"]
    if is_postgresql():
        with own_database(FOLDER, like=migrated, prefix="test") as url:
            connection.settings_dict["NAME"] = name_of(url)
            yield
            connection.close()
    else:
        connection.settings_dict["NAME"] = IN_MEMORY
        connection.ensure_connection()
        with sqlite3.connect(name_of(migrated)) as source:
            source.backup(connection.connection)
        source.close()
        yield
    connection.settings_dict["NAME"] = before
