"""Creating the settings of a new Site, and noting changes of what every page has in common."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction, Site

from board.engines.pagecache.named_versions import renew_version

from .models import Alert, BoardSettings, Contact, FooterLink
from .site_info import STAMP


@receiver(post_save, sender=Site, dispatch_uid="siteinfo_create_board_settings")
def create_board_settings(instance, created, raw=False, **kwargs) -> None:
    """Create the settings of a new Site, so that the first request writes nothing."""
    if created and not raw:
        BoardSettings.objects.get_or_create(site=instance)


def note_change(**kwargs) -> None:
    """Note a change of what the header, the menus and the footer show."""
    renew_version(STAMP)


for model in (Site, BoardSettings, Alert, Contact, FooterLink, PageViewRestriction):
    for signal in (post_save, post_delete):
        signal.connect(note_change, sender=model, dispatch_uid=f"siteinfo_note_{model._meta.label_lower}")
