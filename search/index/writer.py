"""Writes the index document of a page, and only what has changed of it."""

from board.engines.pagecache.named_versions import renew_version
from search.models import FacetCombination, FacetLabel, IndexedPage, IndexedPageText

from .index_document import IndexDocument

# The version of the facets: renewed with the first and the last page of a combination, and with every label.
VERSION = "facets"


def write_document(document: IndexDocument) -> bool:
    """Write a document where it differs from what is stored; return whether its text did."""
    combination_id = write_combination(document)
    stored = IndexedPage.objects.filter(page_id=document.page_id).select_related("text").first()
    if stored and stored.pk != document.index_id:
        # The page has another date, and so another id in the index.
        IndexedPageText.objects.filter(indexed_page=stored.pk).delete()
        IndexedPage.objects.filter(pk=stored.pk).delete()
        stored = None
    if stored is None or stored.combination_id != combination_id:
        note_if_unused(combination_id)
    if stored is None:
        created = IndexedPage.objects.create(
            id=document.index_id, page_id=document.page_id, path=document.path, combination_id=combination_id
        )
        IndexedPageText.objects.create(indexed_page=created, **document.columns)
        return True
    if (stored.path, stored.combination_id) != (document.path, combination_id):
        IndexedPage.objects.filter(pk=stored.pk).update(path=document.path, combination_id=combination_id)
        note_if_unused(stored.combination_id)
    columns = document.columns
    if all(getattr(stored.text, name) == value for name, value in columns.items()):
        return False
    IndexedPageText.objects.filter(indexed_page=stored.pk).update(**columns)
    return True


def write_combination(document: IndexDocument) -> int:
    """Write the facet values and labels of a document; return the id of the combination."""
    combination, has_changed = FacetCombination.objects.get_or_create(values=document.combination)
    labels = FacetLabel.objects.filter(value__in=[value for _, value in document.labels])
    stored = {(label.facet, label.value): label.label for label in labels}
    for (facet, value), words in document.labels.items():
        if stored.get((facet, value)) != words:
            FacetLabel.objects.update_or_create(facet=facet, value=value, defaults={"label": words})
            has_changed = True
    if has_changed:
        renew_version(VERSION)
    return combination.pk


def note_if_unused(combination_id: int) -> None:
    """Renew the version of the facets if no page has a combination: before its first page, or after its last."""
    if not IndexedPage.objects.filter(combination=combination_id).exists():
        renew_version(VERSION)
