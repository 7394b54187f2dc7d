"""``manage.py reset_lost_factor``: for the only administrator, who has no second person."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from board.accounts.lost_factors.procedure import reset_at_console
from board.commands import SiteCommand


def operator() -> str:
    """Return who is at the console, as far as the system tells."""
    try:
        return f"Server console ({getpass.getuser()})"
    except (KeyError, OSError):  # A user number without a name.
        return "Server console"


class Command(SiteCommand):
    help = (
        "Remove a user's second factors and sessions at once. It is recorded, and the owner is mailed. In the admin it "
        "takes two people and an hour; use this where there are no two."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="what happened, for the record")

    def handle(self, *args: Any, username: str, reason: str, **options: Any) -> None:
        """Remove them; raises ``CommandError`` for an unknown user, one without a factor, and an empty reason."""
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username}.")
        if not reason.strip():
            raise CommandError("Give a reason, which is kept for the record.")
        try:
            reset_at_console(user, operator=operator(), reason=reason.strip())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"The second factors of {username} are removed. A new one is set up at the next sign-in.")
