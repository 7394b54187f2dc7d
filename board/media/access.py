"""Who may fetch a file: anybody while a public page carries it, otherwise those who work on the site."""

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from .documents import BoardDocument
from .findings import stops


def is_on_a_public_page(file) -> bool:
    """
    Say whether a live page without restrictions carries a document or image.

    Wagtail's index of references knows the pages as they stand in the database, never their drafts.
    """
    pages = apps.get_model(settings.WAGTAIL_PAGE_MODEL)
    references = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(pages)
    )
    carriers = [int(object_id) for object_id in references.values_list("object_id", flat=True)]
    return bool(carriers) and pages.objects.live().public().filter(pk__in=carriers).exists()


def is_public(file) -> bool:
    """Say whether anybody may fetch a document or image: a public page carries it, and nothing in it stops us."""
    if isinstance(file, BoardDocument) and stops(file):
        return False
    return is_on_a_public_page(file)


def works_here(user) -> bool:
    """Say whether a user is one of those who work on the site."""
    return user.has_perm("wagtailadmin.access_admin")


def may_fetch(file, user) -> bool:
    """Say whether a user, or somebody who is not signed in, may fetch a document or image."""
    return works_here(user) or is_public(file)
