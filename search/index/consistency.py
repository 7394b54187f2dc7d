"""Whether the index says what public pages say; and if not, where."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.entries import Entry, IndexedFile
from search.index.documents import Record, record_of
from search.index.file_writer import terms_of_files
from search.index.indexer import batches, public_pages


@dataclass(frozen=True)
class Difference:
    """A page whose entry is not what it should be, and how."""

    page_id: int
    what: str


def differences() -> Iterator[Difference]:
    """Yield what is wrong: entries of pages that are not public, missing ones, and wrong words or files."""
    public = list(public_pages().order_by("pk").values_list("pk", flat=True))
    for page_id in Entry.objects.exclude(page_id__in=public_pages().values("pk")).values_list("page_id", flat=True):
        yield Difference(page_id, "is in the index and not public")
    for portion in batches(public):
        entries = {
            entry.page_id: entry
            for entry in Entry.objects.filter(page_id__in=portion)
            .select_related("text", "combination")
            .prefetch_related("files")
        }
        for page in public_pages().filter(pk__in=portion).specific():
            if what := difference(record_of(page), entries.get(page.pk)):
                yield Difference(page.pk, what)


def difference(record: Record, entry: Entry | None) -> str:
    """Return what is wrong with the entry of a page; nothing where it is right."""
    if entry is None:
        return "is public and not in the index"
    if (entry.pk, entry.path, entry.combination.values) != (record.number, record.path, record.combination):
        return "has another place, date, kind or topic"
    if any(getattr(entry.text, name) != value for name, value in record.columns.items()):
        return "says other words"
    kept: dict[int, IndexedFile] = {file.pk: file for file in entry.files.all()}
    wanted = {file.document.pk: file.version for file in record.files}
    if {pk: file.version for pk, file in kept.items()} != wanted:
        return "carries other files"
    if entry.text.file_terms != terms_of_files(kept.values()):
        return "has files with other words"
    return ""
