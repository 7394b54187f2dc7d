"""The statement register: reviews, approvals, releases and withdrawals. Rows are inserted and never changed."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from board.cover.names import name_with_cover
from board.insert_only import InsertOnlyModel, InsertOnlyQuerySet


class RegisterRow(InsertOnlyModel):
    """
    Something that was done, by whom and when.

    People and pages are named by number and by the name held then, without foreign keys: a row outlives both.
    """

    at = models.DateTimeField("time", default=timezone.now, editable=False)
    user_id = models.BigIntegerField("person’s number", editable=False)
    user_name = models.CharField("person", max_length=300, editable=False)

    class Meta(InsertOnlyModel.Meta):
        abstract = True


class StatementReview(RegisterRow):
    """An editorial review of exactly these words and files, by the person named."""

    page_id = models.BigIntegerField("page’s number", db_index=True, editable=False)
    revision_id = models.BigIntegerField("revision’s number", editable=False)
    digest = models.CharField(max_length=80, editable=False)

    class Meta(InsertOnlyModel.Meta):
        verbose_name = "statement review"

    def __str__(self) -> str:
        return f"Review of page {self.page_id} by {self.user_name}"


class StatementApprovalQuerySet(InsertOnlyQuerySet):
    """Approvals by what has become of them."""

    def with_event(self, *kinds: str) -> Exists:
        """Return the condition that an approval has an event of one of these kinds."""
        return Exists(ApprovalEvent.objects.filter(approval=OuterRef("pk"), kind__in=kinds))

    def standing(self):
        """Return the approvals that have not ended."""
        return self.exclude(self.with_event(*ApprovalEvent.ENDING))

    def effective(self, now: dt.datetime | None = None):
        """Return the standing approvals whose words may be public at ``now``, an aware time; without it at once."""
        now = now or timezone.now()
        return self.standing().filter(
            Q(release=StatementApproval.Release.NOW)
            | Q(release=StatementApproval.Release.AT, release_at__lte=now)
            | self.with_event(ApprovalEvent.Kind.RELEASED)
        )

    def due_after(self, now: dt.datetime):
        """Return the standing approvals for a time after ``now``, an aware time, in the order of their times."""
        at = StatementApproval.Release.AT
        return self.standing().filter(release=at, release_at__gt=now).order_by("release_at", "pk")

    def with_let_go(self):
        """Tell of each approval whether the chair has let its page go since, as ``was_let_go``."""
        events = ApprovalEvent.objects.filter(
            kind=ApprovalEvent.Kind.LET_GO, approval__page_id=OuterRef("page_id"), approval__gte=OuterRef("pk")
        )
        return self.annotate(was_let_go=Exists(events))

    def with_visibility(self):
        """Return the approvals with ``visibility``: the kind of the last event that hid or restored their words."""
        kinds = (*ApprovalEvent.TAKING_DOWN, ApprovalEvent.Kind.RESTORED)
        newest = ApprovalEvent.objects.filter(approval=OuterRef("pk"), kind__in=kinds).order_by("-pk")
        return self.annotate(visibility=Subquery(newest.values("kind")[:1]))

    def taken_down(self):
        """Return the approvals whose words have left the public, by what the register says."""
        return self.with_visibility().filter(visibility__in=ApprovalEvent.TAKING_DOWN)

    def not_taken_down(self):
        """Return the approvals whose words have not left the public since they were approved or put back."""
        # SQL takes no event at all for neither in the list nor outside it.
        return self.with_visibility().exclude(visibility__isnull=False, visibility__in=ApprovalEvent.TAKING_DOWN)

    def awaiting_release(self):
        """Return the standing approvals that are held until a moderator releases them."""
        return (
            self.standing()
            .filter(release=StatementApproval.Release.HELD)
            .exclude(self.with_event(ApprovalEvent.Kind.RELEASED))
        )


class StatementApproval(RegisterRow):
    """The chair's approval of exactly these words and files; ``user_name`` is the approver."""

    class Release(models.TextChoices):
        """When the words appear, which is part of the approval."""

        NOW = "now", "Publish now"
        AT = "at", "Publish at the time below"
        HELD = "held", "Hold: a moderator puts it out when the time comes"

    page_id = models.BigIntegerField("page’s number", db_index=True, editable=False)
    # Empty once the words are removed, as are the note, the names of files and the reasons of events.
    page_title = models.CharField("title", max_length=255, editable=False)
    revision_id = models.BigIntegerField("revision’s number", editable=False)
    digest = models.CharField(max_length=80, editable=False)
    # The SHA-256 of what ApprovedWords holds, which outlive a removal; empty for approvals that are older than these.
    html_sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
    text_sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
    release = models.CharField("when", max_length=10, choices=Release, editable=False)
    release_at = models.DateTimeField("not before", null=True, editable=False)
    reviewer_id = models.BigIntegerField("reviewer’s number", editable=False)
    reviewer_name = models.CharField("reviewed by", max_length=300, editable=False)
    # [{"id": 3, "name": "Ana Example"}, …]: the writers since the last published version.
    writers = models.JSONField("written by", default=list, editable=False)
    note = models.TextField(blank=True, editable=False)

    # Whether the chair has let the page go since; set by ``with_let_go()``.
    was_let_go = False

    objects: ClassVar = StatementApprovalQuerySet.as_manager()

    class Meta(InsertOnlyModel.Meta):
        verbose_name = "statement approval"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["page_id", "digest"], name="approval_page_digest")]

    def __str__(self) -> str:
        return f"“{self.title}”, approved by {self.user_name}"

    @property
    def title(self) -> str:
        """Return the title, or what stands for one that was removed."""
        return self.page_title or f"Entry {self.pk}, whose words were removed"

    @property
    def writer_names(self) -> str:
        """Return the names of the writers, separated by commas."""
        return ", ".join(writer["name"] for writer in self.writers)

    def record_event(self, kind: str, user=None, reason: str = "") -> "ApprovalEvent":
        """Record what became of the approval; ``user`` is ``None`` where the site acted by itself."""
        by = {"user_id": user.pk, "user_name": name_with_cover(user)} if user else ApprovalEvent.THE_SITE
        return ApprovalEvent.objects.create(approval=self, kind=kind, reason=reason, **by)

    @property
    def state(self) -> str:
        """Return what has become of the approval, in words."""
        last = self.events.order_by("pk").last()
        if last:
            by = f" by {last.user_name}" if last.user_id else ""
            return f"{last.get_kind_display()}{by}"
        return {"now": "Approved", "at": "Approved for a time", "held": "Held"}[self.release]


class ApprovedFile(RegisterRow):
    """A document or image that an approval covers, with the hash of its bytes; ``user_name`` is the approver."""

    approval = models.ForeignKey(StatementApproval, on_delete=models.PROTECT, related_name="files", editable=False)
    model = models.CharField(max_length=100, editable=False)
    object_id = models.CharField(max_length=40, editable=False)
    title = models.CharField(max_length=255, editable=False)
    name = models.CharField("file name", max_length=255, blank=True, default="", editable=False)
    size = models.PositiveBigIntegerField("size in bytes", null=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="", db_index=True, editable=False)
    # SHA-1, of files that were approved before ``sha256`` was recorded.
    file_hash = models.CharField(max_length=40, blank=True, default="", editable=False)

    class Meta(InsertOnlyModel.Meta):
        verbose_name = "approved file"
        indexes = [models.Index(fields=["model", "object_id"], name="approved_file")]

    def __str__(self) -> str:
        return self.title


class ApprovalEvent(RegisterRow):
    """What became of an approval or of its page: by whom, when and why."""

    # In place of a person where the site acted by itself, as at an expiry.
    THE_SITE: ClassVar = {"user_id": 0, "user_name": "The site"}

    class Kind(models.TextChoices):
        """The kinds of events; the label is what was done."""

        RELEASED = "released", "Put out"
        WITHDRAWN = "withdrawn", "Withdrawn"
        DISCARDED = "discarded", "Discarded"
        SUPERSEDED = "superseded", "Replaced by a later approval"
        PAGE_WITHDRAWN = "page_withdrawn", "Page withdrawn"
        UNPUBLISHED = "unpublished", "Page unpublished"
        EXPIRED = "expired", "Page expired"
        MADE_PRIVATE = "made_private", "Page made private"
        DELETED = "deleted", "Page deleted"
        RESTORED = "restored", "Public again"
        LET_GO = "let_go", "Page let go"

    # After these an approval no longer counts.
    ENDING = (Kind.WITHDRAWN, Kind.DISCARDED, Kind.SUPERSEDED, Kind.PAGE_WITHDRAWN, Kind.DELETED)
    # By these a page leaves the public without a decision of the chair.
    TAKING_DOWN = (Kind.PAGE_WITHDRAWN, Kind.UNPUBLISHED, Kind.EXPIRED, Kind.MADE_PRIVATE, Kind.DELETED)
    # What the person named has done, for a sentence.
    DONE: ClassVar = {
        Kind.RELEASED: "put the words out",
        Kind.WITHDRAWN: "withdrawn the approval of these words",
        Kind.DISCARDED: "discarded the approval of these words",
        Kind.SUPERSEDED: "approved other words that took their place",
        Kind.PAGE_WITHDRAWN: "withdrawn the page",
        Kind.UNPUBLISHED: "unpublished the page",
        Kind.EXPIRED: "taken the page down, because its time had ended",
        Kind.MADE_PRIVATE: "made the page private",
        Kind.DELETED: "deleted the page",
        Kind.RESTORED: "made the page public again",
        Kind.LET_GO: "let the page go",
    }

    approval = models.ForeignKey(StatementApproval, on_delete=models.PROTECT, related_name="events", editable=False)
    kind = models.CharField(max_length=20, choices=Kind, editable=False)
    reason = models.TextField(blank=True, editable=False)

    class Meta(InsertOnlyModel.Meta):
        verbose_name = "approval event"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.approval}"

    @property
    def sentence(self) -> str:
        """Return who did what, as a sentence without its full stop."""
        return f"{self.user_name} has {self.DONE[ApprovalEvent.Kind(self.kind)]}"


class ApprovalAlarm(models.Model):
    """A live page whose words are not those that were approved; ``check_approvals`` clears it when it is right."""

    page_id = models.BigIntegerField(unique=True)
    reason = models.TextField()
    raised_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"Page {self.page_id}: {self.reason}"
