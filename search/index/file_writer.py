"""The files of public pages in the index: read once, whichever and however many pages carry them."""

from collections.abc import Iterable

from board.basepage.search_data import SearchFile
from search.analyser import term_line
from search.entries import NUMBER_BITS, Entry, EntryText, FilePage, IndexedFile
from search.index.documents import Record, storable, unique_terms
from search.index.vocabulary import learn, words_of

BATCH = 200


def index_files(record: Record) -> None:
    """Bring the files of a page, whose entry is there, to what they are now."""
    entry = Entry.objects.get(pk=record.number)
    kept = set(entry.files.values_list("pk", flat=True))
    carried = {file.document.pk: file for file in record.files}
    if not carried and not kept:
        return
    versions = dict(IndexedFile.objects.filter(pk__in=carried).values_list("pk", "version"))
    for pk, file in carried.items():
        if versions.get(pk) != file.version:
            index_file(file)
    if kept != carried.keys():
        entry.files.set(carried)
        prune_files()
    terms = terms_of_files(entry.files.all())
    EntryText.objects.filter(entry=entry.pk).exclude(file_terms=terms).update(file_terms=terms)


def index_file(file: SearchFile) -> None:
    """Read the pages of a file into the index, in the place of those of an earlier version."""
    document = file.document
    pages = [
        FilePage(
            id=(document.pk << NUMBER_BITS) | number, file_id=document.pk, text=storable(text), terms=term_line(text)
        )
        for number, text in file.pages
        if number < 1 << NUMBER_BITS
    ]
    terms = unique_terms([term_line(document.title), *(page.terms for page in pages)])
    IndexedFile.objects.update_or_create(
        id=document.pk,
        defaults={
            "title": document.title,
            "url": document.url,
            "file_type": document.file_type,
            "version": file.version,
            "terms": terms,
        },
    )
    FilePage.objects.filter(file=document.pk).delete()
    FilePage.objects.bulk_create(pages, batch_size=BATCH)
    learn(words_of([document.title, *(page.text for page in pages)]))


def terms_of_files(files: Iterable[IndexedFile]) -> str:
    """Return the terms of some files, as an entry keeps them."""
    return unique_terms(file.terms for file in files)


def prune_files() -> None:
    """Forget the files that no page in the index carries."""
    orphans = list(IndexedFile.objects.filter(entries=None).values_list("pk", flat=True))
    if orphans:
        FilePage.objects.filter(file__in=orphans).delete()
        IndexedFile.objects.filter(pk__in=orphans).delete()
