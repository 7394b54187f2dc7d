"""Uses follow their pages: a link that was taken out leaves the report with the page's publication."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.contrib.settings.models import BaseSiteSetting

from board.approvals.pages import page_model

from .found import columns_of_links, links_of
from .uses import keep, keep_page


@receiver(post_save, dispatch_uid="links_keep_uses")
def keep_uses(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    """
    Bring the uses of a page, or of settings, that was saved to what it shows now.

    Saving a draft writes other columns of a page whose words in memory are not public.
    """
    if raw:
        return  # Fixtures come in any order; the command looks at everything.
    if issubclass(sender, page_model()):
        if update_fields is None or {"live", *columns_of_links(sender)} & set(update_fields):
            keep_page(instance.specific)
    elif issubclass(sender, BaseSiteSetting):
        keep(links_of(instance), site_id=instance.site_id, setting=instance._meta.label_lower)
