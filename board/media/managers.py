"""Managers and query sets of files: private collections, and what readers see of a file, which ``save()`` changes."""

from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.dispatch import Signal
from wagtail.models import Collection, CollectionViewRestriction

# The columns that say which bytes are behind a file.
FILE_COLUMNS = {"file", "file_hash", "sha256"}

# Sent with ``files`` and ``collection`` before a query set of documents or images is put into a collection.
files_moving = Signal()


class PublicFileColumnsError(Exception):
    """A query set was asked to change what readers see of files."""

    def __init__(self, columns):
        super().__init__(
            f"{', '.join(sorted(columns))}: what readers see of a file is changed by its save() alone. Save each file "
            "instead."
        )


class FileQuerySetMixin:
    """Refuses to change what readers see past ``save()``, where every rule on files is checked."""

    def update(self, **kwargs):
        """
        Update columns, for ``bulk_update`` too; raises ``PublicFileColumnsError`` for those that readers see.

        Wagtail puts many files into a collection at once by this way, which is announced first.
        """
        if public := (FILE_COLUMNS | set(self.model.public_fields)) & set(kwargs):  # type: ignore[attr-defined]
            raise PublicFileColumnsError(public)
        for collection in (kwargs[name] for name in ("collection", "collection_id") if name in kwargs):
            files_moving.send(sender=self.model, files=self, collection=collection)  # type: ignore[attr-defined]
        return super().update(**kwargs)  # type: ignore[misc]


def in_private_collection() -> Exists:
    """Return the condition, for a query set of files, that a file's collection or one above it is private."""
    path = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    restrictions = CollectionViewRestriction.objects.annotate(path_of_file=path)
    return Exists(restrictions.filter(path_of_file__startswith=F("collection__path")))


def is_private_collection(collection_id: int) -> bool:
    """Return whether a collection, or one above it, is private."""
    collection = Collection.objects.get(pk=collection_id)
    above = collection.get_ancestors(inclusive=True)
    return CollectionViewRestriction.objects.filter(collection__in=above).exists()


class FileManager(models.Manager):
    """Fetches documents or images together with whether they are private, which every page that shows one asks."""

    def get_queryset(self):
        return super().get_queryset().annotate(lies_in_private_collection=in_private_collection())


def is_private(file) -> bool:
    """
    Return whether a document or image lay in a private collection when it was read from the database.

    It costs a query for a file that did not come through ``FileManager``.
    """
    if hasattr(file, "lies_in_private_collection"):
        return file.lies_in_private_collection
    return type(file)._base_manager.filter(in_private_collection(), pk=file.pk).exists()
