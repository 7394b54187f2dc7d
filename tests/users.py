"""Users in the board's roles."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group


def add_user(username, *groups):
    """Create a user in these groups."""
    user = get_user_model().objects.create_user(username, f"{username}@example.org", "a-long-password-for-tests")
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def user_in(username, *groups):
    """Return the user of this name, whom a shared world may have, or create one in these groups."""
    return get_user_model().objects.filter(username=username).first() or add_user(username, *groups)


def add_people():
    """Create a writer, a reviewer and an approver; return them in that order."""
    return [add_user("editor", "Editors"), add_user("moderator", "Moderators"), add_user("chair", "Independent Chair")]
