"""Pages, for a package on which the page model stands and which therefore cannot import it."""

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType


def page_model():
    """Return the one page model that all others extend."""
    return apps.get_model(settings.WAGTAIL_PAGE_MODEL)


def page_content_type() -> ContentType:
    """Return the content type that revisions and workflows of every page are filed under."""
    return ContentType.objects.get_for_model(page_model())


def approval_page_ids(page) -> list[int]:
    """
    Return the pages whose approvals count for a page: itself and, for an alias, what it follows.

    An alias has no words of its own: Wagtail writes its source's into it at every publication. One query for
    each link of the chain; none for a page that is no alias.
    """
    ids = [page.pk] if page.pk else []
    source = page.alias_of_id
    while source and source not in ids:
        ids.append(source)
        source = page_model()._base_manager.filter(pk=source).values_list("alias_of_id", flat=True).first()
    return ids


def lock_page(page_id) -> None:
    """Hold the page's row until the transaction ends, so that approving, publishing and taking down queue."""
    list(page_model()._base_manager.select_for_update().filter(pk=page_id).values_list("pk"))


def latest_words(page):
    """Return the specific page with its newest words, saved or still a draft."""
    revision = page.get_latest_revision()
    return revision.as_object() if revision else page.specific
