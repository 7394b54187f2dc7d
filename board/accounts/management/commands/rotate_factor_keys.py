"""``manage.py rotate_factor_keys``: encrypt the secrets of all second factors with the first of FACTOR_KEYS."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import CommandError

from board.accounts.factor_keys import UnreadableSecretError, rotate
from board.commands import SiteCommand


class Command(SiteCommand):
    """Safe to run at any time, twice at the same time, and again after it was killed."""

    help = (
        "Encrypt the secrets of all second factors with the first key of FACTOR_KEYS. When it has ended well, and "
        "sessions have ended (7 days), the other keys may go. Exit code 1: some could not be read, and are named."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Encrypt them; raises ``CommandError`` with the accounts where none of the keys fits."""
        count, unreadable = 0, []
        for pk, username in Authenticator.objects.order_by("pk").values_list("pk", "user__username"):
            try:
                count += rotate(pk)
            except UnreadableSecretError:
                unreadable.append(username)
        self.stdout.write(f"{count} second factor{'' if count == 1 else 's'} encrypted with the first key.")
        if unreadable:
            raise CommandError(
                f"None of FACTOR_KEYS fits the second factors of: {', '.join(sorted(set(unreadable)))}. Add the key "
                "that they were encrypted with, from its backup, and run this again. If it is lost, so are these "
                "factors: reset them (docs/operations.md#the-keys-of-second-factors)."
            )
