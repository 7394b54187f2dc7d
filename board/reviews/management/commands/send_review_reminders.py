"""Remind those who look after pages."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from board.reviews.reminders import send_reminders


class Command(BaseCommand):
    """``manage.py send_review_reminders``: for every day; running it twice sends nothing twice."""

    help = (
        "Mail those who look after pages: 30 days before a review, on the day, and every 30 days after. Pages whose "
        "owner has left go to the moderators. Run it every day; nothing is sent twice."
    )

    def handle(self, *args, **options) -> None:
        """Send, and say how much; raises ``CommandError`` where somebody should have been told and was not."""
        outcome = send_reminders(timezone.localdate())
        self.stdout.write(f"{outcome.sent} mail{'' if outcome.sent == 1 else 's'} sent.")
        if outcome.nobody:
            raise CommandError(
                f"Nobody could be reminded of {', '.join(f'“{title}”' for title in outcome.nobody)}: nobody who can "
                "sign in looks after it, and no moderator has an address. Add one under Settings, Users."
            )
        if outcome.failed:
            raise CommandError(
                f"{outcome.failed} could not be sent (see the log). They are tried again with the next run."
            )
