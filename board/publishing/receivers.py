"""What the rule hears of by Django's signals: files that change, revisions that are scheduled."""

from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

from board.approvals.rule import may_be_live, not_approved, reasons_against
from board.basepage.models import BasePage

from .approved_files import guard_change, has_new_bytes


@receiver(pre_save, sender=get_document_model(), dispatch_uid="publishing_guard_document_change")
@receiver(pre_save, sender=get_image_model(), dispatch_uid="publishing_guard_image_change")
def guard_file_change(instance, raw=False, **kwargs) -> None:
    """Refuse other bytes behind a file under approval; a fixture is a matter of ``check_approvals``."""
    if not raw and instance.pk and has_new_bytes(instance):
        guard_change(instance)


@receiver(pre_delete, sender=get_document_model(), dispatch_uid="publishing_guard_document_deletion")
@receiver(pre_delete, sender=get_image_model(), dispatch_uid="publishing_guard_image_deletion")
def guard_file_deletion(instance, **kwargs) -> None:
    """Refuse to delete a file under approval."""
    guard_change(instance)


@receiver(pre_save, sender=Revision, dispatch_uid="publishing_guard_schedule")
def guard_schedule(instance, raw=False, **kwargs) -> None:
    """
    Refuse to schedule a revision for a time at which its words may not be public.

    A page that is live already is not saved when a revision of it is scheduled, so nothing else would refuse this.
    """
    if raw or instance.approved_go_live_at is None:
        return
    if not issubclass(instance.content_type.model_class(), BasePage):
        return
    words = instance.as_object()
    if not may_be_live(words, at=instance.approved_go_live_at):
        raise not_approved(words, reasons_against(words, at=instance.approved_go_live_at))
