"""Who may fetch a file: anybody while a public page carries it, otherwise those who work on the site."""

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from .documents import BoardDocument
from .findings import stops
from .private import is_private


def by_pages(references):
    """Return those references that pages hold; Wagtail's index knows pages as they are public, never their drafts."""
    return references.filter(base_content_type=ContentType.objects.get_for_model(page_model()))


def page_model():
    """Return the base page, which stands above this floor."""
    return apps.get_model(settings.WAGTAIL_PAGE_MODEL)


def is_on_a_public_page(file) -> bool:
    """Say whether a live page without restrictions carries a document or image."""
    references = by_pages(ReferenceIndex.get_references_to(file))
    carriers = [int(object_id) for object_id in references.values_list("object_id", flat=True)]
    return bool(carriers) and page_model().objects.live().public().filter(pk__in=carriers).exists()


def public_carriers(pages=None) -> dict[int, list]:
    """
    Return the public pages that carry each document, without their content, by the document's primary key.

    ``pages`` is a query set of pages to look at; without it all of them.
    """
    of_documents = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(BoardDocument))
    carried = {(int(to), int(page)) for to, page in by_pages(of_documents).values_list("to_object_id", "object_id")}
    wanted = (page_model().objects.all() if pages is None else pages).live().public()
    public = wanted.in_bulk({page for _, page in carried})
    found: dict[int, list] = {}
    for document, page in sorted(carried):
        if page in public:
            found.setdefault(document, []).append(public[page])
    return found


def is_public(file) -> bool:
    """Say whether anybody may fetch a document or image: a public page carries it, and nothing about it stops us."""
    is_stopped = bool(stops(file)) if isinstance(file, BoardDocument) else is_private(file)
    return not is_stopped and is_on_a_public_page(file)


def works_here(user) -> bool:
    """Say whether a user is one of those who work on the site."""
    return user.has_perm("wagtailadmin.access_admin")


def may_fetch(file, user) -> bool:
    """Say whether a user, or somebody who is not signed in, may fetch a document or image."""
    return works_here(user) or is_public(file)
