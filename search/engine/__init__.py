"""The full-text index of the site's database, behind one interface."""

from django.db import connection

from .base import Engine
from .matches import Candidate, FileMatch, MatchCounts
from .postgresql import PostgresqlEngine
from .sqlite import SqliteEngine

__all__ = ["Candidate", "Engine", "FileMatch", "MatchCounts", "get_engine"]

ENGINES: dict[str, type[Engine]] = {"sqlite": SqliteEngine, "postgresql": PostgresqlEngine}


def get_engine() -> Engine:
    """Return the engine of the default database; raises ``KeyError`` for a database that has none."""
    return ENGINES[connection.vendor]()
