"""Keep the uses of links up to date: a link that is taken out leaves the report when its page is published."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.contrib.settings.models import BaseSiteSetting

from board.basepage.models import BasePage

from .extraction import external_links, link_field_names
from .uses import update_page_uses, update_uses


@receiver(post_save, dispatch_uid="links_keep_uses")
def update_uses_after_save(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    """
    Update the uses of a page or settings that were saved.

    Saving a draft writes only other columns of the page, whose content in memory is not public.
    """
    if raw:
        return  # Fixtures come in any order; the command reads everything.
    if issubclass(sender, BasePage):
        if update_fields is None or {"live", *link_field_names(sender)} & set(update_fields):
            update_page_uses(instance.specific)
    elif issubclass(sender, BaseSiteSetting):
        update_uses(external_links(instance), site_id=instance.site_id, setting=instance._meta.label_lower)
