"""The custom user model (docs/decisions/0002)."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """
    Django's user with nothing added.

    A user model can't be swapped after the first migration, and a board will want to add to it one day.
    """

    def __str__(self) -> str:
        """Return the full name, or the username where there is none."""
        return self.get_full_name() or self.username
