"""The audit of the whole site against the statement register, for changes that bypassed every check of writes."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import suppress

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.models import Revision

from board.approvals.digest import carried_files, statement_digest
from board.approvals.models import ApprovalAlarm, ApprovalEvent, FileChunk, StatementApproval
from board.approvals.rule import (
    NOT_APPROVED,
    approvals_of,
    digests_before_their_time,
    format_local,
    is_approved,
    may_be_live,
    was_published,
)
from board.approvals.sealing import SEAL_FIELDS
from board.basepage.models import BasePage
from board.media.file_fields import sha256_of

from .approved_words import sha256_of_text
from .release import held_revision
from .visibility import record_taking_down

TAKEN_DOWN = "taken down"
PUT_OFF = "taken down until its time comes"
REPAIRED = "repaired"
UNSCHEDULED = "taken out of the schedule"
UNREADABLE = "not checked: storage does not answer, so run this again when it does"
MISSING = "missing from the database"
DAMAGED = "not as it was approved"


def swapped_files(page) -> list[str]:
    """
    Return the titles of a page's files that are missing, or whose bytes do not match the SHA-256 in their rows.

    Raises ``OSError`` where storage does not answer, which says nothing of the files.
    """
    swapped = []
    for file in carried_files(page).values():
        if file is None:
            continue
        try:
            with file.file.storage.open(file.file.name) as opened:
                same = sha256_of(opened) == file.sha256
        except FileNotFoundError:
            same = False
        if not same:
            swapped.append(file.title)
    return swapped


def take_down(page, problem: str, approval: StatementApproval | None = None) -> None:
    """
    Unpublish a page whatever the state of its row, with Wagtail's signals; its words remain as a draft.

    ``approval`` is the one that says so afterwards; without it the one that counts now, if any.
    """
    approval = approval or StatementApproval.objects.effective().filter(page_id=page.pk).first()
    if approval and not StatementApproval.objects.taken_down().filter(pk=approval.pk).exists():
        approval.record_event(ApprovalEvent.Kind.UNPUBLISHED, reason=problem)
    BasePage._base_manager.filter(pk=page.pk).update(
        live=False, approved_digest="", approval_required=page.approval_required
    )
    page.live = True  # As it was: Wagtail unpublishes only a live page, with its log and signals.
    page.unpublish(log_action="wagtail.unpublish")


def put_off(page, approval: StatementApproval) -> None:
    """Take down a page that is public before the time it was approved for, and schedule it for that time again."""
    take_down(page, "its time has not come", approval)
    revision = held_revision(approval)
    if revision:
        revision.approved_go_live_at = approval.release_at
        revision.save(update_fields=["approved_go_live_at"])


def problem_with(page, approved: bool) -> str:
    """Return what is wrong with a live page that carries a statement, or an empty string."""
    if not approved:
        return "it is public, and the chair has not approved exactly these words and files"
    if swapped := swapped_files(page):
        titles = ", ".join(f"“{title}”" for title in swapped)
        return f"the bytes behind {titles} are not those that were approved"
    return ""


@transaction.atomic
def check_page(page_id: int, *, change: bool) -> str:
    """
    Check one page against the register; return what is wrong and what was done, or an empty string.

    Without ``change`` nothing is done. Raises ``OSError`` where storage does not answer.
    """
    BasePage.objects.lock(page_id)
    base_page = BasePage.objects.filter(pk=page_id).first()
    if base_page is None:
        return ""
    page = base_page.specific
    stored = {name: getattr(page, name) for name in SEAL_FIELDS}
    page.approval_required = page.approval_required or was_published(page)
    digest = statement_digest(page)
    approved = bool(digest) and is_approved(page, digest)
    is_statement_live = bool(page.live and digest)
    if is_statement_live and not approved and (early := approvals_of(page, digest).due_after(timezone.now()).first()):
        if change:
            put_off(page, early)
        return f"{PUT_OFF}: the chair approved it for {format_local(early.release_at)}; look at the machine’s clock"
    problem = problem_with(page, approved) if is_statement_live else ""
    if problem:
        if change:
            take_down(page, problem)
        return f"{TAKEN_DOWN}: {problem}"
    seal = {
        "statement_digest": digest,
        "approved_digest": digest if approved else "",
        "approval_required": page.approval_required,
    }
    if stored != seal:
        if change:
            BasePage._base_manager.filter(pk=page.pk).update(**seal)
        # A draft's row may be a version behind its approval, which is no finding.
        if page.live or stored["statement_digest"] != digest or stored["approved_digest"]:
            return f"{REPAIRED}: its digests were not those of its words"
    if change:
        settle(page, approved)
    return ""


def check_readable_page(page_id: int, *, change: bool) -> str:
    """Check one page as ``check_page`` does; one whose files storage does not give is left as it is, and named."""
    try:
        return check_page(page_id, change=change)
    except OSError:
        return UNREADABLE


def settle(page, approved: bool) -> None:
    """Clear the alarm of a page with which nothing is wrong, and record if it has left the public without a record."""
    ApprovalAlarm.objects.filter(page_id=page.pk).delete()
    if approved and not page.live and page.first_published_at and not page.scheduled_revision:
        # By code that asked none of Wagtail's actions.
        record_taking_down(page, ApprovalEvent.Kind.UNPUBLISHED, reason="Found by the nightly check.")


def put_off_early() -> list[tuple[int, str]]:
    """Take down what is public before its time, until that time; return page id and finding of each such page."""
    early = BasePage.objects.filter(live=True, approved_digest__in=digests_before_their_time(timezone.now()))
    findings = [(pk, check_readable_page(pk, change=True)) for pk in early.order_by("pk").values_list("pk", flat=True)]
    return [(pk, finding) for pk, finding in findings if finding]


def check_schedule(*, change: bool) -> Iterator[tuple[int, str, str]]:
    """Yield page id, title and finding of every revision that is scheduled without an approval for its time."""
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    for pk, page_id in scheduled.values_list("pk", "object_id"):
        with transaction.atomic():
            # The list was read before: an approval or another time may have come since.
            BasePage.objects.lock(int(page_id))
            revision = scheduled.select_for_update(of=("self",)).filter(pk=pk).first()
            page = revision and revision.as_object()
            if page is None or may_be_live(page, at=revision.approved_go_live_at):
                continue
            if change:
                scheduled.filter(pk=pk).update(approved_go_live_at=None)
        yield page.pk, page.title, f"{UNSCHEDULED}: the chair has not approved these words for that time"


def missing_guards() -> list[str]:
    """Return the names of the constraint and the triggers that are missing from the database."""
    tables = [
        model._meta.db_table for model in apps.get_app_config("approvals").get_models() if model is not ApprovalAlarm
    ]
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, BasePage._meta.db_table)
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        triggers = {name for (name,) in cursor.fetchall()}
    expected = {f"{table}_no_{action}" for table in tables for action in ("update", "delete")}
    expected |= {"approvals_approvedwords_no_insert", "approvals_removal_removes"}
    return sorted(expected - triggers) + ([] if NOT_APPROVED in constraints else [NOT_APPROVED])


def damaged_words(approval: StatementApproval) -> str:
    """Return what of an approval's words and files is not as its hashes say, or an empty string."""
    words = getattr(approval, "words", None)
    damaged = []
    if words is None or {"html_sha256": sha256_of_text(words.html), "text_sha256": sha256_of_text(words.text)} != {
        "html_sha256": approval.html_sha256,
        "text_sha256": approval.text_sha256,
    }:
        damaged.append("the words")
    for file in approval.files.exclude(sha256=""):
        digest = hashlib.sha256()
        for part in FileChunk.objects.read(file.sha256):
            digest.update(part)
        if digest.hexdigest() != file.sha256:
            damaged.append(f"“{file.title}”")
    return ", ".join(damaged)


def check_register() -> Iterator[tuple[str, str]]:
    """Yield title and finding of every approval whose words or files are no longer what was approved."""
    for approval in StatementApproval.objects.filter(removal__isnull=True).exclude(html_sha256="").iterator():
        if damaged := damaged_words(approval):
            yield f"Register, {approval}", f"{DAMAGED}: {damaged}. Restore it from a backup"


def check_site(*, change: bool) -> Iterator[tuple[int | None, str, str]]:
    """
    Check every page, every schedule, the register's words and files, and the database's constraint and triggers.

    Yields page id (``None`` for the register and the database), title and finding. Pages are taken down and repaired
    only with ``change``.
    """
    yield from ((None, what, finding) for what, finding in check_register())
    for name in missing_guards():
        yield None, name, f"{MISSING}: run migrate on a copy of the database and compare, or restore it"
    yield from check_schedule(change=change)
    for page_id, title in BasePage.objects.order_by("pk").values_list("pk", "title").iterator():
        finding = check_readable_page(page_id, change=change)
        if finding:
            yield page_id, title, finding
    if change:
        ApprovalAlarm.objects.exclude(page_id__in=BasePage.objects.values("pk")).delete()
        # Of approvals that were refused. One that is being approved just now is left to the next night by a trigger.
        with suppress(DatabaseError), transaction.atomic():
            FileChunk.objects.delete_unused(before=timezone.now() - dt.timedelta(days=1))
