"""Accounts have no time zone and no language of their own (docs/decisions/0023)."""

from django.db.models.signals import post_init
from django.dispatch import receiver
from wagtail.users.models import UserProfile


@receiver(post_init, sender=UserProfile, dispatch_uid="accounts_use_time_zone_and_language_of_site")
def use_time_zone_and_language_of_site(instance, **kwargs) -> None:
    """
    Let a profile, however it was stored, stand for the site's own time zone and language.

    Wagtail renders the whole admin in those of the profile: words that the chair approves, previews, and the times
    that forms take.
    """
    instance.current_time_zone = instance.preferred_language = ""
