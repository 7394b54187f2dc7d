"""Managers and query sets of files: private collections, and bytes that change through ``save()`` alone."""

from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import CollectionViewRestriction

# The columns that say which bytes are behind a file.
FILE_COLUMNS = {"file", "file_hash", "sha256"}


class UpdatedBytesError(Exception):
    """A query set was asked to change the bytes behind files."""

    def __init__(self):
        super().__init__("The bytes behind a file are changed by its save() alone. Save each file instead.")


class FileQuerySetMixin:
    """Refuses to change bytes past ``save()``, where every rule on files is checked."""

    def update(self, **kwargs):
        """Update columns, for ``bulk_update`` too; raises ``UpdatedBytesError`` for ``FILE_COLUMNS``."""
        if FILE_COLUMNS & set(kwargs):
            raise UpdatedBytesError
        return super().update(**kwargs)  # type: ignore[misc]


def in_private_collection() -> Exists:
    """Return the condition, for a query set of files, that a file's collection or one above it is private."""
    path = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    restrictions = CollectionViewRestriction.objects.annotate(path_of_file=path)
    return Exists(restrictions.filter(path_of_file__startswith=F("collection__path")))


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
