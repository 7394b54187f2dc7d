"""Who may fetch a file: everyone while a public page carries it, otherwise only users of the admin."""

from django.contrib.contenttypes.models import ContentType
from swapper import load_model
from wagtail.models import ReferenceIndex

from .issues import blocking_issues
from .managers import is_private, is_private_collection
from .models import BoardDocument


def page_references(references):
    """Return those references that pages hold; Wagtail's index has pages as they are public, never their drafts."""
    page_type = ContentType.objects.get_for_model(load_model("wagtailcore", "Page"))
    return references.filter(base_content_type=page_type)


def live_pages_with(file):
    """Return the query set of the live pages, as base pages, that carry a document or image."""
    references = page_references(ReferenceIndex.get_references_to(file))
    carriers = [int(object_id) for object_id in references.values_list("object_id", flat=True)]
    return load_model("wagtailcore", "Page").objects.live().filter(pk__in=carriers)


def is_on_a_public_page(file) -> bool:
    """Return whether a live page without restrictions carries a document or image."""
    return live_pages_with(file).public().exists()


def public_pages_by_document(pages=None) -> dict[int, list]:
    """
    Return the public pages that carry each document, as base pages, by the document's primary key.

    ``pages`` is a query set of pages to look among; without it all of them.
    """
    to_documents = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(BoardDocument))
    keys = page_references(to_documents).values_list("to_object_id", "object_id")
    references = {(int(document), int(page)) for document, page in keys}
    among = load_model("wagtailcore", "Page").objects.all() if pages is None else pages
    public = among.live().public().in_bulk({page for _, page in references})
    by_document: dict[int, list] = {}
    for document, page in sorted(references):
        if page in public:
            by_document.setdefault(document, []).append(public[page])
    return by_document


def is_public(file) -> bool:
    """Return whether everyone may fetch a document or image: a public page carries it, and no issue blocks it."""
    is_blocked = bool(blocking_issues(file)) if isinstance(file, BoardDocument) else is_private(file)
    return not is_blocked and is_on_a_public_page(file)


def changed_public_fields(file) -> set[str]:
    """Return the names of the ``public_fields`` of a document or image that saving it would change for readers."""
    stored = type(file).objects.filter(pk=file.pk).first()
    if stored is None:
        return set()
    names = set(file.public_fields) - {"is_private"}
    changed = {name for name in names if getattr(stored, name) != getattr(file, name)}
    if not stored.sha256:
        changed -= {"sha256"}  # Recorded for the first time, which says nothing about the bytes.
    if stored.file.name != file.file.name:
        changed |= {"sha256"}
    if stored.collection_id != file.collection_id and is_private_collection(file.collection_id) != stored.is_private:
        changed |= {"is_private"}
    return changed


def has_admin_access(user) -> bool:
    """Return whether a user may use the admin."""
    return user.has_perm("wagtailadmin.access_admin")


def may_fetch(file, user) -> bool:
    """Return whether a user, signed in or not, may fetch a document or image."""
    return has_admin_access(user) or is_public(file)
