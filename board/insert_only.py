"""Records of which rows are inserted and never changed or removed, such as the statement register."""

from typing import ClassVar

from django.db import models


class InsertOnlyError(Exception):
    """An attempt to change or remove a row that is written once."""

    def __init__(self):
        super().__init__("This record is insert-only: its rows are never changed or removed.")


class InsertOnlyQuerySet(models.QuerySet):
    """Inserts and reads."""

    def update(self, **kwargs):
        raise InsertOnlyError

    def bulk_update(self, objs, fields, batch_size=None):
        raise InsertOnlyError

    def delete(self):
        raise InsertOnlyError


class InsertOnlyModel(models.Model):
    """A row that is written once. Triggers in the database hold clients other than Django to the same."""

    objects: ClassVar = InsertOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        # Rows are inserted by the ORM alone, and no form needs the other permissions.
        default_permissions = ("view",)

    def save(self, *args, **kwargs) -> None:
        """Insert the row; raises ``InsertOnlyError`` for one that is there already."""
        if not self._state.adding:
            raise InsertOnlyError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args, **kwargs):
        raise InsertOnlyError
