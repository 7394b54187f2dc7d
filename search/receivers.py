"""The index follows the pages, in the transaction that changes them."""

from collections.abc import Collection

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import post_page_move

from board.basepage.models import BasePage
from board.basepage.signals import content_changed
from board.engines.pagecache.named_versions import renew_version
from search.index.file_writer import prune_files
from search.index.indexer import index_pages
from search.index.writer import note_if_empty
from search.query import synonyms

from . import help_words, promotions
from .models import Entry, SearchSettings, SynonymGroup

# The columns of a page that say something of its draft, its place in a review or who may change it; readers see none.
OF_DRAFTS = {
    "draft_title",
    "expired",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "locked",
    "locked_at",
    "locked_by",
}


def follow(page_ids: Collection[int]) -> None:
    """
    Bring pages' entries up to date.

    A page whose row somebody else holds is left for after this transaction: to wait for it could block both, since
    whoever holds it may wait for what is changed here.
    """
    wanted = set(page_ids)
    rows = BasePage.objects.select_for_update(skip_locked=True).filter(pk__in=wanted).order_by("pk")
    busy = set(BasePage.objects.filter(pk__in=wanted).values_list("pk", flat=True)) - set(
        rows.values_list("pk", flat=True)
    )
    index_pages(sorted(wanted - busy))
    if busy:
        transaction.on_commit(lambda: follow_waiting(busy))


@transaction.atomic
def follow_waiting(page_ids: Collection[int]) -> None:
    """Bring pages' entries up to date as soon as nobody else holds their rows."""
    list(BasePage.objects.select_for_update().filter(pk__in=page_ids).order_by("pk").values_list("pk"))
    index_pages(sorted(page_ids))


def pages_within(page) -> list[int]:
    """Return the ids of a page and of all pages under it."""
    return list(BasePage.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))


@receiver(post_save, dispatch_uid="search_index_page")
def index_saved_page(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    """
    Index a page that was saved, unless nothing that readers see was.

    Its row is held by this transaction already. A fixture's other tables may still be empty: ``update_index`` comes
    after ``loaddata``.
    """
    if raw or not issubclass(sender, BasePage) or (update_fields is not None and set(update_fields) <= OF_DRAFTS):
        return
    index_pages([instance.pk])


@receiver(post_delete, dispatch_uid="search_forget_page")
def forget_deleted_page(sender, **kwargs) -> None:
    """Forget the files of a page that was deleted; its entry went with it."""
    if sender is BasePage:
        prune_files()


@receiver(post_delete, sender=Entry, dispatch_uid="search_note_last_page")
def note_removed_entry(instance, **kwargs) -> None:
    """Note that an entry is gone, whichever way."""
    note_if_empty(instance.combination_id)


@receiver(post_page_move, dispatch_uid="search_index_moved_pages")
def index_moved_pages(instance, **kwargs) -> None:
    """Index a page that was moved and all under it: they may be private now, or another board's."""
    follow(pages_within(instance))


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="search_index_restricted_pages")
def index_restricted_pages(instance, raw=False, **kwargs) -> None:
    """Index a page that became private or public, and all under it."""
    if not raw and (page := BasePage.objects.filter(pk=instance.page_id).first()):
        follow(pages_within(page))


@receiver(content_changed, dispatch_uid="search_index_changed_pages")
def index_changed_pages(page_ids, **kwargs) -> None:
    """Index pages of which something has changed that is stored elsewhere."""
    follow(page_ids)


@receiver(post_save, sender=Site, dispatch_uid="search_create_settings")
def create_settings(instance, created, raw=False, **kwargs) -> None:
    """Make the settings of a new Site, so that no reader's request writes anything."""
    if created and not raw:
        SearchSettings.objects.get_or_create(site=instance)


@receiver([post_save, post_delete], dispatch_uid="search_note_change")
def note_what_changed(sender, **kwargs) -> None:
    """Renew the stamp of what processes remember of the board's own words for the search."""
    if sender is SynonymGroup:
        renew_version(synonyms.STAMP)
    elif sender is SearchSettings:
        renew_version(help_words.STAMP)
    elif sender in {Query, SearchPromotion}:
        renew_version(promotions.STAMP)
