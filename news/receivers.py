"""What follows when an item becomes public: its old address is redirected, the renditions of its picture are made."""

from collections.abc import Collection

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from board.blocks.picture import create_renditions, picture_in
from board.redirects.page_redirects import redirect_old_address

from .models import NewsPage


def public_old_address(item: NewsPage, update_fields: Collection[str] | None) -> str:
    """
    Return the old address of an item that has just been saved; empty where the item is not public.

    The row, and not the instance, says what is public: saving a draft of a live item writes a few columns of an
    instance that carries the draft's words.
    """
    if not item.live:
        return ""
    if update_fields is None:
        return item.old_address
    if not {"live", "old_address"} & set(update_fields):
        return ""
    return NewsPage.objects.filter(pk=item.pk, live=True).values_list("old_address", flat=True).first() or ""


@receiver(post_save, sender=NewsPage, dispatch_uid="news_redirect_old_address")
def redirect_from_old_address(instance, raw=False, update_fields=None, **kwargs) -> None:
    """
    Redirect the old address of a live item to it.

    Every route to publication saves the live row, in a transaction (``BasePage.save``): the redirect comes with it or
    not at all. ``page_published`` would not do: Wagtail sends it for what is only scheduled as well.
    """
    if raw:
        return
    if address := public_old_address(instance, update_fields):
        redirect_old_address(instance, address)


@receiver(post_save, sender=NewsPage, dispatch_uid="news_create_picture_renditions")
def create_picture_renditions(instance, raw=False, **kwargs) -> None:
    """Create the renditions of a live item's picture, after the transaction that made it public."""
    if not raw and instance.live and (image := picture_in(instance.picture)):
        transaction.on_commit(lambda: create_renditions(image))
