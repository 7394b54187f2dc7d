"""Creating the settings of a new Site, and noting changes of what every page has in common."""

from django.apps import apps
from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction, Site

from board.engines.pagecache.named_versions import renew_version

from .models import Alert, BoardSettings, Contact, FooterLink
from .site_info import STAMP

# The columns of a page that a link to it shows, or that say whether there is one.
SHOWN_IN_LINKS = {"live", "title", "slug", "path", "url_path", "show_in_menus"}


@receiver(post_save, sender=Site, dispatch_uid="siteinfo_create_board_settings")
def create_board_settings(instance, created, raw=False, **kwargs) -> None:
    """Create the settings of a new Site, so that the first request writes nothing."""
    if created and not raw:
        BoardSettings.objects.get_or_create(site=instance)


@receiver([post_save, post_delete], dispatch_uid="siteinfo_note_change")
def note_what_changed(sender, instance, update_fields=None, **kwargs) -> None:
    """Note a change of the settings, or of pages that menus and footers link to."""
    of_pages = issubclass(sender, apps.get_model(settings.WAGTAIL_PAGE_MODEL))
    if of_pages and update_fields is not None and not SHOWN_IN_LINKS & set(update_fields):
        return
    if of_pages or sender in (Site, BoardSettings, Alert, Contact, FooterLink, PageViewRestriction):
        renew_version(STAMP)
