"""``manage.py check_approvals``: check that everything public is what the chair approved."""

from django.core.management.base import CommandError

from board.commands import SiteCommand
from board.publishing.audit import check_site


class Command(SiteCommand):
    help = (
        "Hold every page to the statement register. A page that shows what the chair has not approved is taken down "
        "and named. Exit code 0: nothing was wrong; 1: something was. Run it every night, and after a restore."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what is wrong, and change nothing")

    def handle(self, *args, dry_run, **options):
        """Check, unpublish and report; raises ``CommandError`` if anything was wrong."""
        findings = 0
        for page_id, title, finding in check_site(change=not dry_run):
            findings += 1
            what = f"Page {page_id} (“{title}”)" if page_id else title
            self.stderr.write(f"{what}: {finding}{' (not done: dry run)' if dry_run else ''}")
        if findings:
            raise CommandError(f"{findings} found. See docs/publishing-rules.md for what to do next.", returncode=1)
        self.stdout.write("Everything that is public is what was approved.")
