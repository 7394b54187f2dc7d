"""Wagtail's ``publish_scheduled``, in which a failure of one page never stops the others."""

from django.core.management.base import CommandError
from wagtail.management.commands import publish_scheduled

from board.commands import SiteCommand
from board.publishing.schedule import expire_due, publish_due


class Command(SiteCommand, publish_scheduled.Command):
    help = "Publish what is due and take down what has expired. Run it every few minutes."

    def handle(self, *args, **options):
        """
        Treat each due page by itself, then let Wagtail publish and expire what is not a page.

        Raises ``CommandError`` at the end if anything failed.
        """
        failed = []
        if not options["dryrun"]:
            failed = [*expire_due(), *publish_due()]
            for what, reason in failed:
                self.stderr.write(f"{what}: {reason}")
        if not any(what.endswith("taken down") for what, _ in failed):
            super().handle(*args, **options)
        if failed:
            raise CommandError(f"{len(failed)} pages could not be treated; each is named above.")
