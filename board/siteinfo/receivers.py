"""Every Site has its settings from the start."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Site

from .models import BoardSettings


@receiver(post_save, sender=Site, dispatch_uid="siteinfo_create_board_settings")
def create_board_settings(instance, created, raw=False, **kwargs) -> None:
    """Make the settings of a new Site, so that the first reader's request writes nothing."""
    if created and not raw:
        BoardSettings.objects.get_or_create(site=instance)
