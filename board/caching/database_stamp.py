"""The content stamp of a site on several hosts: tokens, renewed by the transaction that they tell of."""

import hashlib
import logging

from django.db import DatabaseError, InterfaceError, connection

from board.stamps.changes import note_change
from board.stamps.models import Stamp

logger = logging.getLogger(__name__)

NAME = "content"


class DatabaseStamp:
    """Read with one query for each request; what changes and the stamp become visible in one commit."""

    in_database = True

    def read(self) -> str | None:
        """Return the stamp, or ``None`` while the database does not answer."""
        for _ in range(2):
            try:
                tokens = sorted(Stamp.objects.filter(name=NAME).values_list("token", flat=True))
            except (DatabaseError, InterfaceError):
                if connection.in_atomic_block:
                    raise
                connection.close()  # The server may have closed it meanwhile; the second try opens another.
            else:
                return hashlib.sha256(b"".join(token.bytes for token in tokens)).hexdigest()[:16]
        logger.warning("The database does not say whether pages have changed.")
        return None

    def is_busy(self) -> bool:
        """Say no: the stamp is renewed by the commit itself."""
        return False

    def open(self) -> None:
        """Renew the stamp within the transaction that is about to write."""
        note_change(NAME)

    def close(self) -> None:
        """Do nothing: the commit has shown both, or the rollback neither."""
