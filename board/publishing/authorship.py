"""Who wrote what is not yet public, so that no item is one person's work."""

from django.contrib.auth import get_user_model
from wagtail.models import PageLogEntry, Revision

# What somebody does who writes. A revision may be purged or, by autosave, written over; the log keeps who it was.
WRITING = ("wagtail.create", "wagtail.edit", "wagtail.revert", "wagtail.copy", "wagtail.convert_alias")
PUBLISHING = ("wagtail.publish", "wagtail.publish.scheduled")


def published_revision(page) -> Revision | None:
    """Return the revision that was published last, also where the page was taken down since."""
    if page.live_revision_id:
        return page.live_revision
    entry = PageLogEntry.objects.filter(page_id=page.pk, action__in=PUBLISHING, revision__isnull=False)
    last = entry.select_related("revision").order_by("-timestamp", "-pk").first()
    return last.revision if last else None


def writer_ids(page) -> set[int]:
    """
    Return the users who wrote in a page since the version that was published last, by primary key.

    Before the first publication that is everybody, and whoever the page belongs to. A save without a change counts
    as writing: nobody can tell it from one that was undone.
    """
    revisions = page.revisions.filter(user__isnull=False)
    entries = PageLogEntry.objects.filter(page_id=page.pk, action__in=WRITING, user_id__isnull=False)
    published = published_revision(page)
    if published:
        revisions = revisions.filter(created_at__gt=published.created_at)
        entries = entries.filter(timestamp__gt=published.created_at).exclude(revision=published)
    ids = {*revisions.values_list("user_id", flat=True), *entries.values_list("user_id", flat=True)}
    if not published and page.owner_id:
        ids.add(page.owner_id)
    return ids


def writers(page) -> list[dict]:
    """Return id and name of the users who wrote in a page since the version that was published last."""
    users = get_user_model().objects.filter(pk__in=writer_ids(page)).order_by("pk")
    return [{"id": user.pk, "name": str(user)} for user in users]


def latest_words(page):
    """Return the specific page with its newest words, public or still a draft."""
    revision = page.get_latest_revision()
    return revision.as_object() if revision else page.specific
