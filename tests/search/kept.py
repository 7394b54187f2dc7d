"""Content that the tests of a module share: made once, and taken away when the module ends."""

from contextlib import contextmanager

from django.db import transaction
from django.test import override_settings

from board.stamps.memory import forget_everything


@contextmanager
def kept(blocker, media):
    """Hold what is made within in a transaction that is never stored; ``blocker`` is pytest-django's."""
    with blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        forget_everything()
        yield
        transaction.set_rollback(True)
    forget_everything()
