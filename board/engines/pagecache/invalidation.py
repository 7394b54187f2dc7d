"""
Every write that a reader could see renews the content version when it commits, whichever code sends it.

Signals would miss ``update()``, ``bulk_create()`` and SQL written by hand; every statement passes through here. A write
that can't be announced raises, and so does not happen.
"""

import weakref
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connections, transaction
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from .content_version import get_content_version
from .sql_writes import may_change_pages


class AnnouncedWrite:
    """
    A write in progress, from before its first statement until the content version is renewed.

    It is called after the commit. Where that never comes it is dropped, after a rollback or because another
    ``on_commit`` function of the same transaction failed first, and renews the version all the same.
    """

    is_open = False

    def __init__(self) -> None:
        self.content_version = get_content_version()
        self.content_version.begin_write()
        self.is_open = True

    def __call__(self) -> None:
        """Renew the content version."""
        if self.is_open:
            self.is_open = False
            self.content_version.end_write()

    __del__ = __call__


class WriteWatcher:
    """Looks at each statement of one connection: an ``execute_wrapper``."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.is_announcing = False
        self.writes: weakref.WeakSet[AnnouncedWrite] = weakref.WeakSet()

    def __call__(self, execute: Callable, sql: str, params: Sequence, many: bool, context: dict) -> Any:
        """Execute a statement, announced if a reader could see its effect."""
        # A version in the database is renewed by statements that come here too.
        if self.is_announcing or not may_change_pages(sql if isinstance(sql, str) else str(sql)):
            return execute(sql, params, many, context)
        connection = context["connection"]
        if connection.in_atomic_block:
            if not self.is_announced(connection):
                self.announce()
            return execute(sql, params, many, context)
        if not connection.get_autocommit():
            raise transaction.TransactionManagementError(
                "Content is written under transaction.atomic(), or with autocommit: otherwise it is unknown when it "
                "becomes visible to readers."
            )
        with self.one_transaction():
            write = self.announce()
            try:
                return execute(sql, params, many, context)
            finally:
                if not connection.in_atomic_block:
                    write()

    def one_transaction(self) -> AbstractContextManager:
        """Return a context that holds a single statement and a version in the same database together."""
        return transaction.atomic(using=self.alias) if get_content_version().in_database else nullcontext()

    def is_announced(self, connection) -> bool:
        """
        Return whether an announced write waits for the commit, whatever savepoint is rolled back before it.

        A savepoint that is rolled back takes its ``on_commit`` functions with it, so one counts while all the
        savepoints that it was made in are open.
        """
        open_savepoints = set(connection.savepoint_ids)
        return any(
            isinstance(function, AnnouncedWrite) and function.is_open and savepoints <= open_savepoints
            for savepoints, function, *_ in connection.run_on_commit
        )

    def announce(self) -> AnnouncedWrite:
        """Announce a write that is about to happen; raises where that can't be done."""
        self.is_announcing = True
        try:
            write = AnnouncedWrite()
        finally:
            self.is_announcing = False
        if connections[self.alias].in_atomic_block:
            transaction.on_commit(write, using=self.alias)
        self.writes.add(write)
        return write

    def complete_writes(self, connection) -> None:
        """Renew the version for every write that is still announced although its transaction is over."""
        if not connection.in_atomic_block:
            for write in list(self.writes):
                write()


def watcher_of(connection) -> WriteWatcher | None:
    """Return the watcher of a connection, or ``None`` before its first use."""
    return next((wrapper for wrapper in connection.execute_wrappers if isinstance(wrapper, WriteWatcher)), None)


@receiver(connection_created, dispatch_uid="pagecache_watch_connection")
def watch_connection(connection, **kwargs) -> None:
    """
    Watch a connection, below every other wrapper: later ones are removed in the order in which they were added.

    A connection that is in no settings, as Django opens it to create or drop a database, writes nothing that is read.
    """
    if connection.alias in connections and watcher_of(connection) is None:
        connection.execute_wrappers.insert(0, WriteWatcher(connection.alias))


def complete_writes() -> None:
    """Complete the writes of every connection of this thread, before the response to its request leaves."""
    for connection in connections.all(initialized_only=True):
        if watcher := watcher_of(connection):
            watcher.complete_writes(connection)
