"""What files leave behind in storage."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.tasks import delete_file_from_storage_task

from .documents import DocumentVersion


@receiver(post_delete, sender=DocumentVersion, dispatch_uid="media_delete_version")
def delete_version_file(instance, **kwargs) -> None:
    """Delete a version's bytes after the transaction that deleted it, as Wagtail does with the present ones."""
    storage, name = instance.file.storage.deconstruct(), instance.file.name
    transaction.on_commit(lambda: delete_file_from_storage_task.enqueue(storage, name))
