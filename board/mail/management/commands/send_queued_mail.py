"""The mail queue's ``send_queued_mail``, on a site's own database and to a mail server alone."""

from django.conf import settings
from django.core.management.base import CommandError

from board.commands import SiteCommand
from board.engines.mailqueue.management.commands import send_queued_mail
from board.mail.checks import CONSOLE


class Command(SiteCommand, send_queued_mail.Command):
    """Sends nothing where nothing leaves the machine: a mail that is printed would count as sent."""

    def handle(self, *args, **options) -> None:
        """Send; raises ``CommandError`` without a mail server, and where anything could not be sent."""
        if settings.MAIL_QUEUE_BACKEND == CONSOLE:
            raise CommandError(
                "EMAIL_URL is not set: mail would be printed here and reach no one. It waits. Set EMAIL_URL as for the "
                "site, or to filemail:///folder to have mail written into files."
            )
        super().handle(*args, **options)
