"""Brings the index to what public pages say, within the transaction that changes them."""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence

from django.db import DatabaseError, connection, transaction

from board.basepage.models import BasePage
from search.entries import Entry, EntryText
from search.index.documents import Record, record_of
from search.index.file_writer import index_files, prune_files
from search.index.vocabulary import learn
from search.index.writer import store

logger = logging.getLogger(__name__)

# Pages that are read at once.
BATCH = 200


def public_pages(pages=None):
    """Return the query set of the pages that anybody may find; ``pages`` are those to choose from."""
    return (BasePage.objects.all() if pages is None else pages).live().public().filter(depth__gt=1)


@transaction.atomic
def index_pages(page_ids: Collection[int]) -> None:
    """
    Bring the entries of some pages to what they say now; a page that is not public loses its own.

    The pages are read from the database: an instance in memory may carry a draft's words.
    """
    chosen = public_pages(BasePage.objects.filter(pk__in=page_ids)).specific()
    found = {page.pk: page for page in chosen}
    remove_entries([page_id for page_id in page_ids if page_id not in found])
    for page in found.values():
        index_page(page)


def index_page(page) -> Record:
    """Bring the entry of a public specific page, read just now, to what it says; return what is kept."""
    record = record_of(page)
    if store(record):
        learn(record.vocabulary())
    index_files(record)
    return record


def remove_entries(page_ids: Sequence[int]) -> None:
    """Remove the entries of pages, and the files that no other page in the index carries."""
    entries = list(Entry.objects.filter(page_id__in=page_ids).values_list("pk", flat=True)) if page_ids else []
    if entries:
        EntryText.objects.filter(entry__in=entries).delete()
        Entry.objects.filter(pk__in=entries).delete()
        prune_files()


def batches(page_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield some pages' ids in portions."""
    for start in range(0, len(page_ids), BATCH):
        yield page_ids[start : start + BATCH]


def index_everything(advance: Callable[[int], object] | None = None) -> None:
    """
    Index every public page and forget every other; ``advance`` is told how many were done each time.

    Each portion is a transaction, so that it may be stopped at any moment and run again.
    """
    remove_entries(list(Entry.objects.exclude(page__in=public_pages().values("pk")).values_list("page_id", flat=True)))
    for portion in batches(list(public_pages().order_by("pk").values_list("pk", flat=True))):
        index_pages(portion)
        if advance:
            advance(len(portion))
    prune_files()


def fill_empty_index(using: str, **kwargs) -> None:
    """Index everything after a migration that has left the index empty, so that nothing needs doing by hand."""
    if using != "default" or not {Entry._meta.db_table, BasePage._meta.db_table} <= set(table_names()):
        return
    try:
        with transaction.atomic():
            if not Entry.objects.exists():
                index_everything()
    except DatabaseError as error:
        # In the middle of migrations that are taken one by one, a page type may have no table yet.
        logger.warning("The search's index was left empty: %s. Run update_index when all migrations are done.", error)


def table_names() -> list[str]:
    """Return the names of the tables that are there."""
    return connection.introspection.table_names()
