"""Guards on changes of files and on schedules, and records of what has become of approved pages and of the rules."""

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import get_active_log_context, log
from wagtail.models import CollectionViewRestriction, PageViewRestriction, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from board.approvals.models import ApprovalEvent
from board.approvals.rule import may_be_live, not_approved_error, reasons_against
from board.basepage.models import BasePage
from board.media.access import changed_public_fields
from board.media.managers import files_moving
from board.siteinfo.models import BoardSettings

from .approved_files import guard_change
from .collections import guard_end_of_restriction, guard_files_moving, guard_new_restriction
from .mail import send_second_person_changed, send_visibility_changed
from .replacements import guard_replacement
from .reviewers import SECOND_PERSON_CHANGED
from .visibility import (
    acting_user,
    is_stored_as_live,
    record_deletion,
    record_restriction_below,
    record_return,
    record_taking_down,
)


@receiver(pre_save, sender=get_document_model(), dispatch_uid="publishing_guard_document_change")
@receiver(pre_save, sender=get_image_model(), dispatch_uid="publishing_guard_image_change")
def guard_file_change(instance, raw=False, **kwargs) -> None:
    """
    Refuse to change what readers see of a file under approval, or the bytes of one that is public by one person.

    What fixtures bring is checked by ``check_approvals``.
    """
    changed = set() if raw or not instance.pk else changed_public_fields(instance)
    if changed:
        guard_change(instance)
    if "sha256" in changed:
        guard_replacement(instance)


@receiver(pre_delete, sender=get_document_model(), dispatch_uid="publishing_guard_document_deletion")
@receiver(pre_delete, sender=get_image_model(), dispatch_uid="publishing_guard_image_deletion")
def guard_file_deletion(instance, **kwargs) -> None:
    """Refuse to delete a file under approval."""
    guard_change(instance)


@receiver(files_moving, dispatch_uid="publishing_guard_files_moving")
def guard_move_to_collection(files, collection, **kwargs) -> None:
    """Refuse to put files under approval into a collection that hides or shows them."""
    guard_files_moving(files, collection)


@receiver(pre_save, sender=CollectionViewRestriction, dispatch_uid="publishing_guard_private_collection")
def guard_private_collection(instance, raw=False, **kwargs) -> None:
    """Refuse to make a collection private that holds a file under approval."""
    if not raw:
        guard_new_restriction(instance)


@receiver(pre_delete, sender=CollectionViewRestriction, dispatch_uid="publishing_guard_public_collection")
def guard_public_collection(instance, **kwargs) -> None:
    """Refuse to make a collection public that holds a file under approval."""
    guard_end_of_restriction(instance)


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


@receiver(page_unpublished, dispatch_uid="publishing_record_unpublication")
def record_unpublication(instance, **kwargs) -> None:
    """Record in the register that an approved page was unpublished or has expired."""
    if not is_stored_as_live(instance):
        kind = ApprovalEvent.Kind.EXPIRED if instance.expired else ApprovalEvent.Kind.UNPUBLISHED
        record_taking_down(instance, kind, acting_user(instance))


@receiver(page_published, dispatch_uid="publishing_record_restoration")
def record_restoration(instance, **kwargs) -> None:
    """Record in the register that an approved page is public again."""
    record_return(instance)


@receiver(post_save, sender=PageViewRestriction, dispatch_uid="publishing_record_restriction")
@receiver(post_delete, sender=PageViewRestriction, dispatch_uid="publishing_record_end_of_restriction")
def record_restriction(instance, **kwargs) -> None:
    """Record in the register which approved pages are private now, or are not any more."""
    if page := BasePage.objects.filter(pk=instance.page_id).first():
        record_restriction_below(page)


@receiver(post_page_move, dispatch_uid="publishing_record_move")
def record_move(instance, **kwargs) -> None:
    """Record in the register which approved pages were moved into a private section, or out of one."""
    record_restriction_below(instance)


@receiver(pre_delete, sender=BasePage, dispatch_uid="publishing_record_deletion")
def record_page_deletion(instance, **kwargs) -> None:
    """Record in the register that an approved page is deleted."""
    record_deletion(instance)


@receiver(post_save, sender=ApprovalEvent, dispatch_uid="publishing_mail_visibility")
def mail_visibility(instance, created, raw=False, **kwargs) -> None:
    """Mail the chair and the writers that approved words have left the public, or are public again."""
    if created and not raw and instance.kind in {*ApprovalEvent.TAKING_DOWN, ApprovalEvent.Kind.RESTORED}:
        send_visibility_changed(instance)


@receiver(pre_save, sender=BoardSettings, dispatch_uid="publishing_read_second_person")
def read_second_person(instance, raw=False, **kwargs) -> None:
    """Note on settings that are about to be saved whether one person may publish by the stored ones."""
    stored = BoardSettings.objects.filter(pk=instance.pk).values_list("one_person_may_publish", flat=True)
    instance.one_person_might_publish = instance.one_person_may_publish if raw else bool(stored.first())


@receiver(post_save, sender=BoardSettings, dispatch_uid="publishing_record_second_person")
def record_second_person(instance, **kwargs) -> None:
    """Log a change of whether one person may publish ordinary items, and mail it to the chair."""
    if instance.one_person_might_publish == instance.one_person_may_publish:
        return
    log(instance, SECOND_PERSON_CHANGED, data={"one_person_may_publish": instance.one_person_may_publish})
    send_second_person_changed(instance, get_active_log_context().user)
