"""Compares the public search's index with the pages."""

import sys

from django.core.management.base import BaseCommand

from search.index.consistency import differences
from search.index.indexer import index_pages


class Command(BaseCommand):
    """Say where the index differs from the pages, and bring it to what they say."""

    help = "Compare the public search’s index with the public pages and repair it; exits with 1 if it had to."

    def add_arguments(self, parser):
        """Offer to look only."""
        parser.add_argument("--dry-run", action="store_true", help="Say what is wrong and leave it.")

    def handle(self, *, dry_run, **options):
        """Print a line for each difference; exit with 1 where there was any."""
        found = list(differences())
        for difference in found:
            self.stdout.write(f"Page {difference.page_id} {difference.what}.")
        if not found:
            self.stdout.write("The index says what the pages say.")
            return
        if dry_run:
            self.stdout.write(f"{len(found)} pages differ; nothing was changed.")
        else:
            index_pages([difference.page_id for difference in found])
            self.stdout.write(f"{len(found)} pages are right again.")
        sys.exit(1)
