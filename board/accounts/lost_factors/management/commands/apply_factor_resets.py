"""``manage.py apply_factor_resets``: remove lost second factors whose time has come."""

from typing import Any

from django.utils import timezone

from board.accounts.lost_factors.procedure import apply_due, expire
from board.commands import SiteCommand


class Command(SiteCommand):
    """Safe to run at any time and twice at the same time. The owner's next sign-in does the same for that account."""

    help = "Remove the second factors whose reset is due, and end the resets that no one has rung about in seven days."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do both, and say how many there were."""
        now = timezone.now()
        self.stdout.write(f"Accounts whose second factors were removed: {apply_due(now)}. Expired: {expire(now)}.")
