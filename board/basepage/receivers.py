"""Announcing changes of pages, and of the files that they carry."""

from django.apps import apps
from django.conf import settings
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction, ReferenceIndex

from board.media.access import page_references, public_pages_by_document
from board.media.models import BoardDocument, Clearance, DocumentInspection
from board.siteinfo.receivers import note_change as note_site_info

from .models import BasePage
from .signals import content_changed, page_changed

# The fields of a page about its draft and locks, which no reader sees.
DRAFT_COLUMNS = settings.PAGE_CACHE_UNSEEN[BasePage._meta.db_table] or []
DRAFT_FIELDS = {field.name for field in BasePage._meta.concrete_fields if field.column in DRAFT_COLUMNS}


def announce_page(instance, raw=False, update_fields=None, **kwargs) -> None:
    """
    Announce a page that was saved, unless only columns of its draft were.

    After a save with ``update_fields`` the instance may hold a draft's words in its other fields, so it is reloaded.
    """
    if update_fields is not None and set(update_fields) <= DRAFT_FIELDS:
        return
    page = instance if update_fields is None else BasePage.objects.get(pk=instance.pk)
    page_changed.send(sender=page.specific_class or type(page), page=page.specific, raw=raw)


for page_type in apps.get_models():
    if issubclass(page_type, BasePage):
        post_save.connect(announce_page, sender=page_type, dispatch_uid="basepage_announce_page")
page_changed.connect(note_site_info, dispatch_uid="basepage_note_linked_page")
post_delete.connect(note_site_info, sender=BasePage, dispatch_uid="basepage_note_deleted_page")


def pages_carrying(document_id: int) -> set[int]:
    """Return the ids of the pages whose public words carry a document."""
    references = ReferenceIndex.get_references_to(BoardDocument(pk=document_id))
    return {int(object_id) for object_id in page_references(references).values_list("object_id", flat=True)}


@receiver(post_save, sender=BoardDocument, dispatch_uid="basepage_announce_document")
@receiver(post_save, sender=DocumentInspection, dispatch_uid="basepage_announce_inspection")
@receiver([post_save, post_delete], sender=Clearance, dispatch_uid="basepage_announce_clearance")
def announce_file(sender, instance, raw=False, **kwargs) -> None:
    """Announce the pages that carry a document whose title, file, inspection or clearance has changed."""
    document_id = instance.pk if sender is BoardDocument else instance.document_id
    page_ids = set() if raw else pages_carrying(document_id)
    if page_ids:
        content_changed.send(sender=sender, page_ids=page_ids)


@receiver(
    [post_save, post_delete], sender=CollectionViewRestriction, dispatch_uid="basepage_announce_private_collection"
)
def announce_collection(sender, instance, raw=False, **kwargs) -> None:
    """Announce the pages that carry files of a collection, or one below it, that became private or public."""
    collection = None if raw else Collection.objects.filter(pk=instance.collection_id).first()
    if collection is None:
        return
    within = collection.get_descendants(inclusive=True)
    documents = set(BoardDocument.objects.filter(collection__in=within).values_list("pk", flat=True))
    page_ids = {page.pk for pk, pages in public_pages_by_document().items() if pk in documents for page in pages}
    if page_ids:
        content_changed.send(sender=sender, page_ids=page_ids)


@receiver(pre_delete, sender=BoardDocument, dispatch_uid="basepage_remember_carriers")
def remember_carriers(instance, **kwargs) -> None:
    """Remember which pages carry a document before it is deleted: the references go with it."""
    instance.carriers_before_deletion = pages_carrying(instance.pk)


@receiver(post_delete, sender=BoardDocument, dispatch_uid="basepage_announce_deletion")
def announce_deletion(sender, instance, **kwargs) -> None:
    """Announce the pages that have lost a document."""
    if instance.carriers_before_deletion:
        content_changed.send(sender=sender, page_ids=instance.carriers_before_deletion)
