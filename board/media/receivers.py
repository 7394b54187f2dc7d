"""Deletes the bytes of deleted versions, and enqueues inspections."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.tasks import delete_file_from_storage_task

from .models import DocumentVersion, ImageVersion
from .models.documents import inspection_requested
from .tasks import inspect_document_task, inspect_version_task


@receiver(post_delete, sender=DocumentVersion, dispatch_uid="media_delete_document_version")
@receiver(post_delete, sender=ImageVersion, dispatch_uid="media_delete_image_version")
def delete_version_file(instance, **kwargs) -> None:
    """Delete a version's bytes after the transaction that deleted it, as Wagtail does with those of a document."""
    storage, name = instance.file.storage.deconstruct(), instance.file.name
    transaction.on_commit(lambda: delete_file_from_storage_task.enqueue(storage, name))


@receiver(inspection_requested, dispatch_uid="media_inspect_document")
def enqueue_inspection(document, **kwargs) -> None:
    """Enqueue the inspection of a document after the transaction that stores its bytes."""
    transaction.on_commit(lambda: inspect_document_task.enqueue(document.pk))


@receiver(post_save, sender=DocumentVersion, dispatch_uid="media_inspect_version")
def enqueue_inspection_of_version(instance, created, raw=False, **kwargs) -> None:
    """Enqueue the inspection of a version that waits, so that a moderator knows what is in it."""
    if created and not raw and instance.is_to_be_inspected:
        transaction.on_commit(lambda: inspect_version_task.enqueue(instance.pk))
