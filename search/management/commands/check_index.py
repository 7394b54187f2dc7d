"""Compares the public search's index with the pages."""

import sys

from board.commands import SiteCommand
from search.index.consistency import discrepancies
from search.index.indexer import index_pages


class Command(SiteCommand):
    """Print where the index differs from the pages, and repair it."""

    help = "Compare the public search’s index with the public pages and repair it; exits with 1 if it had to."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say what is wrong and leave it.")

    def handle(self, *, dry_run, **options):
        """Print a line for each discrepancy; exit with 1 if there are any."""
        wrong = list(discrepancies())
        for discrepancy in wrong:
            self.stdout.write(f"Page {discrepancy.page_id} {discrepancy.what}.")
        if not wrong:
            self.stdout.write("The index says what the pages say.")
            return
        if dry_run:
            self.stdout.write(f"{len(wrong)} pages differ; nothing was changed.")
        else:
            index_pages([discrepancy.page_id for discrepancy in wrong])
            self.stdout.write(f"{len(wrong)} pages are right again.")
        sys.exit(1)
