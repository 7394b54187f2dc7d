"""Keeps the index up to date with the pages, in the transaction that changes them."""

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

from . import help_words, promotions
from .index.file_writer import delete_unused_files
from .index.indexer import index_pages
from .index.writer import note_if_unused
from .models import IndexedPage, SearchSettings, SynonymGroup
from .query import synonyms

# The columns of a page about its draft, its review and who may change it, which readers see nothing of.
DRAFT_COLUMNS = {
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


def update_pages(page_ids: Collection[int]) -> None:
    """
    Bring the index up to date with some pages.

    A page whose row another transaction has locked is left until after this one. To wait for it could deadlock: the
    other transaction may wait for what is changed here.
    """
    wanted = set(page_ids)
    rows = BasePage.objects.select_for_update(skip_locked=True).filter(pk__in=wanted).order_by("pk")
    locked = set(BasePage.objects.filter(pk__in=wanted).values_list("pk", flat=True)) - set(
        rows.values_list("pk", flat=True)
    )
    index_pages(sorted(wanted - locked))
    if locked:
        transaction.on_commit(lambda: update_locked_pages(locked))


@transaction.atomic
def update_locked_pages(page_ids: Collection[int]) -> None:
    """Bring the index up to date with some pages as soon as their rows are no longer locked."""
    list(BasePage.objects.select_for_update().filter(pk__in=page_ids).order_by("pk").values_list("pk"))
    index_pages(sorted(page_ids))


def pages_within(page) -> list[int]:
    """Return the ids of a page and of all pages under it."""
    return list(BasePage.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))


@receiver(post_save, dispatch_uid="search_index_page")
def index_saved_page(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    """
    Index a page that was saved, unless only columns of its draft were.

    This transaction has its row locked already. While a fixture is loaded other tables may still be empty: run
    ``update_index`` after ``loaddata``.
    """
    if raw or not issubclass(sender, BasePage) or (update_fields is not None and set(update_fields) <= DRAFT_COLUMNS):
        return
    index_pages([instance.pk])


@receiver(post_delete, dispatch_uid="search_delete_files")
def delete_files_of_deleted_page(sender, **kwargs) -> None:
    """Remove the files of a page that was deleted; the cascade has removed the page itself from the index."""
    if sender is BasePage:
        delete_unused_files()


@receiver(post_delete, sender=IndexedPage, dispatch_uid="search_note_removed_page")
def note_removed_page(instance, **kwargs) -> None:
    """Note a change of the facets where the last page of a combination was removed from the index."""
    note_if_unused(instance.combination_id)


@receiver(post_page_move, dispatch_uid="search_index_moved_pages")
def index_moved_pages(instance, **kwargs) -> None:
    """Index a page that was moved and all under it: they may be private now, or another board's."""
    update_pages(pages_within(instance))


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="search_index_restricted_pages")
def index_restricted_pages(instance, raw=False, **kwargs) -> None:
    """Index a page that became private or public, and all under it."""
    if not raw and (page := BasePage.objects.filter(pk=instance.page_id).first()):
        update_pages(pages_within(page))


@receiver(content_changed, dispatch_uid="search_index_changed_pages")
def index_changed_pages(page_ids, **kwargs) -> None:
    """Index pages that show something which is stored elsewhere and has changed."""
    update_pages(page_ids)


@receiver(post_save, sender=Site, dispatch_uid="search_create_settings")
def create_settings(instance, created, raw=False, **kwargs) -> None:
    """Create the settings of a new Site, so that no reader's request has to."""
    if created and not raw:
        SearchSettings.objects.get_or_create(site=instance)


@receiver([post_save, post_delete], dispatch_uid="search_note_change")
def note_changed_words(sender, **kwargs) -> None:
    """Renew the version of what processes remember of synonyms, help words or promotions."""
    if sender is SynonymGroup:
        renew_version(synonyms.VERSION)
    elif sender is SearchSettings:
        renew_version(help_words.VERSION)
    elif sender in {Query, SearchPromotion}:
        renew_version(promotions.VERSION)
