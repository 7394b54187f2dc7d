"""The mails that wait, and what became of those that no longer do."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .messages import message_from_json, message_to_json
from .retries import CLAIM_PERIOD, KEEP_GIVEN_UP, KEEP_SENT, OVERDUE_AFTER, Failure, retry_delay


class QueuedMailQuerySet(models.QuerySet["QueuedMail"]):
    """Queries by the state of a mail: waiting, sent or given up."""

    def unsent(self) -> "QueuedMailQuerySet":
        """Return the mails that wait for an attempt."""
        return self.filter(due_at__isnull=False)

    def due(self, now: dt.datetime) -> "QueuedMailQuerySet":
        """Return the mails to be sent now, which no other process is sending."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=now), due_at__lte=now)

    def overdue(self, now: dt.datetime) -> "QueuedMailQuerySet":
        """Return the mails that have waited for longer than mail ought to."""
        return self.unsent().filter(queued_at__lte=now - OVERDUE_AFTER)

    def given_up(self) -> "QueuedMailQuerySet":
        """Return the mails that are no longer tried."""
        return self.filter(given_up_at__isnull=False)

    def expired(self, now: dt.datetime) -> "QueuedMailQuerySet":
        """Return the sent and given up mails that have been kept for long enough."""
        return self.filter(Q(sent_at__lte=now - KEEP_SENT) | Q(given_up_at__lte=now - KEEP_GIVEN_UP))

    def claim(self, now: dt.datetime) -> "QueuedMail | None":
        """
        Return a due mail that only this process sends for a while, or ``None``. Safe for several processes and hosts.

        Those that were never tried come first: while a server breaks off, no mail is sent to it more often than needed.
        """
        for pk in self.due(now).order_by("attempts", "pk").values_list("pk", flat=True)[:20]:
            if self.due(now).filter(pk=pk).update(claimed_until=now + CLAIM_PERIOD):
                return self.get(pk=pk)
        return None

    def retry_now(self, now: dt.datetime) -> int:
        """Make every mail that waits or was given up due, as if it had never been tried; return how many."""
        return self.filter(sent_at=None).update(
            due_at=now, queued_at=now, given_up_at=None, attempts=0, failure="", error="", requester_told_at=None
        )


class QueuedMail(models.Model):
    """A mail, written in the transaction of what it tells of and sent after it, always with the same Message-ID."""

    queued_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    message_id = models.CharField(max_length=255)
    recipients = models.TextField()
    subject = models.TextField()
    # Emptied once it is sent.
    message = models.JSONField(null=True)
    due_at = models.DateTimeField(null=True, default=timezone.now, db_index=True)
    claimed_until = models.DateTimeField(null=True)
    # Attempts in a row that failed for the same reason.
    attempts = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=20, blank=True)  # A value of Failure.
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    requester_told_at = models.DateTimeField(null=True)

    objects = QueuedMailQuerySet.as_manager()

    # Wagtail would record the reference to the user with every mail.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.recipients} ({self.subject})"

    @property
    def reason(self) -> str:
        """Why the mail was not sent, in words for people, or an empty string."""
        return str(Failure(self.failure).label) if self.failure else ""

    @property
    def state(self) -> str:
        """What is the matter with an unsent mail, in words for people."""
        if self.given_up_at:
            return f"{self.reason} It is no longer tried."
        return f"{self.reason} It is tried again by itself." if self.failure else "It waits to be sent."

    @classmethod
    def from_message(cls, message: EmailMessage, requested_by_id: Any = None) -> "QueuedMail":
        """Return the unsaved row of a message; raises ``TypeError`` for an attached MIME part."""
        data = message_to_json(message)
        headers = {name.lower(): value for name, value in data["headers"].items()}
        return cls(
            requested_by_id=requested_by_id,
            message_id=headers["message-id"],
            recipients=", ".join([*data["to"], *data["cc"], *data["bcc"]]),
            subject=data["subject"],
            message=data,
        )

    def to_message(self) -> EmailMessage:
        """Return the message to be sent."""
        return message_from_json(self.message or {})

    def record_sent(self, now: dt.datetime) -> None:
        """Record that the server has taken the mail, and keep its words no longer: they may hold a secret link."""
        self._finish(sent_at=now, message=None, failure="", error="")

    def record_failure(self, failure: Failure, error: str, now: dt.datetime) -> dt.timedelta | None:
        """Record an attempt that failed; return the time until the next, or ``None`` where there is none."""
        attempts = self.attempts + 1 if failure == self.failure else 1
        delay = retry_delay(failure, attempts, age=now - self.queued_at)
        changes: dict[str, Any] = {"attempts": attempts, "failure": failure, "error": error}
        if delay is None:
            self._finish(given_up_at=now, **changes)
        else:
            self._update(due_at=now + delay, **changes)
        return delay

    def _finish(self, **values: Any) -> None:
        self._update(due_at=None, **values)

    def _update(self, **values: Any) -> None:
        type(self).objects.filter(pk=self.pk).update(claimed_until=None, **values)
