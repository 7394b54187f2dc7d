"""Sealing: no live row of a page is written without the digests of its words and of their approval."""

from swapper import load_model

from .digest import statement_digest
from .models import ApprovalEvent, StatementApproval
from .rule import is_approved, newest_approval, not_approved_error, reasons_against
from .statements import needs_chair

# What ``seal`` sets, and nothing else does.
SEAL_FIELDS = ("statement_digest", "approved_digest", "approval_required")


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
    return {*content_columns(model), *SEAL_FIELDS, "live"}


def lock_and_read(page) -> bool:
    """
    Lock a page's row; return whether it stays under the chair's approval, or for an alias the page it is made of.

    A withdrawal of an approval takes the same lock first.
    """
    pk = page.alias_of_id if page._state.adding else page.pk
    if not pk:
        return False
    rows = load_model("wagtailcore", "Page")._base_manager.select_for_update(of=("self",)).filter(pk=pk)
    return any(rows.values_list("approval_required", flat=True))


def refuse_part_of_unapproved(page, row) -> None:
    """
    Refuse to write some fields of unapproved words into a live row; raises ``ValidationError`` with every reason.

    The row itself may carry no statement while the words that its new title belongs to do.
    """
    if row is not page and row.live and needs_chair(page) and not is_approved(page, statement_digest(page)):
        raise not_approved_error(page, reasons_against(page))


def record_publication(row, approval: StatementApproval) -> None:
    """
    End the approvals that are earlier than the one under which a page's words are public.

    From now on the page needs the chair until the chair lets it go.
    """
    row.approval_required = row.approval_required or not approval.was_let_go
    if approval.page_id != row.pk:
        return
    by = {"user_id": approval.user_id, "user_name": approval.user_name}
    for earlier in StatementApproval.objects.standing().filter(page_id=row.pk, pk__lt=approval.pk):
        ApprovalEvent.objects.create(approval=earlier, kind=ApprovalEvent.Kind.SUPERSEDED, **by)


def seal(page, update_fields=None) -> None:
    """
    Set a page's ``SEAL_FIELDS`` before it is saved; call it within the transaction that saves it.

    A new page that may not be live becomes a draft, so that nothing typed is lost; an existing one raises
    ``ValidationError`` with every reason. ``update_fields`` are the names of the fields to be saved, ``None`` for all.
    """
    row = row_after_save(page, update_fields)
    is_new = page._state.adding
    row.approval_required = lock_and_read(page)
    row.statement_digest = statement_digest(row)
    approval = newest_approval(row, row.statement_digest) if row.statement_digest else None
    # A page can't have been approved before it existed, whatever primary key it has; an alias follows its source.
    if is_new and not page.alias_of_id:
        approval = None
    row.approved_digest = row.statement_digest if approval else ""
    if approval and row.live:
        record_publication(row, approval)
    for name in SEAL_FIELDS:
        setattr(page, name, getattr(row, name))
    if update_fields is not None:
        refuse_part_of_unapproved(page, row)
    if not row.statement_digest or approval or not row.live:
        return
    if is_new:
        page.live = False
        page.has_unpublished_changes = True
        page.first_published_at = page.last_published_at = None
    else:
        raise not_approved_error(row, reasons_against(row))
