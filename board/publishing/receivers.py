"""Guards on changes of files under approval and on the scheduling of revisions."""

from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

from board.approvals.rule import may_be_live, not_approved_error, reasons_against
from board.basepage.models import BasePage

from .approved_files import guard_change, has_new_bytes


@receiver(pre_save, sender=get_document_model(), dispatch_uid="publishing_guard_document_change")
@receiver(pre_save, sender=get_image_model(), dispatch_uid="publishing_guard_image_change")
def guard_file_change(instance, raw=False, **kwargs) -> None:
    """Refuse to replace the bytes of a file under approval; ``check_approvals`` checks fixtures."""
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

    Scheduling a revision does not save a page that is live, so its seal would not refuse this.
    """
    if raw or instance.approved_go_live_at is None:
        return
    if not issubclass(instance.content_type.model_class(), BasePage):
        return
    page = instance.as_object()
    if not may_be_live(page, at=instance.approved_go_live_at):
        raise not_approved_error(page, reasons_against(page, at=instance.approved_go_live_at))
