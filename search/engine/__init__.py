"""The full-text index of the database that the site stands on, behind one interface."""

from django.db import connection

from .base import Engine
from .matches import Candidate, FileMatch, Found
from .postgresql import PostgresqlEngine
from .sqlite import SqliteEngine

__all__ = ["Candidate", "Engine", "FileMatch", "Found", "engine"]

ENGINES: dict[str, type[Engine]] = {"sqlite": SqliteEngine, "postgresql": PostgresqlEngine}


def engine() -> Engine:
    """Return the engine of the default database; raises ``KeyError`` for a database that has none."""
    return ENGINES[connection.vendor]()
