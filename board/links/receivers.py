"""Keep the uses of links up to date: a link that is taken out leaves the report when its page is published."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import registry

from board.basepage.signals import page_changed

from .extraction import external_links
from .uses import update_page_uses, update_uses


@receiver(page_changed, dispatch_uid="links_update_uses_of_page")
def update_uses_of_page(page, raw, **kwargs) -> None:
    """Update the uses of a page; fixtures come in any order, and ``check_links`` reads everything."""
    if not raw:
        update_page_uses(page)


def update_uses_of_settings(instance, raw=False, **kwargs) -> None:
    """Update the uses of settings of a Site."""
    if not raw:
        update_uses(external_links(instance), site_id=instance.site_id, setting=instance._meta.label_lower)


for model in registry:
    if issubclass(model, BaseSiteSetting):
        post_save.connect(update_uses_of_settings, sender=model, dispatch_uid="links_update_uses_of_settings")
