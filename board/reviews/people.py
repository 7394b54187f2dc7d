"""Who looks after a page."""

from django.contrib.auth import get_user_model

MODERATORS = "Moderators"


def is_there(user) -> bool:
    """Say whether a user can still sign in to the admin and has an address for mail."""
    return bool(user and user.is_active and user.email and user.has_perm("wagtailadmin.access_admin"))


def moderators() -> list:
    """Return the moderators who can be reached, for pages that nobody looks after."""
    members = get_user_model().objects.filter(groups__name=MODERATORS, is_active=True).exclude(email="")
    return list(members.order_by("pk"))


def possible_owners():
    """Return the query set of users who may look after a page: those who are in a group and active."""
    users = get_user_model().objects.filter(is_active=True, groups__isnull=False).distinct()
    return users.order_by("first_name", "last_name", "pk")
