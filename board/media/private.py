"""Private collections: Wagtail keeps the public out of their files, whatever page carries them."""

from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import CollectionViewRestriction


def in_private_collection() -> Exists:
    """Return the condition, for a query set of files, that a file's collection or one above it is private."""
    path = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    restrictions = CollectionViewRestriction.objects.annotate(path_of_file=path)
    return Exists(restrictions.filter(path_of_file__startswith=F("collection__path")))


class FileManager(models.Manager):
    """Fetches documents or pictures together with whether they are private: every page that shows one asks."""

    def get_queryset(self):
        """Return the files with the answer of ``is_private``, in one query."""
        return super().get_queryset().annotate(lies_in_private_collection=in_private_collection())


def is_private(file) -> bool:
    """
    Say whether a document or image lay in a private collection when it was read from the database.

    ``FileManager`` reads them with the answer; of a file that was read in another way it is one query.
    """
    if hasattr(file, "lies_in_private_collection"):
        return file.lies_in_private_collection
    return type(file)._base_manager.filter(in_private_collection(), pk=file.pk).exists()
