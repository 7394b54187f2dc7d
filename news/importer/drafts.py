"""What an import does to the site: planned first, then saved whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Site

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

    @property
    def to_complete(self) -> list[str]:
        """Return what is missing in the page, and what the list leaves open where the page is new."""
        return [*missing_details(self.page), *self.notes]


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


def plan(index: NewsIndexPage, items: Sequence[ParsedItem], details: Mapping[str, ItemDetails]) -> list[PlannedDraft]:
    """Return a draft per item, in the list's order, with ``details`` (by import key) filled in. Writes nothing."""
    keys = import_keys(item.title for item in items)
    existing = {page.import_key: page for page in NewsPage.objects.filter(import_key__in=keys)}
    taken = {*RESERVED_SLUGS, *index.get_children().values_list("slug", flat=True)}
    drafts = []
    for item, key in zip(items, keys, strict=True):
        item_details = details.get(key, ItemDetails())
        if key in existing:
            page = existing[key].get_latest_revision_as_object()
            is_filled = may_fill(page) and fill(page, item_details)
            drafts.append(PlannedDraft(page, is_new=False, is_filled=is_filled, notes=[], details=item_details))
        else:
            page = build_page(item, key, numbered(slug_of(item.title), taken))
            taken.add(page.slug)
            fill(page, item_details)
            drafts.append(PlannedDraft(page, is_new=True, is_filled=False, notes=item.notes, details=item_details))
    return drafts


def fill_stored(planned: NewsPage, details: ItemDetails) -> None:
    """Fill in the details of a page if it is still a draft; it may have been published or changed since the plan."""
    planned.lock_row()
    stored = NewsPage.objects.filter(pk=planned.pk).first()
    page = stored and stored.get_latest_revision_as_object()
    if page and may_fill(page) and fill(page, details):
        page.save()
        page.save_revision(clean=False, log_action=True)


@transaction.atomic
def save(index: NewsIndexPage, drafts: Sequence[PlannedDraft], advance: Callable[[], object]) -> None:
    """Save new and filled drafts without an author, all or none; ``advance`` is called after each."""
    new = [draft.page for draft in drafts if draft.is_new]
    # Wagtail asks of a draft no more than a title and a free address; the rest is asked at submission.
    for page in new:
        index.add_child(instance=page)
    # The explorer shows the latest change first: written backwards, it shows the list's order, as the tree does.
    for page in reversed(new):
        page.save_revision(clean=False, log_action=True)
        advance()
    for draft in drafts:
        if draft.is_filled:
            fill_stored(draft.page, draft.details)
            advance()
