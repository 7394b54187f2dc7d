"""What tells that something has changed, in the transaction that changed it."""

import uuid

from django.db import models


class VersionToken(models.Model):
    """
    A random token; all tokens of one ``name`` together are the version of what that name stands for.

    There are as many rows of a name as there ever were writers at once (``named_versions``). Tokens are random rather
    than counted: a rollback or a restored backup then never looks like a version seen before.
    """

    name = models.CharField(max_length=40, db_index=True)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.token}"
