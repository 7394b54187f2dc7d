"""The demo's users, with passwords made when they are loaded."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

EMAIL_DOMAIN = "ashmere.example"
# Easy to read aloud and to copy from a screen; nine of them and four digits make 48 ** 9 * 9000 passwords.
SYLLABLES = [first + vowel for first in "bdfgklmnprst" for vowel in "aeiu"]


def make_password() -> str:
    """Return a new password of three short groups and four digits, such as ``banitu-kupera-lumisa-4821``."""
    groups = ["".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(3)]
    return "-".join([*groups, str(secrets.randbelow(9000) + 1000)])


def demo_users():
    """Return the users that the demo has made in this database."""
    return get_user_model().objects.filter(email__endswith=f"@{EMAIL_DOMAIN}")


def create_users(entries: list[dict]) -> tuple[dict, dict]:
    """
    Create the demo's users, each in its group; one without a group is a superuser.

    ``entries`` are the ``[[users]]`` of the content. Returns the users and their passwords, both by user name.
    """
    users, passwords = {}, {}
    for entry in entries:
        username = entry["username"]
        passwords[username] = make_password()
        group = entry.get("group")
        users[username] = get_user_model().objects.create_user(
            username=username,
            email=f"{username}@{EMAIL_DOMAIN}",
            password=passwords[username],
            first_name=entry["first_name"],
            last_name=entry["last_name"],
            is_superuser=group is None,
            is_staff=group is None,
        )
        if group:
            users[username].groups.add(Group.objects.get(name=group))
    return users, passwords
