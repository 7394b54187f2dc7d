"""A page that is public again needs no notice."""

from django.dispatch import receiver
from wagtail.signals import page_published

from .models import Withdrawal


@receiver(page_published, dispatch_uid="withdrawals_remove_notice")
def remove_notice(instance, **kwargs) -> None:
    """Remove the notice of a page that goes live."""
    if instance.live:
        Withdrawal.objects.filter(page_id=instance.pk).delete()
