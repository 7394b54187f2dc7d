"""Worlds that the tests of a module share: made once, changed by each test within a savepoint, and rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.test import TestCase, override_settings

from tests.memory import empty_memories


@contextmanager
def shared_world(blocker, media: Path) -> Iterator[None]:
    """
    Hold what is made within in a transaction that is never stored; ``blocker`` is pytest-django's.

    What the block does once its transaction is stored is done at once. A test of the module that asks for ``db`` is
    rolled back to the world as it was made; one that does not must leave it as it is.
    """
    with blocker.unblock(), override_settings(MEDIA_ROOT=str(media)), transaction.atomic():
        empty_memories()
        yield
        transaction.set_rollback(True)
    empty_memories()


def with_all_that_follows(step, *arguments):
    """Take a step, and do what waits until its transaction is stored; return what the step returns."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return step(*arguments)
