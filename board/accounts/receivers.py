"""
What follows from changes of accounts.

Profiles use the site's time zone and language (docs/decisions/0023), a factor counts once it is set up, the mail worker
resets passwords, an address that was changed is told, and a new password makes the devices of the old one unknown.
"""

# No public way adds to the record that get_authentication_records() returns.
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_reset
from django.conf import settings
from django.db.models.signals import post_init, post_save, pre_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from board.engines.mailqueue.signals import before_delivery

from .devices import forget_other_devices, recognise_device
from .email_change import report_changed_email
from .password_reset import queue_reset_mails
from .second_factor import FACTOR_TYPES


@receiver(post_init, sender=UserProfile, dispatch_uid="accounts_use_time_zone_and_language_of_site")
def use_time_zone_and_language_of_site(instance, **kwargs) -> None:
    """
    Let a profile, however it was stored, stand for the site's own time zone and language (docs/decisions/0023).

    Wagtail renders the whole admin in those of the profile: words that the chair approves, previews, and the times
    that forms take.
    """
    instance.current_time_zone = instance.preferred_language = ""


@receiver(before_delivery, dispatch_uid="accounts_answer_password_resets")
def answer_password_resets(**kwargs) -> None:
    """Queue the mails of those who forgot their password."""
    queue_reset_mails()


@receiver(authenticator_added, dispatch_uid="accounts_factor_set_up")
def record_factor_set_up(request, authenticator, **kwargs) -> None:
    """Let a factor count at once for the session that has set it up, as it has just been used there."""
    if authenticator.type in FACTOR_TYPES:
        record_authentication(request, authenticator.user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(authenticator_reset, dispatch_uid="accounts_recovery_codes_replaced")
def record_codes_replaced(request, authenticator, **kwargs) -> None:
    """Let new recovery codes stand in, for a session that was opened with one, for the old ones, which are gone."""
    record_authentication(request, authenticator.user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(pre_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="accounts_remember_address")
def remember_address(instance, raw, update_fields, **kwargs) -> None:
    """Remember the stored address of an account that may get another one by being saved."""
    is_writing_email = not raw and (update_fields is None or "email" in update_fields)
    stored = type(instance)._base_manager.filter(pk=instance.pk) if instance.pk and is_writing_email else None
    instance.stored_email = stored.values_list("email", flat=True).first() if stored is not None else None


@receiver(post_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="accounts_report_changed_address")
def report_changed_address(instance, **kwargs) -> None:
    """Tell the old address of an account that it has another one now, however it was changed."""
    stored = instance.stored_email
    if stored is not None and stored.casefold() != instance.email.casefold():
        report_changed_email(instance, stored)


@receiver([password_changed, password_reset], dispatch_uid="accounts_forget_devices_of_the_old_password")
def forget_devices_of_the_old_password(request, user, **kwargs) -> None:
    """Let only the browser in which a new password was set be known: others may have had the old one."""
    forget_other_devices(request, user)
    recognise_device(request, user, signed_in=False)
