"""The chair's decision: what the screen shows, and the approval of exactly those words and files."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import localize
from django.utils.text import capfirst
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText

from board.approvals.digest import carried_files, file_ids, statement_digest
from board.approvals.models import ApprovedFile, FileChunk, StatementApproval, StatementReview

from .authorship import writers

if TYPE_CHECKING:
    from .approved_words import WordsAsRead

EMPTY = "—"
CHANGED = "changed_since_opened"
NOT_REVIEWED = "not_reviewed_by_another"
FILE_UNREADABLE = "file_unreadable"


def display_value(page, name: str) -> str | RichText:
    """Return the value of a public field in a form for people."""
    field = page._meta.get_field(name)
    if field.one_to_many or field.many_to_many:
        return ", ".join(str(related) for related in getattr(page, name).all()) or EMPTY
    value = getattr(page, f"get_{name}_display", lambda: getattr(page, name))()
    if isinstance(value, bool):
        # Readers see nothing of a mark that is not set.
        return "Yes" if value else EMPTY
    if isinstance(field, RichTextField):
        return RichText(value) if value else EMPTY
    return localize(value) if value not in (None, "") else EMPTY


def label_of(page, name: str) -> str:
    """Return the label of a public field; of inline children it is what they are called in the plural."""
    field = page._meta.get_field(name)
    return capfirst(field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name)


def displayed_file(file) -> dict:
    """Return what the screen shows of a document or image: what readers see of it, and the SHA-256 of its bytes."""
    facts = [
        ("Description", getattr(file, "description", "")),
        ("Cut around", focal_area(file)),
        ("Not shown", "It lies in a private collection, so readers can’t see it." if file.is_private else ""),
        ("SHA-256", file.sha256),
    ]
    return {
        "title": file.title,
        "url": file.url if isinstance(file, get_document_model()) else file.file.url,
        "size": file.file_size,
        "facts": [(label, text) for label, text in facts if text],
    }


def focal_area(file) -> str:
    """Return the part of a picture that stays when it is cut, in pixels; empty where none was chosen."""
    if getattr(file, "focal_point_x", None) is None:
        return ""
    width, height = file.focal_point_width or 0, file.focal_point_height or 0
    return f"{width} by {height} pixels around {file.focal_point_x}, {file.focal_point_y}"


def displayed_content(page) -> dict:
    """
    Return the public fields, streams and files of a specific page for the screen.

    ``fields`` are pairs of label and text, ``streams`` the values of its streams, ``files`` what is seen of the
    documents and images. The digest covers the same (board.approvals.digest), so what is approved is what was shown.
    """
    files = list(carried_files(page).values())
    fields = [(label_of(page, name), display_value(page, name)) for name in page.public_fields if name != "title"]
    return {
        "title": page.title,
        "fields": [(label, text) for label, text in fields if text != EMPTY],
        "streams": [getattr(page, name) for name in page.get_streamfield_names()],
        "files": [displayed_file(file) for file in files if file],
        "missing_files": files.count(None),
    }


def lock_files(page) -> None:
    """Lock the rows of the files that a page carries, so that none is replaced during the approval."""
    for model, ids in file_ids(page).items():
        if ids:
            list(model.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def review_by_another(page, digest: str, user) -> StatementReview | None:
    """Return the newest editorial review of exactly these words by another user."""
    return StatementReview.objects.filter(page_id=page.pk, digest=digest).exclude(user_id=user.pk).order_by("pk").last()


def aware_datetime(value) -> dt.datetime | None:
    """Return a time from a form, or from its JSON, as an aware time."""
    value = parse_datetime(value) if isinstance(value, str) else value
    return timezone.make_aware(value) if value and timezone.is_naive(value) else value


def record_approval(
    version,
    revision,
    user,
    words: "WordsAsRead",
    seen_digest: str,
    *,
    name: str = "",
    note: str = "",
    release: str = "",
    release_at=None,
):
    """
    Record a chair's approval of a page's latest version, with its words and files; return the ``StatementApproval``.

    ``version`` is the specific page as ``revision`` holds it, ``words`` are what ``approvable_words`` returned of it
    before the transaction, ``name`` is how the register names the user. The caller locks the page's row and checks that
    the user is a chair. Raises ``ValidationError`` if the words are not those that were on the screen, or if only the
    approver has reviewed them.
    """
    lock_files(version)
    digest = statement_digest(version)
    files = {key: file for key, file in carried_files(version).items() if file}
    are_kept = all(FileChunk.objects.has(file.sha256) for file in files.values())
    if not digest == seen_digest == words.digest or not are_kept:
        raise ValidationError("This has changed since you opened it. Read it again, then decide.", code=CHANGED)
    review = review_by_another(version, digest, user)
    if review is None:
        raise ValidationError(
            "No one but you has reviewed exactly these words, and a statement takes two people. Choose Request "
            "changes; when it is submitted again, another moderator reviews it and it comes back to you.",
            code=NOT_REVIEWED,
        )
    release = release or StatementApproval.Release.NOW
    release_at = aware_datetime(release_at) if release == StatementApproval.Release.AT else None
    if release == StatementApproval.Release.AT and (release_at is None or release_at <= timezone.now()):
        raise ValidationError("Choose a time that is still to come, or publish now.", code="release_at")
    by = {"user_id": user.pk, "user_name": name or str(user)}
    approval = StatementApproval.objects.create(
        page_id=version.pk,
        page_title=version.title,
        revision_id=revision.pk,
        digest=digest,
        release=release,
        release_at=release_at,
        reviewer_id=review.user_id,
        reviewer_name=review.user_name,
        writers=writers(version),
        note=note,
        **words.hashes,
        **by,
    )
    words.keep(approval)
    ApprovedFile.objects.bulk_create(
        ApprovedFile(
            approval=approval,
            model=label,
            object_id=object_id,
            title=file.title,
            name=file.filename,
            size=file.file_size,
            sha256=file.sha256,
            **by,
        )
        for (label, object_id), file in files.items()
    )
    set_go_live(revision, release_at)
    return approval


def set_go_live(revision, release_at: dt.datetime | None) -> None:
    """Make the approved time the revision's go-live time, whatever the editor chose."""
    go_live_at = release_at and release_at.isoformat()
    if revision.content.get("go_live_at") != go_live_at:
        revision.content = {**revision.content, "go_live_at": go_live_at}
        revision.save(update_fields=["content"])
