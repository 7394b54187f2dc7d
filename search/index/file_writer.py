"""Writes the files of public pages into the index: once each, however many pages carry them."""

from collections.abc import Iterable

from board.basepage.search_data import SearchFile
from search.analyser import VERSION, term_line
from search.models import FILE_PAGE_BITS, FilePage, IndexedFile, IndexedPage, IndexedPageText

from .index_document import IndexDocument, storable, unique_terms
from .vocabulary import add_words, extract_vocabulary

BATCH = 200


def write_files(document: IndexDocument) -> None:
    """Bring the files of a page, which is in the index already, up to date."""
    indexed_page = IndexedPage.objects.get(pk=document.index_id)
    stored = set(indexed_page.files.values_list("pk", flat=True))
    carried = {file.document.pk: file for file in document.files}
    if not carried and not stored:
        return
    versions = dict(IndexedFile.objects.filter(pk__in=carried).values_list("pk", "version"))
    for pk, file in carried.items():
        if versions.get(pk) != indexed_version(file):
            write_file(file)
    if stored != carried.keys():
        indexed_page.files.set(carried)
        delete_unused_files()
    terms = terms_of_files(indexed_page.files.all())
    text = IndexedPageText.objects.filter(indexed_page=indexed_page.pk)
    text.exclude(file_terms=terms).update(file_terms=terms)


def indexed_version(file: SearchFile) -> str:
    """Return the version of a file in the index, which changes with the analyser as well."""
    return f"{VERSION} {file.version}"[: IndexedFile._meta.get_field("version").max_length]


def write_file(file: SearchFile) -> None:
    """Write a file and its pages, in the place of an earlier version."""
    document = file.document
    pages = [
        FilePage(
            id=(document.pk << FILE_PAGE_BITS) | number,
            file_id=document.pk,
            text=storable(text),
            terms=term_line(text),
        )
        for number, text in file.pages
        if number < 1 << FILE_PAGE_BITS
    ]
    IndexedFile.objects.update_or_create(
        id=document.pk,
        defaults={
            "title": document.title,
            "url": document.url,
            "file_type": document.file_type,
            "version": indexed_version(file),
            "terms": unique_terms([term_line(document.title), *(page.terms for page in pages)]),
        },
    )
    FilePage.objects.filter(file=document.pk).delete()
    FilePage.objects.bulk_create(pages, batch_size=BATCH)
    add_words(extract_vocabulary([document.title, *(page.text for page in pages)]))


def terms_of_files(files: Iterable[IndexedFile]) -> str:
    """Return the terms of some files, as an ``IndexedPageText`` stores them."""
    return unique_terms(file.terms for file in files)


def delete_unused_files() -> None:
    """Delete the files that no page in the index carries."""
    unused = list(IndexedFile.objects.filter(carriers=None).values_list("pk", flat=True))
    if unused:
        FilePage.objects.filter(file__in=unused).delete()
        IndexedFile.objects.filter(pk__in=unused).delete()
