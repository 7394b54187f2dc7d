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
        """Send the reminders; raise ``CommandError`` when any could not be sent."""
        summary = send_reminders(timezone.localdate())
        self.stdout.write(f"{summary.sent} mail{'' if summary.sent == 1 else 's'} sent.")
        if summary.without_recipient:
            titles = ", ".join(f"“{title}”" for title in summary.without_recipient)
            raise CommandError(
                f"Nobody could be reminded of {titles}: nobody who can sign in looks after it, and no moderator has an "
                "address. Add one under Settings, Users."
            )
        if summary.failed:
            raise CommandError(
                f"{summary.failed} could not be sent (see the log). They are tried again with the next run."
            )
