"""
What was approved: the words as read and the bytes of files, apart from the facts of the register.

Facts are never removed. Words and bytes are removed where a court or the law asks for it, and only by the insertion of
a ``Removal``: a trigger deletes them in the same statement, and others refuse every other deletion (migration 0003,
docs/decisions/0018).
"""

import hashlib
from collections.abc import Iterator
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from board.insert_only import InsertOnlyModel, InsertOnlyQuerySet

from .register import ApprovedFile, RegisterRow, StatementApproval


class ApprovedWords(InsertOnlyModel):
    """The words of an approval as they were read."""

    approval = models.OneToOneField(
        StatementApproval, on_delete=models.PROTECT, primary_key=True, related_name="words", editable=False
    )
    html = models.TextField("words as HTML", editable=False)
    text = models.TextField("words as plain text", editable=False)
    # Canonical JSON (board.approvals.digest): its SHA-256 is the approval's digest.
    content = models.TextField("approved content", editable=False)

    class Meta(InsertOnlyModel.Meta):
        verbose_name_plural = "approved words"

    def __str__(self) -> str:
        return f"Words of {self.approval}"


class FileChunkQuerySet(InsertOnlyQuerySet):
    """The bytes of files, by the SHA-256 of the whole file."""

    def has(self, sha256: str) -> bool:
        """Return whether the bytes of a file are stored; in a transaction they stay so until its end."""
        return bool(self.select_for_update().filter(sha256=sha256, position=0).values_list("pk"))

    @transaction.atomic
    def store(self, file) -> str:
        """Store the bytes of an open file, unless they are stored already, and return their SHA-256."""
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if not self.has(sha256):
            file.seek(0)
            for position, data in enumerate(iter(lambda: file.read(FileChunk.SIZE), b"")):
                self.create(sha256=sha256, position=position, data=data)
        return sha256

    def read(self, sha256: str) -> Iterator[bytes]:
        """Yield the bytes of a file, one chunk after the other; none where they were removed."""
        parts = self.filter(sha256=sha256).order_by("position")
        for position in list(parts.values_list("position", flat=True)):
            yield bytes(parts.values_list("data", flat=True).get(position=position))

    def delete_unused(self, before) -> None:
        """Delete the bytes, stored before an aware time, of files that no approval covers."""
        approved = ApprovedFile.objects.filter(sha256=OuterRef("sha256"))
        unused = self.filter(~Exists(approved), stored_at__lt=before)
        super(InsertOnlyQuerySet, unused).delete()


class FileChunk(InsertOnlyModel):
    """A part of the bytes of an approved file; equal files are stored once."""

    # In bytes.
    SIZE = 1024**2

    sha256 = models.CharField("SHA-256 of the file", max_length=64, editable=False)
    position = models.PositiveIntegerField(editable=False)
    data = models.BinaryField(editable=False)
    stored_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = FileChunkQuerySet.as_manager()

    class Meta(InsertOnlyModel.Meta):
        constraints = [models.UniqueConstraint(fields=["sha256", "position"], name="approvals_one_chunk_at_a_place")]

    def __str__(self) -> str:
        return f"Part {self.position} of {self.sha256}"


class RemovalProposal(RegisterRow):
    """One person's proposal to remove the words and files of an approval, which another confirms."""

    approval = models.ForeignKey(StatementApproval, on_delete=models.PROTECT, related_name="removal_proposals")
    reason = models.TextField(help_text="Such as the court and the number of its order. It is never removed itself.")

    class Meta(RegisterRow.Meta):
        verbose_name = "removal proposal"

    def __str__(self) -> str:
        return f"Proposal to remove the words of {self.approval}"


class Removal(RegisterRow):
    """
    The removal of the words and files of an approval: ``user_name`` confirmed it.

    Its insertion removes them. Bytes that another approval covers too stay until its own are removed.
    """

    approval = models.OneToOneField(StatementApproval, on_delete=models.PROTECT, related_name="removal")
    proposed_at = models.DateTimeField()
    proposer_id = models.BigIntegerField()
    proposer_name = models.CharField(max_length=300)
    reason = models.TextField()

    class Meta(RegisterRow.Meta):
        constraints = [
            models.CheckConstraint(
                name="approvals_removal_by_two_people",
                condition=~Q(proposer_id=F("user_id")) & ~Q(reason="") & Q(proposed_at__lte=F("at")),
            )
        ]

    def __str__(self) -> str:
        return f"Removal of the words of entry {self.approval_id}"
