"""Codes and challenges that were used, and can't be used again."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class UsedCode(models.Model):
    """A second factor's code or challenge that signed in; it is refused the second time (RFC 6238, 5.2)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="code_used_once")]

    def __str__(self) -> str:
        return self.digest
