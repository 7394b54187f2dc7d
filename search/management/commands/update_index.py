"""Wagtail's command, and after it the public search's own index."""

from tqdm import tqdm
from wagtail.search.management.commands.update_index import Command as WagtailCommand

from search.facets import read_values
from search.index.indexer import index_everything, public_pages
from search.index.vocabulary import forget_unused_words


class Command(WagtailCommand):
    """Rebuild both indexes. It may be stopped at any moment, and run twice or beside another."""

    help = "Rebuild the admin’s search index and the public search’s own."

    def handle(self, **options):
        """Rebuild the admin’s index, then the public one, with a bar where somebody watches."""
        super().handle(**options)
        total = public_pages().count()
        with tqdm(total=total, unit="page", desc="Public search", disable=None, file=self.stderr) as bar:
            index_everything(bar.update)
        forgotten = forget_unused_words(read_values(0).labels.values())
        self.stdout.write(f"Public search: {total} pages are in the index; {forgotten} unused words are forgotten.")
