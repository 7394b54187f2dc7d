"""The indexer: brings the index up to date with public pages, within the transaction that changes them."""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence

from django.db import DatabaseError, connection, transaction

from board.basepage.models import BasePage
from search.models import IndexedPage, IndexedPageText

from .file_writer import delete_unused_files, write_files
from .index_document import IndexDocument, build_document
from .vocabulary import add_words
from .writer import write_document

logger = logging.getLogger(__name__)

# How many pages are read at once.
BATCH = 200


def public_pages(pages=None):
    """Return the query set of pages that everybody may find, out of ``pages`` or of all pages."""
    return (BasePage.objects.all() if pages is None else pages).live().public().filter(depth__gt=1)


@transaction.atomic
def index_pages(page_ids: Collection[int]) -> None:
    """
    Bring the index up to date with some pages; those that are not public are removed from it.

    The pages are read from the database: an instance in memory may hold the words of a draft.
    """
    public = {page.pk: page for page in public_pages(BasePage.objects.filter(pk__in=page_ids)).specific()}
    remove_pages([page_id for page_id in page_ids if page_id not in public])
    for page in public.values():
        index_page(page)


def index_page(page: BasePage) -> IndexDocument:
    """Index a public specific page that was just read from the database; return its index document."""
    document = build_document(page)
    if write_document(document):
        add_words(document.vocabulary)
    write_files(document)
    return document


def remove_pages(page_ids: Sequence[int]) -> None:
    """Remove pages from the index, and the files that no other page carries."""
    if not page_ids:
        return
    indexed = list(IndexedPage.objects.filter(page_id__in=page_ids).values_list("pk", flat=True))
    if indexed:
        IndexedPageText.objects.filter(indexed_page__in=indexed).delete()
        IndexedPage.objects.filter(pk__in=indexed).delete()
        delete_unused_files()


def batches(page_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield page ids in batches."""
    for start in range(0, len(page_ids), BATCH):
        yield page_ids[start : start + BATCH]


def index_everything(advance: Callable[[int], object] | None = None) -> None:
    """
    Index every public page and remove every other; ``advance`` is called with the size of each finished batch.

    Each batch is a transaction, so that it may be interrupted at any moment and run again.
    """
    gone = IndexedPage.objects.exclude(page__in=public_pages().values("pk"))
    remove_pages(list(gone.values_list("page_id", flat=True)))
    for batch in batches(list(public_pages().order_by("pk").values_list("pk", flat=True))):
        index_pages(batch)
        if advance:
            advance(len(batch))
    delete_unused_files()


def fill_empty_index(using: str, **kwargs) -> None:
    """Index everything after a migration that has left the index empty."""
    needed = {IndexedPage._meta.db_table, BasePage._meta.db_table}
    if using != "default" or not needed <= set(connection.introspection.table_names()):
        return
    try:
        with transaction.atomic():
            if not IndexedPage.objects.exists():
                index_everything()
    except DatabaseError as error:
        # When migrations are run one by one, a page type may have no table yet.
        logger.warning("The search's index was left empty: %s. Run update_index when all migrations are done.", error)
