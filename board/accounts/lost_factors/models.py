"""Resets of lost second factors, and the record of who did what."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from board.accounts.models import MAX_NAME
from board.insert_only import InsertOnlyModel

# How long the owner has to object, counted from the call-back, by which two people have agreed.
OBJECTION_PERIOD = dt.timedelta(hours=1)
# How long a reset waits for the call-back.
CALL_BACK_PERIOD = dt.timedelta(days=7)


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    """Queries by how far a reset is."""

    def open(self) -> "FactorResetQuerySet":
        """Return the resets that have not ended."""
        return self.filter(ended_at=None)

    def due(self, now: dt.datetime) -> "FactorResetQuerySet":
        """Return the resets to take effect."""
        return self.open().filter(effective_at__lte=now)

    def expired(self, now: dt.datetime) -> "FactorResetQuerySet":
        """Return the resets that have waited for a call-back for too long."""
        return self.open().filter(effective_at=None, started_at__lte=now - CALL_BACK_PERIOD)


class FactorReset(models.Model):
    """The reset of the second factors of one user; its events say who did what."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="factor_resets")
    user_name = models.CharField(max_length=MAX_NAME)
    # The address at the start: one that is changed meanwhile keeps no news from the owner.
    email = models.EmailField(blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    effective_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-pk"]
        permissions: ClassVar = [
            ("start_reset", "Can start the reset of a lost second factor"),
            ("call_back", "Can record the call-back before a lost second factor is reset"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="one_open_factor_reset")
        ]

    def __str__(self) -> str:
        return f"{self.user_name}, {timezone.localtime(self.started_at):%d/%m/%Y %H:%M}"

    @property
    def call_back_until(self) -> dt.datetime:
        """Until when the call-back can be recorded."""
        return self.started_at + CALL_BACK_PERIOD

    @property
    def state(self) -> str:
        """How far the reset is, in words."""
        if self.ended_at:
            last = list(self.events.all())[-1]
            return str(last.get_kind_display())
        if self.effective_at:
            return f"Takes effect at {timezone.localtime(self.effective_at):%H:%M}, unless the owner objects"
        return "Waits for the call-back"

    def event(self, kind: str) -> "FactorResetEvent | None":
        """Return the event of a kind, or ``None``."""
        return next((event for event in self.events.all() if event.kind == kind), None)

    @property
    def addresses(self) -> list[str]:
        """The addresses of the owner, at the start and now."""
        now = self.user.email if self.user else ""
        return sorted({address for address in (self.email, now) if address})


class FactorResetEvent(InsertOnlyModel):
    """
    What was done about a reset, by whom and when. Triggers in the database keep it from being changed.

    People are named by number and by the name held then, without foreign keys: the record outlives the accounts.
    """

    class Kind(models.TextChoices):
        STARTED = "started", "Started"
        CALLED_BACK = "called_back", "Called back"
        NOT_CONFIRMED = "not_confirmed", "Not confirmed on the telephone"
        OBJECTED = "objected", "Objected to"
        CANCELLED = "cancelled", "Cancelled"
        FACTOR_USED = "factor_used", "Ended, because the second factor was used"
        EXPIRED = "expired", "Ended, because no one recorded a call-back"
        EFFECTIVE = "effective", "Second factors removed"
        CONSOLE = "console", "Second factors removed at the server’s console"

    reset = models.ForeignKey(FactorReset, models.PROTECT, related_name="events", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices, editable=False)
    user_id = models.BigIntegerField(null=True, editable=False)
    user_name = models.CharField(max_length=MAX_NAME, editable=False)
    reason = models.TextField(blank=True, editable=False)
    # How the person was recognised, or which number was called: never the number itself.
    identification = models.TextField(blank=True, editable=False)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.user_name}"
