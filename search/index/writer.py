"""Writes what the index keeps of a page, and no more than has changed."""

from board.engines.pagecache.named_versions import renew_version
from search.entries import Combination, Entry, EntryText, FacetLabel
from search.index.documents import Record

# Renewed with the first and the last page of a combination and with every label: what processes remember of facets.
STAMP = "facets"


def combination_id(record: Record) -> int:
    """Return the number of a page's combination, made where no page has had it yet."""
    combination, has_changed = Combination.objects.get_or_create(values=record.combination)
    labels = FacetLabel.objects.filter(value__in=[value for _, value in record.labels])
    kept = {(label.facet, label.value): label.label for label in labels}
    for (facet, value), words in record.labels.items():
        if kept.get((facet, value)) != words:
            FacetLabel.objects.update_or_create(facet=facet, value=value, defaults={"label": words})
            has_changed = True
    if has_changed:
        renew_version(STAMP)
    return combination.pk


def note_if_empty(combination_id: int) -> None:
    """Renew the stamp where no page has a combination: before the first one gets it, after the last one has left it."""
    if not Entry.objects.filter(combination=combination_id).exists():
        renew_version(STAMP)


def store(record: Record) -> bool:
    """Write a page's record where it differs from what is kept; return whether it did."""
    combination = combination_id(record)
    entry = Entry.objects.filter(page_id=record.page_id).select_related("text").first()
    if entry and entry.pk != record.number:
        # Its date is another, and with it its number.
        EntryText.objects.filter(entry=entry.pk).delete()
        Entry.objects.filter(pk=entry.pk).delete()
        entry = None
    if entry is None or entry.combination_id != combination:
        note_if_empty(combination)
    if entry is None:
        entry = Entry.objects.create(
            id=record.number, page_id=record.page_id, path=record.path, combination_id=combination
        )
        EntryText.objects.create(entry=entry, **record.columns)
        return True
    if (entry.path, entry.combination_id) != (record.path, combination):
        Entry.objects.filter(pk=entry.pk).update(path=record.path, combination_id=combination)
        note_if_empty(entry.combination_id)
    columns = record.columns
    if all(getattr(entry.text, name) == value for name, value in columns.items()):
        return False
    EntryText.objects.filter(entry=entry.pk).update(**columns)
    return True
