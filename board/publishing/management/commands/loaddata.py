"""Django's ``loaddata``, which unpublishes whatever it loads that the chair has not approved."""

from django.core.management.commands import loaddata
from django.db import transaction

from board.commands import SiteCommand
from board.publishing.audit import check_site


class Command(SiteCommand, loaddata.Command):
    help = f"{loaddata.Command.help} What it brings that the chair has not approved is taken down at once."

    def handle(self, *fixture_labels, **options):
        """Load and check in one transaction: a fixture bypasses every check but the database's own."""
        with transaction.atomic():
            super().handle(*fixture_labels, **options)
            for page_id, title, finding in check_site(change=True):
                self.stderr.write(f"{f'Page {page_id} (“{title}”)' if page_id else title}: {finding}")
