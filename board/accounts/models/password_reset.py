"""Forgotten passwords."""

from django.db import models


class PasswordResetRequest(models.Model):
    """A request for a new password, for whatever address was typed; removed as soon as the mail worker has seen it."""

    email = models.EmailField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.email
