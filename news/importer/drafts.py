"""What an import does to the site: planned first, then saved item by item, each whole or not at all."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from board.approvals.statements import carries_statement
from board.publishing.schedule import error_text
from board.publishing.statement_wording import reads_like_a_statement, visible_text
from board.siteinfo.models import BoardSettings
from news.completeness import missing_details
from news.models import RESERVED_SLUGS, NewsIndexPage, NewsPage

from .builder import build_page, import_keys, numbered, slug_of
from .details import ItemDetails
from .parsed_item import ParsedItem


@dataclass
class PlannedDraft:
    """An item of the list and its page: a new one, or the latest draft of one that is here already."""

    page: NewsPage
    is_new: bool
    is_filled: bool
    notes: list[str]
    details: ItemDetails
    # Why the database did not take it; empty where it did.
    failure: str = ""

    @property
    def to_complete(self) -> list[str]:
        """Return what is missing in the page, and what the list leaves open until a person has edited the page."""
        failure = [f"not imported: {self.failure}"] if self.failure else []
        return [*failure, *missing_details(self.page), *self.notes]


def news_index() -> NewsIndexPage:
    """Return the news index of the default site. Raises ``NewsIndexPage.DoesNotExist`` where there is none."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    index = NewsIndexPage.objects.descendant_of(site.root_page).first() if site else None
    if index is None:
        raise NewsIndexPage.DoesNotExist(
            "The site has no news index page. Run “manage.py migrate”, or make one in the admin."
        )
    return index


def fill(page: NewsPage, details: ItemDetails) -> bool:
    """Fill in details that the page lacks, never over an editor's; return whether that changed the page."""
    changed = False
    if details.date and not page.date:
        page.date = details.date
        changed = True
    if details.old_address and not page.old_address:
        page.old_address = details.old_address
        changed = True
    return changed


def may_fill(page: NewsPage) -> bool:
    """Return whether an imported page is still a draft that is neither locked nor submitted."""
    return not (page.live or page.locked or page.workflow_in_progress)


def was_edited(page: NewsPage) -> bool:
    """Return whether a person has saved an imported page."""
    return page.revisions.filter(user__isnull=False).exists()


def notes_of(page: NewsPage, item: ParsedItem, details: ItemDetails, board_name: str) -> list[str]:
    """Return what the list leaves open in a page: the item's own notes, and what reads like a statement and is none."""
    notes = list(item.notes)
    if item.date and details.date and item.date != details.date:
        notes.insert(0, f"check the date: the list says {item.date:%Y-%m-%d}, the table {details.date:%Y-%m-%d}")
    if not carries_statement(page) and (signs := reads_like_a_statement(visible_text(page), board_name)):
        notes.append(f"check for a statement in the board’s name: {', '.join(signs)}")
    return notes


def plan(index: NewsIndexPage, items: Sequence[ParsedItem], details: Mapping[str, ItemDetails]) -> list[PlannedDraft]:
    """Return a draft per item, in the list's order, with ``details`` (by import key) filled in. Writes nothing."""
    keys = import_keys(item.heading for item in items)
    existing = {page.import_key: page for page in NewsPage.objects.filter(import_key__in=keys)}
    taken = {*RESERVED_SLUGS, *index.get_children().values_list("slug", flat=True)}
    board_name = BoardSettings.for_site(index.get_site()).board_name
    drafts = []
    for item, key in zip(items, keys, strict=True):
        item_details = details.get(key, ItemDetails())
        if is_new := key not in existing:
            page = build_page(item, key, numbered(slug_of(item.title), taken))
            taken.add(page.slug)
            # The table knows better than the list.
            page.date = item_details.date or page.date
            fill(page, item_details)
        else:
            page = existing[key].get_latest_revision_as_object()
        is_filled = not is_new and may_fill(page) and fill(page, item_details)
        notes = [] if not is_new and was_edited(page) else notes_of(page, item, item_details, board_name)
        drafts.append(PlannedDraft(page, is_new, is_filled, notes, item_details))
    return drafts


def fill_stored(planned: NewsPage, details: ItemDetails) -> None:
    """Fill in the details of a page if it is still a draft; it may have been published or changed since the plan."""
    planned.lock_row()
    stored = NewsPage.objects.filter(pk=planned.pk).first()
    page = stored and stored.get_latest_revision_as_object()
    if page and may_fill(page) and fill(page, details):
        page.save()
        page.save_revision(clean=False, log_action=True)


def save_new(index: NewsIndexPage, page: NewsPage, last_edited: dt.datetime) -> None:
    """Save a page with its revision, which says that it was last edited at the given time."""
    # Wagtail asks of a draft no more than a title and a free address; the rest is asked at submission.
    index.add_child(instance=page)
    page.save_revision(clean=False, log_action=True)
    NewsPage.objects.filter(pk=page.pk).update(latest_revision_created_at=last_edited)


def save(index: NewsIndexPage, drafts: Sequence[PlannedDraft], advance: Callable[[], object]) -> None:
    """
    Save new and filled drafts without an author, in the list's order; ``advance`` is called after each.

    Each is saved in a transaction of its own: what was saved before an interruption is complete and stays, and one
    that the database does not take stops no other; its ``failure`` says why.
    """
    started = timezone.now()
    for number, draft in enumerate(drafts):
        if not draft.is_new and not draft.is_filled:
            continue
        try:
            with transaction.atomic():
                if draft.is_new:
                    # The explorer shows the latest change first: so it shows the list's order, as the tree does.
                    save_new(index, draft.page, started - dt.timedelta(milliseconds=number))
                else:
                    fill_stored(draft.page, draft.details)
        except (DatabaseError, OSError, ValidationError) as error:
            draft.failure = " ".join(error_text(error).split())
            # What the failed insertion said of the tree is not so.
            with suppress(DatabaseError):
                index.refresh_from_db()
        advance()
