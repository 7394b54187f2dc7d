"""Wagtail's ``publish_scheduled``, in which one bad page never stops the others."""

from django.core.management.base import CommandError
from wagtail.management.commands import publish_scheduled

from board.publishing.schedule import expire_due, publish_due


class Command(publish_scheduled.Command):
    help = "Publish what is due and take down what has expired. Run it every few minutes."

    def handle(self, *args, **options):
        """
        Treat each due page by itself, then let Wagtail do the rest: what is no page.

        Raises ``CommandError`` after all of it where something could not be done.
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
