"""Sealing: no live row of a page is written without the digests of its words and of their approval."""

from .digest import statement_digest
from .rule import is_approved, not_approved_error, reasons_against

DIGESTS = ("statement_digest", "approved_digest")


def row_after_save(page, update_fields=None):
    """
    Return the specific page as its row will be once ``page`` is saved.

    A base page knows only its own columns, and a save with ``update_fields`` writes those alone: both are merged
    into the stored row.
    """
    saves_all = update_fields is None
    specific_class = page.specific_class or type(page)
    if page._state.adding or (saves_all and type(page) is specific_class):
        return page
    stored = specific_class._base_manager.get(pk=page.pk)
    for field in page._meta.concrete_fields:
        if not field.primary_key and (saves_all or {field.name, field.attname} & set(update_fields)):
            setattr(stored, field.attname, getattr(page, field.attname))
    return stored


class SealedColumnsError(Exception):
    """An attempt to write words, the live flag or the digests of pages without sealing them."""

    def __init__(self, columns):
        super().__init__(
            f"{', '.join(sorted(columns))}: what readers see of a page, and whether it is live, is written by the "
            "page’s save() alone, which seals it. Save each page instead."
        )


def content_columns(model) -> set[str]:
    """Return the columns of a page type that hold its public words, or decide whose approval counts for them."""
    names = {*model.public_fields, *model.get_streamfield_names(), "alias_of"}
    return names | {field.attname for field in model._meta.concrete_fields if field.name in names}


def sealed_columns(model) -> set[str]:
    """Return the columns of a page type that only ``save()`` may write."""
    return {*content_columns(model), *DIGESTS, "live"}


def seal(page, update_fields=None) -> None:
    """
    Set a page's two digests before it is saved; call it within the transaction that saves it.

    A new page that may not be live becomes a draft, so that nothing typed is lost; an existing one raises
    ``ValidationError`` with every reason. ``update_fields`` are the names of the fields to be saved, ``None`` for all.
    """
    row = row_after_save(page, update_fields)
    page.statement_digest = statement_digest(row)
    if page.statement_digest and row.live and page.pk and not page._state.adding:
        # A withdrawal of the approval takes the same lock first.
        page.lock_row()
    approved = bool(page.statement_digest) and is_approved(row, page.statement_digest)
    # A page can't have been approved before it existed, whatever primary key it has; an alias follows its source.
    if page._state.adding and not page.alias_of_id:
        approved = False
    page.approved_digest = page.statement_digest if approved else ""
    if not page.statement_digest or approved or not row.live:
        return
    if page._state.adding:
        page.live = False
        page.has_unpublished_changes = True
        page.first_published_at = page.last_published_at = None
    else:
        raise not_approved_error(row, reasons_against(row))
