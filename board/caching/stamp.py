"""The one content stamp: what tells a kept page from one that may have changed since."""

from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from .database_stamp import DatabaseStamp
from .file_stamp import FileStamp


class ContentStamp(Protocol):
    """What the cache asks of a stamp, wherever it is kept."""

    in_database: bool

    def read(self) -> str | None:
        """Return the stamp as it is now; ``None`` where that can't be known."""

    def is_busy(self) -> bool:
        """Say whether a commit may have happened that the stamp does not tell of yet."""

    def open(self) -> None:
        """Begin to write what readers could see."""

    def close(self) -> None:
        """Move the stamp on: what was written is visible, or never will be."""


@lru_cache(maxsize=1)
def get_stamp() -> ContentStamp:
    """Return the stamp that ``PAGE_CACHE_STAMP`` names: in a ``file`` of this host, or in the ``database``."""
    if settings.PAGE_CACHE_STAMP == "database":
        return DatabaseStamp()
    return FileStamp(Path(settings.PAGE_CACHE_DIR))
