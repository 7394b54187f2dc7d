"""Who may fetch a file: anybody while a public page carries it, otherwise those who work on the site."""

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex


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


def may_fetch(file, user) -> bool:
    """Say whether a user, or somebody who is not signed in, may fetch a document or image."""
    return user.has_perm("wagtailadmin.access_admin") or is_on_a_public_page(file)
