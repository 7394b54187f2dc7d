"""Users in the board's roles."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group


def add_user(username, *groups):
    """Create a user in these groups."""
    user = get_user_model().objects.create_user(username, f"{username}@example.org", "a-long-password-for-tests")
    user.groups.set(Group.objects.filter(name__in=groups))
    return user
