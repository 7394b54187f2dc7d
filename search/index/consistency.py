"""Compares the index with the public pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.models import IndexedPage

from .file_writer import indexed_version, terms_of_files
from .index_document import IndexDocument, build_document
from .indexer import batches, public_pages


@dataclass(frozen=True)
class Discrepancy:
    """A page that the index has wrong, and how."""

    page_id: int
    what: str


def discrepancies() -> Iterator[Discrepancy]:
    """Yield the pages that are wrongly in the index, missing from it, or in it with wrong words or files."""
    public = list(public_pages().order_by("pk").values_list("pk", flat=True))
    wrongly_indexed = IndexedPage.objects.exclude(page_id__in=public_pages().values("pk"))
    for page_id in wrongly_indexed.values_list("page_id", flat=True):
        yield Discrepancy(page_id, "is in the index and not public")
    for batch in batches(public):
        rows = IndexedPage.objects.filter(page_id__in=batch).select_related("text", "combination")
        indexed = {row.page_id: row for row in rows.prefetch_related("files")}
        for page in public_pages().filter(pk__in=batch).specific():
            if what := compare(build_document(page), indexed.get(page.pk)):
                yield Discrepancy(page.pk, what)


def compare(document: IndexDocument, stored: IndexedPage | None) -> str:
    """Return what is wrong with what is stored of a document; an empty string where nothing is."""
    if stored is None:
        return "is public and not in the index"
    place = (document.index_id, document.path, document.combination)
    if (stored.pk, stored.path, stored.combination.values) != place:
        return "has another place, date, kind or topic"
    if any(getattr(stored.text, name) != value for name, value in document.columns.items()):
        return "says other words"
    files = stored.files.all()
    versions = {file.document.pk: indexed_version(file) for file in document.files}
    if {file.pk: file.version for file in files} != versions:
        return "carries other files"
    if stored.text.file_terms != terms_of_files(files):
        return "has files with other words"
    return ""
