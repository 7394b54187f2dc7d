"""The writers of what is not yet public, so that no item is published by its only writer."""

from django.contrib.auth import get_user_model
from wagtail.models import PageLogEntry, Revision

# The log has writers whose revisions were purged or overwritten by an autosave.
WRITING_ACTIONS = ("wagtail.create", "wagtail.edit", "wagtail.revert", "wagtail.copy", "wagtail.convert_alias")
PUBLISHING_ACTIONS = ("wagtail.publish", "wagtail.publish.scheduled")


def published_revision(page) -> Revision | None:
    """Return the revision that was published last, even if the page was unpublished since."""
    if page.live_revision_id:
        return page.live_revision
    entries = PageLogEntry.objects.filter(page_id=page.pk, action__in=PUBLISHING_ACTIONS, revision__isnull=False)
    last = entries.select_related("revision").order_by("-timestamp", "-pk").first()
    return last.revision if last else None


def writer_ids(page) -> set[int]:
    """
    Return the primary keys of the users who wrote in a page since its last publication.

    Before the first publication these are all its writers and its owner. A save without a change counts as writing,
    because it can't be told from one that was undone.
    """
    revisions = page.revisions.filter(user__isnull=False)
    entries = PageLogEntry.objects.filter(page_id=page.pk, action__in=WRITING_ACTIONS, user_id__isnull=False)
    published = published_revision(page)
    if published:
        revisions = revisions.filter(created_at__gt=published.created_at)
        entries = entries.filter(timestamp__gt=published.created_at).exclude(revision=published)
    ids = {*revisions.values_list("user_id", flat=True), *entries.values_list("user_id", flat=True)}
    if not published and page.owner_id:
        ids.add(page.owner_id)
    return ids


def writers(page) -> list[dict]:
    """Return id and name of each user who wrote in a page since its last publication."""
    users = get_user_model().objects.filter(pk__in=writer_ids(page)).order_by("pk")
    return [{"id": user.pk, "name": str(user)} for user in users]


def latest_version(page):
    """Return the specific page as its latest revision holds it, public or still a draft."""
    revision = page.get_latest_revision()
    return revision.as_object() if revision else page.specific
