"""What says that something has changed, in the transaction that changed it."""

import uuid

from django.db import models


class Stamp(models.Model):
    """
    A random token of something that processes remember; ``name`` says of what.

    One thing has as many rows as ever had writers at once (``changes``); their tokens together are its state. They
    are random rather than counted: a rollback or a restored backup then never looks like a state seen before.
    """

    name = models.CharField(max_length=40, db_index=True)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.token}"
