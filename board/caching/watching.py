"""
Every write that a reader could see moves the stamp on when it commits, whichever code sends it.

Signals would miss ``update()``, ``bulk_create()`` and SQL written by hand; a statement passes here in any case. A write
that can't be announced raises, and so does not happen.
"""

import weakref
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connections, transaction
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from .stamp import get_stamp
from .statements import changes_what_readers_see


class Announcement:
    """
    That something is being written, from before the first statement until the stamp has moved on.

    It is called after the commit. Where that never comes it is dropped, after a rollback or because another
    ``on_commit`` function of the same transaction failed before it was its turn, and moves the stamp on all the same.
    """

    is_open = False

    def __init__(self) -> None:
        self.stamp = get_stamp()
        self.stamp.open()
        self.is_open = True

    def __call__(self) -> None:
        """Move the stamp on."""
        if self.is_open:
            self.is_open = False
            self.stamp.close()

    __del__ = __call__


class Watch:
    """Looks at each statement of one connection."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.is_announcing = False
        self.announcements: weakref.WeakSet[Announcement] = weakref.WeakSet()

    def __call__(self, execute: Callable, sql: str, params: Sequence, many: bool, context: dict) -> Any:
        """Send a statement, announced where a reader could see what it does."""
        # A stamp in the database is renewed by statements that come here too.
        if self.is_announcing or not changes_what_readers_see(sql if isinstance(sql, str) else str(sql)):
            return execute(sql, params, many, context)
        connection = context["connection"]
        if connection.in_atomic_block:
            if not self.is_announced(connection):
                self.announce()
            return execute(sql, params, many, context)
        if not connection.get_autocommit():
            raise transaction.TransactionManagementError(
                "Content is written under transaction.atomic(), or with autocommit: otherwise nobody can tell when it "
                "becomes visible to readers."
            )
        with self.one_transaction():
            announcement = self.announce()
            try:
                return execute(sql, params, many, context)
            finally:
                if not connection.in_atomic_block:
                    announcement()

    def one_transaction(self) -> AbstractContextManager:
        """Return what holds a statement of its own and a stamp in the same database together."""
        return transaction.atomic(using=self.alias) if get_stamp().in_database else nullcontext()

    def is_announced(self, connection) -> bool:
        """
        Say whether an announcement waits for the commit that nothing can take away without these words.

        A savepoint that is rolled back takes its ``on_commit`` functions with it, so one counts while all the
        savepoints that it was made in are open.
        """
        open_now = set(connection.savepoint_ids)
        return any(
            isinstance(function, Announcement) and function.is_open and savepoints <= open_now
            for savepoints, function, *_ in connection.run_on_commit
        )

    def announce(self) -> Announcement:
        """Announce what is about to be written; raises where that can't be done."""
        self.is_announcing = True
        try:
            announcement = Announcement()
        finally:
            self.is_announcing = False
        if connections[self.alias].in_atomic_block:
            transaction.on_commit(announcement, using=self.alias)
        self.announcements.add(announcement)
        return announcement

    def settle(self, connection) -> None:
        """Move the stamp on for what is still announced although the transaction is over."""
        if not connection.in_atomic_block:
            for announcement in list(self.announcements):
                announcement()


def watch_of(connection) -> Watch | None:
    """Return what watches a connection, or ``None`` before its first use."""
    return next((wrapper for wrapper in connection.execute_wrappers if isinstance(wrapper, Watch)), None)


@receiver(connection_created, dispatch_uid="caching_watch_connection")
def watch_connection(connection, **kwargs) -> None:
    """
    Watch a connection, below every other wrapper: those that come later leave in the order of their coming.

    One that is in no settings, as Django opens it to create or drop a database, can write nothing that is read.
    """
    if connection.alias in connections and watch_of(connection) is None:
        connection.execute_wrappers.insert(0, Watch(connection.alias))


def settle_connections() -> None:
    """Settle every connection of this thread: the answer to a request leaves after its writes are announced."""
    for connection in connections.all(initialized_only=True):
        if watch := watch_of(connection):
            watch.settle(connection)
