"""The custom user model (docs/decisions/0002)."""

from django.contrib.auth.models import AbstractUser

# What the register and other records have room for: a letter less than the longest first and last name and a space.
MAX_NAME = 300


class User(AbstractUser):
    """
    Django's user with nothing added.

    A user model can't be swapped after the first migration, and a board will want to add to it one day.
    """

    def __str__(self) -> str:
        """Return the full name, as far as the register's columns hold it, or the username where there is none."""
        return self.get_full_name()[:MAX_NAME] or self.username
