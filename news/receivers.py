"""What follows when an item becomes public: its old address is redirected, the renditions of its picture are made."""

from django.db import transaction
from django.dispatch import receiver

from board.basepage.signals import page_changed
from board.blocks.picture import picture_in
from board.redirects.page_redirects import redirect_old_address

from .models import NewsPage


@receiver(page_changed, sender=NewsPage, dispatch_uid="news_redirect_old_address")
def redirect_from_old_address(page, raw, **kwargs) -> None:
    """
    Redirect the old address of a live item to it.

    Every route to publication saves the live row, in a transaction (``BasePage.save``): the redirect comes with it or
    not at all. ``page_published`` would not do: Wagtail sends it for what is only scheduled as well.
    """
    if not raw and page.live and page.old_address:
        redirect_old_address(page, page.old_address)


@receiver(page_changed, sender=NewsPage, dispatch_uid="news_create_picture_renditions")
def create_picture_renditions(page, raw, **kwargs) -> None:
    """
    Create the renditions of a live item's picture, after the transaction that made it public.

    Storage that fails is logged: the item is public, and its publisher must not read that it is not.
    """
    if not raw and page.live and (image := picture_in(page.picture)):
        transaction.on_commit(image.create_reader_renditions, robust=True)
