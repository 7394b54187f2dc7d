"""Keeps the index up to date with the pages, in the transaction that changes them."""

from collections.abc import Collection

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import post_page_move

from board.basepage.models import BasePage
from board.basepage.signals import content_changed, page_changed
from board.engines.pagecache.named_versions import renew_version

from . import help_words, promotions
from .index.file_writer import delete_unused_files
from .index.indexer import index_pages
from .index.writer import note_if_unused
from .models import IndexedPage, SearchSettings, SynonymGroup
from .query import synonyms


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
    BasePage.objects.lock(*page_ids)
    index_pages(sorted(page_ids))


def pages_within(page) -> list[int]:
    """Return the ids of a page and of all pages under it."""
    return list(BasePage.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))


@receiver(page_changed, dispatch_uid="search_index_page")
def index_saved_page(page, raw, **kwargs) -> None:
    """
    Index a page that was saved; this transaction has its row locked already.

    While a fixture is loaded other tables may still be empty: run ``update_index`` after ``loaddata``.
    """
    if not raw:
        index_pages([page.pk])


@receiver(post_delete, sender=BasePage, dispatch_uid="search_delete_files")
def delete_files_of_deleted_page(**kwargs) -> None:
    """Remove the files of a page that was deleted; the cascade has removed the page itself from the index."""
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
def index_restricted_pages(instance, raw=False, origin=None, **kwargs) -> None:
    """
    Index a page that became private or public, and all under it.

    A restriction that is deleted together with its page leaves nothing to index; ``origin`` is what was deleted.
    """
    is_own = origin is None or getattr(origin, "model", type(origin)) is PageViewRestriction
    if not raw and is_own and (page := BasePage.objects.filter(pk=instance.page_id).first()):
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


@receiver([post_save, post_delete], sender=SynonymGroup, dispatch_uid="search_note_synonyms")
def note_synonyms(**kwargs) -> None:
    """Renew the version of what processes remember of synonyms."""
    renew_version(synonyms.VERSION)


@receiver([post_save, post_delete], sender=SearchSettings, dispatch_uid="search_note_help_words")
def note_help_words(**kwargs) -> None:
    """Renew the version of what processes remember of help words."""
    renew_version(help_words.VERSION)


@receiver([post_save, post_delete], sender=Query, dispatch_uid="search_note_query")
@receiver([post_save, post_delete], sender=SearchPromotion, dispatch_uid="search_note_promotion")
def note_promotions(**kwargs) -> None:
    """Renew the version of what processes remember of promotions."""
    renew_version(promotions.VERSION)
