"""
The content version: renewed by every write that a reader could see.

A stored response is fresh only while the version from before its generation is the current one.
"""

import hashlib
import logging
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from .file_version import FileContentVersion
from .models import VersionToken
from .named_versions import renew_version

logger = logging.getLogger(__name__)

NAME = "content"


class ContentVersion(Protocol):
    """What the cache asks of the version, wherever it is held."""

    in_database: bool

    def read(self) -> str | None:
        """Return the current version; ``None`` where it can't be known."""

    def is_being_written(self) -> bool:
        """Return whether a commit may have happened that the version does not show yet."""

    def begin_write(self) -> None:
        """Announce a write that readers could see; raises where that is not possible."""

    def end_write(self) -> None:
        """Renew the version: what was written is visible, or never will be."""


class DatabaseContentVersion:
    """
    The version for a site on several hosts: read with one query for each request.

    It is renewed by the transaction that writes, so that one commit makes both visible.
    """

    in_database = True

    def read(self) -> str | None:
        """Return the version, or ``None`` while the database does not answer."""
        for _ in range(2):
            try:
                tokens = sorted(VersionToken.objects.filter(name=NAME).values_list("token", flat=True))
            except (DatabaseError, InterfaceError):
                if connection.in_atomic_block:
                    raise
                connection.close()  # The server may have closed it since; the second try opens another.
            else:
                return hashlib.sha256(b"".join(token.bytes for token in tokens)).hexdigest()[:16]
        logger.warning("The database does not say whether pages have changed.")
        return None

    def is_being_written(self) -> bool:
        """Return ``False``: the commit itself renews the version."""
        return False

    def begin_write(self) -> None:
        """
        Renew the version within the transaction that is about to write.

        While ``migrate`` has not created its table yet, or has removed it, no page is stored that could become stale.
        """
        try:
            renew_version(NAME)
        except DatabaseError:
            if VersionToken._meta.db_table in connection.introspection.table_names():
                raise

    def end_write(self) -> None:
        """Do nothing: the commit has made both visible, or the rollback neither."""


@lru_cache(maxsize=1)
def get_content_version() -> ContentVersion:
    """Return the version that ``PAGE_CACHE_STAMP`` names: in a ``file`` of this host, or in the ``database``."""
    if settings.PAGE_CACHE_STAMP == "database":
        return DatabaseContentVersion()
    return FileContentVersion(Path(settings.PAGE_CACHE_DIR))
