"""Attempts that failed, which are counted against the limits and are the log of failed sign-ins."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .devices import KnownDevice


class SignInAttempt(models.Model):
    """
    An attempt at something secret that failed, or whose outcome is not known yet.

    It is stored before the secret is compared and deleted when it was right, so that no number of attempts at once
    gets past a limit. What was typed is not stored: people type passwords into the field for the user name.
    """

    class Kind(models.TextChoices):
        PASSWORD = "password", "Password"
        CODE = "code", "Code"
        RESET = "reset", "Link to reset the password"
        PAGE = "page", "Password of private pages or files"

    kind = models.CharField("what was tried", max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=40, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    client = models.CharField("address", max_length=50)
    network = models.CharField(max_length=50)
    browser = models.CharField(max_length=60, blank=True)
    device = models.ForeignKey(KnownDevice, models.SET_NULL, null=True, blank=True, related_name="+")
    limit_reached = models.BooleanField(default=False)
    at = models.DateTimeField("when", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "failed sign-in"
        indexes = [
            models.Index(fields=["kind", "subject", "at"], name="attempt_subject"),
            models.Index(fields=["kind", "client", "at"], name="attempt_client"),
            models.Index(fields=["kind", "network", "at"], name="attempt_network"),
        ]

    @property
    def account(self) -> str:
        """Return whose secret was tried, as the report shows it."""
        if self.user:
            return str(self.user.get_username())
        return "No account" if self.kind == self.Kind.PASSWORD else ""

    @property
    def limit_notice(self) -> str:
        """Return that more was tried afterwards, which was refused."""
        return "Reached: more was refused" if self.limit_reached else ""

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%d %B %Y %H:%M}"
