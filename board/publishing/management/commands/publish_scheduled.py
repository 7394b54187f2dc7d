"""Wagtail's ``publish_scheduled``, in which a failure of one object never stops the others."""

from django.core.management.base import CommandError
from wagtail.management.commands import publish_scheduled

from board.commands import SiteCommand
from board.cover.membership import apply_due_cover
from board.publishing.audit import put_off_early
from board.publishing.schedule import expire_due, publish_due


class Command(SiteCommand, publish_scheduled.Command):
    help = "Publish what is due, take down what has expired, begin and end cover. Run it every few minutes."

    def handle(self, *args, **options):
        """
        Treat each due object by itself; Wagtail's own command is left with the dry run.

        What is public before its time, because the clock was put back, is taken down and scheduled again. Raises
        ``CommandError`` at the end if anything failed.
        """
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        apply_due_cover()
        early = [(f"Page {pk}", finding) for pk, finding in put_off_early()]
        failed = [*early, *expire_due(), *publish_due()]
        for what, reason in failed:
            self.stderr.write(f"{what}: {reason}")
        if failed:
            raise CommandError(f"{len(failed)} pages could not be treated; each is named above.")
