"""Accounts have no time zone and no language of their own (docs/decisions/0023); the mail worker resets passwords."""

from django.db.models.signals import post_init
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from board.engines.mailqueue.signals import before_delivery

from .password_reset import queue_reset_mails


@receiver(post_init, sender=UserProfile, dispatch_uid="accounts_use_time_zone_and_language_of_site")
def use_time_zone_and_language_of_site(instance, **kwargs) -> None:
    """
    Let a profile, however it was stored, stand for the site's own time zone and language.

    Wagtail renders the whole admin in those of the profile: words that the chair approves, previews, and the times
    that forms take.
    """
    instance.current_time_zone = instance.preferred_language = ""


@receiver(before_delivery, dispatch_uid="accounts_answer_password_resets")
def answer_password_resets(**kwargs) -> None:
    """Queue the mails of those who forgot their password."""
    queue_reset_mails()
