"""The writers of what is not yet public, so that no item is published by its only writer."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.models import PageLogEntry, Revision

from board.approvals.digest import carried_files, content_digest
from board.media.models import DocumentVersion, FileVersion, ImageVersion, VersionState

# The log of a page's making: whose page it is.
CREATING_ACTIONS = ("wagtail.create", "wagtail.copy", "wagtail.convert_alias")
# The log of its saves. An entry names its revision, and stays when that revision is purged.
SAVING_ACTIONS = ("wagtail.edit", "wagtail.revert")
PUBLISHING_ACTIONS = ("wagtail.publish", "wagtail.publish.scheduled")


def published_revision(page) -> Revision | None:
    """Return the revision that was published last, even if the page was unpublished since."""
    if page.live_revision_id:
        return page.live_revision
    entries = PageLogEntry.objects.filter(page_id=page.pk, action__in=PUBLISHING_ACTIONS, revision__isnull=False)
    last = entries.select_related("revision").order_by("-timestamp", "-pk").first()
    return last.revision if last else None


def reads_alike(earlier: Revision, later: Revision) -> bool:
    """Return whether two revisions of a page read the same to a reader, however their markup is stored."""
    return earlier == later or content_digest(earlier.as_object()) == content_digest(later.as_object())


def facts_beside_words(revision: Revision) -> list:
    """Return what readers meet of a revision outside its digest: its address, topics and the like, in a fixed order."""
    names = ("slug", *revision.content_type.model_class().fields_outside_approval)
    values = [revision.content.get(name) for name in names]
    # Wagtail stores related objects in any order.
    return [sorted(map(str, value)) if isinstance(value, list) else value for value in values]


def is_writing(earlier: Revision | None, later: Revision) -> bool:
    """
    Return whether a revision has changed anything that a reader meets since the one before it.

    A first revision is always writing. A save that changes no more than markup, comments or a date of publication is
    none (docs/decisions/0021).
    """
    if earlier is None:
        return True
    return facts_beside_words(earlier) != facts_beside_words(later) or not reads_alike(earlier, later)


def unpublished_history(page) -> tuple[Revision | None, QuerySet, QuerySet]:
    """Return the revision that was published last, and the revisions and log entries since then."""
    published = published_revision(page)
    revisions = page.revisions.order_by("created_at", "pk")
    entries = PageLogEntry.objects.filter(page_id=page.pk)
    if published:
        revisions = revisions.filter(created_at__gt=published.created_at)
        entries = entries.filter(timestamp__gt=published.created_at).exclude(revision=published)
    return published, revisions, entries


def may_have_written(page, user) -> bool:
    """Return whether a user has made or saved a page since its last publication; unlike ``writer_ids`` it is cheap."""
    published, revisions, entries = unpublished_history(page)
    return (
        (not published and page.owner_id == user.pk)
        or revisions.filter(user_id=user.pk).exists()
        or entries.filter(user_id=user.pk, action__in=(*CREATING_ACTIONS, *SAVING_ACTIONS)).exists()
    )


def has_written(page, user) -> bool:
    """Return whether a user is one of ``writer_ids``."""
    if may_have_written(page, user) and user.pk in writer_ids(page):
        return True
    return user.pk in file_replacer_ids(page, user)


def writer_ids(page) -> set[int]:
    """
    Return the primary keys of the users who wrote in a page, or replaced a file of it, since its last publication.

    Before the first publication these are all its writers, and who made it: its owner, if the log does not say. Each
    revision is compared with the one before it. Where revisions between two that differ were purged, everyone who saved
    one of them may have written the difference, and counts.
    """
    earlier, revisions, entries = unpublished_history(page)
    ids = set(entries.filter(action__in=CREATING_ACTIONS).values_list("user_id", flat=True))
    if not ids and not earlier:
        ids.add(page.owner_id)
    purged = list(
        entries.filter(action__in=SAVING_ACTIONS)
        .exclude(revision__in=page.revisions.all())
        .values_list("timestamp", "user_id")
    )
    for revision in revisions:
        if is_writing(earlier, revision):
            ids.add(revision.user_id)
            ids.update(user_id for at, user_id in purged if is_between(at, earlier, revision))
        earlier = revision
    ids.update(user_id for at, user_id in purged if is_between(at, earlier, None))
    return ids - {None} | file_replacer_ids(page)


def file_replacer_ids(page, user=None) -> set[int]:
    """
    Return the primary keys of those who alone put other bytes behind a file that a page's latest version carries.

    It counts from the last publication, or from the first revision. A document that is new was chosen by a writer of
    the page, and a version that waited was seen by a second person. With a ``user`` only theirs are looked for.
    """
    begun = published_revision(page) or page.revisions.order_by("created_at", "pk").first()
    if begun is None:
        return set()
    of_whom = {"user_id": user.pk} if user else {"user_id__isnull": False}
    replaced: list[FileVersion] = []
    for model in (DocumentVersion, ImageVersion):
        earlier = model.objects.filter(state=VersionState.EARLIER).values(model.kind)
        current = model.objects.filter(state=VersionState.CURRENT, decided_at=None, at__gt=begun.created_at, **of_whom)
        replaced += current.filter(**{f"{model.kind}__in": earlier}).select_related(model.kind)
    # The page is read only where any file was replaced at all.
    carried = carried_files(latest_version(page)) if replaced else {}
    return {
        version.user_id
        for version in replaced
        if version.user_id and (version.content_object._meta.label, str(version.content_object.pk)) in carried
    }


def is_between(at: dt.datetime, earlier: Revision | None, later: Revision | None) -> bool:
    """Return whether a save was logged after one revision was made and before another; ``None`` sets no bound."""
    return (earlier is None or at >= earlier.created_at) and (later is None or at <= later.created_at)


def writers(page) -> list[dict]:
    """Return id and name of each user who wrote in a page since its last publication."""
    users = get_user_model().objects.filter(pk__in=writer_ids(page)).order_by("pk")
    return [{"id": user.pk, "name": str(user)} for user in users]


def latest_version(page):
    """Return the specific page as its latest revision holds it, public or still a draft."""
    revision = page.get_latest_revision()
    return revision.as_object() if revision else page.specific
