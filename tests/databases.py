"""Databases that a test has for itself, for the processes that it starts."""

import uuid
from contextlib import contextmanager

import psycopg2
from django.conf import settings


@contextmanager
def own_database(folder):
    """Yield the URL of an empty database: a file, or one on the PostgreSQL that the suite runs on."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.postgresql":
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    name = f"own_{uuid.uuid4().hex}"
    where = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"]}
    connection = psycopg2.connect(dbname="postgres", password=database["PASSWORD"] or None, **where)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{where['user']}:{database['PASSWORD']}@{where['host']}:{where['port']}/{name}"
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    connection.close()
