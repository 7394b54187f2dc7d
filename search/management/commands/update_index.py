"""Wagtail's command, followed by the public search's own index."""

from tqdm import tqdm
from wagtail.search.management.commands.update_index import Command as WagtailCommand

from board.commands import SiteCommand
from search.facets import read_facets
from search.index.indexer import index_everything, public_pages
from search.index.vocabulary import delete_unused_words


class Command(SiteCommand, WagtailCommand):
    """Rebuild both indexes. It may be interrupted at any moment, and run twice or beside another."""

    help = "Rebuild the admin’s search index and the public search’s own."

    def handle(self, **options):
        """Rebuild the admin's index, then the public one, with a progress bar on a terminal."""
        super().handle(**options)
        total = public_pages().count()
        with tqdm(total=total, unit="page", desc="Public search", disable=None, file=self.stderr) as bar:
            index_everything(bar.update)
        deleted = delete_unused_words(read_facets(0).labels.values())
        self.stdout.write(f"Public search: {total} pages are in the index; {deleted} unused words are forgotten.")
