"""Cover ends when an administrator takes the stand-in out of the group."""

from django.contrib.auth import get_user_model
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context

from .membership import end_cover
from .models import Cover


@receiver(m2m_changed, sender=get_user_model().groups.through, dispatch_uid="cover_ends_with_membership")
def end_cover_with_membership(instance, action, reverse, pk_set, **kwargs) -> None:
    """End the cover of those who were taken out of its group, so that no later day brings them back."""
    if action not in {"post_remove", "pre_clear"}:
        return
    cover = Cover.objects.running().filter(**{"group" if reverse else "stand_in": instance})
    if pk_set is not None:
        cover = cover.filter(**{"stand_in__in" if reverse else "group__in": pk_set})
    for each in cover:
        end_cover(each, get_active_log_context().user)
