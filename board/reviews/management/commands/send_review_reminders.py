"""``manage.py send_review_reminders``: remind the owners of pages that are due for review."""

from django.core.management.base import CommandError
from django.utils import timezone

from board.commands import SiteCommand
from board.reviews.reminders import send_reminders


class Command(SiteCommand):
    """Run it every day; running it twice sends nothing twice."""

    help = (
        "Mail those who look after pages: 30 days before a review, on the day, and every 30 days after. Pages whose "
        "owner has left go to the moderators. Run it every day; nothing is sent twice."
    )

    def handle(self, *args, **options) -> None:
        """Queue the reminders; raise ``CommandError`` when there was no one to remind."""
        summary = send_reminders(timezone.localdate())
        self.stdout.write(f"{summary.queued} mail{'' if summary.queued == 1 else 's'} queued.")
        if summary.without_recipient:
            titles = ", ".join(f"“{title}”" for title in summary.without_recipient)
            raise CommandError(
                f"No one could be reminded of {titles}: no one who can sign in looks after it, and no moderator has an "
                "address. Add one under Settings, Users."
            )
