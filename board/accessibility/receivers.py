"""Every Site has its statement from the start."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Site

from .models import AccessibilityStatement


@receiver(post_save, sender=Site, dispatch_uid="accessibility_create_statement")
def create_statement(instance, created, raw=False, **kwargs) -> None:
    """Make the empty statement of a new Site, so that the first reader's request writes nothing."""
    if created and not raw:
        AccessibilityStatement.objects.get_or_create(site=instance)
