"""Browsers that an account was used in before."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class KnownDevice(models.Model):
    """
    A browser that proved once to be the account owner's: by signing in, or by the link of a reset.

    Guesses of strangers never count against it (OWASP, "Slow down online guessing attacks with device cookies"). The
    browser holds a random token, and this table its digest alone.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_devices")
    token_digest = models.CharField(max_length=64, editable=False)
    client = models.CharField("address", max_length=50)
    browser = models.CharField(max_length=60, blank=True)
    last_sign_in = models.DateTimeField(null=True, blank=True)
    last_seen = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token_digest"], name="one_device_of_a_token")]
        indexes = [models.Index(fields=["user", "client"], name="device_client")]

    def __str__(self) -> str:
        return self.browser
