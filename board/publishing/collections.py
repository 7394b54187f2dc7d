"""Collections that are made private or public, or take files in, while an approval covers a file in them."""

from collections.abc import Iterable

from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from board.approvals.digest import carried_files
from board.approvals.models import ApprovedFile
from board.media.managers import is_private_collection

from .approved_files import guard_change, register_key
from .models import states_at_the_chair


def keys_under_approval() -> set[tuple[str, str]]:
    """Return model label and id of every file that an approval ever covered, or that waits for the chair."""
    keys = set(ApprovedFile.objects.values_list("model", "object_id"))
    for state in states_at_the_chair():
        keys |= set(carried_files(state.content_object.get_latest_revision().as_object()))
    return keys


@transaction.atomic
def guard_all(files: Iterable) -> None:
    """Refuse a change of files; raises ``ValidationError`` if an approval covers one of them."""
    keys = keys_under_approval()
    for file in files:
        if register_key(file) in keys:
            guard_change(file)


def files_below(collection_id: int) -> list:
    """Return the documents and images in a collection and below it."""
    below = Collection.objects.get(pk=collection_id).get_descendants(inclusive=True)
    models = (get_document_model(), get_image_model())
    return [file for model in models for file in model.objects.filter(collection__in=below)]


def guard_files_moving(files, collection) -> None:
    """
    Refuse to put a query set of files into a collection that would hide or show one under approval.

    ``collection`` is what the query set is updated with. Where that is an expression, as in a ``bulk_update``, which
    collection it comes to is not known, so no file under approval is moved.
    """
    if hasattr(collection, "resolve_expression"):
        guard_all(files.all())
        return
    will_be_private = is_private_collection(getattr(collection, "pk", collection))
    guard_all(file for file in files.all() if file.is_private != will_be_private)


def guard_new_restriction(restriction) -> None:
    """Refuse to make a collection private that holds a file under approval."""
    guard_all(file for file in files_below(restriction.collection_id) if not file.is_private)


def guard_end_of_restriction(restriction) -> None:
    """Refuse to make a collection public that holds a file under approval."""
    others = type(restriction).objects.exclude(pk=restriction.pk)
    above = {file: file.collection.get_ancestors(inclusive=True) for file in files_below(restriction.collection_id)}
    guard_all(file for file, collections in above.items() if not others.filter(collection__in=collections).exists())
