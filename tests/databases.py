"""Databases that a test has for itself, for the processes that it starts."""

import shutil
import uuid
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings


@contextmanager
def own_database(folder, like=None):
    """
    Yield the URL of an empty database: a file, or one on the PostgreSQL that the suite runs on.

    ``like`` is the URL of another, which nobody uses now; then it begins as a copy of that.
    """
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.postgresql":
        path = folder / "site.sqlite3"
        if like:
            shutil.copy(like.removeprefix("sqlite:///"), path)
        yield f"sqlite:///{path}"
        return
    name = f"own_{uuid.uuid4().hex}"
    template = f' TEMPLATE "{urlsplit(like).path[1:]}"' if like else ""
    where = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"]}
    connection = psycopg2.connect(dbname="postgres", password=database["PASSWORD"] or None, **where)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"{template}')
        yield f"postgres://{where['user']}:{database['PASSWORD']}@{where['host']}:{where['port']}/{name}"
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    connection.close()
