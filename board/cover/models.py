"""Cover: a person who stands in for the chair, or for a moderator, from one day to another (docs/decisions/0032)."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class CoverQuerySet(models.QuerySet):
    """Cover by its days, and by whether the group's rights are given for it now."""

    def due(self, today: dt.date):
        """Return the cover that is to begin, or to end, by a day in local time."""
        return self.filter(ended_at=None).filter(Q(begun_at=None, first_day__lte=today) | Q(last_day__lt=today))

    def running(self):
        """Return the cover for which its stand-in is a member of the group now."""
        return self.filter(begun_at__isnull=False, ended_at=None)

    def not_over(self):
        """Return the cover that runs or is still to come, in the order of its days."""
        return self.filter(ended_at=None).order_by("first_day", "pk")


class Cover(models.Model):
    """
    A person who is a member of a group for some days, because those whose work it is are away.

    ``begun_at`` and ``ended_at`` say when the membership was given and taken away; cover that has no ``begun_at`` but
    an ``ended_at`` was called off, or its days have passed while no one worked here.
    """

    class Role(models.TextChoices):
        """What the group decides; the label is for whom the person stands in."""

        CHAIR = "chair", "the chair"
        MODERATOR = "moderator", "a moderator"

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="cover")
    role = models.CharField(max_length=10, choices=Role)
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cover")
    first_day = models.DateField()
    last_day = models.DateField()
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    begun_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = CoverQuerySet.as_manager()

    class Meta:
        # Who may enter it depends on the group (board.roles.permissions).
        default_permissions = ()
        verbose_name_plural = "cover"
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="cover_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.stand_in} for {self.get_role_display()}, {self.first_day:%d/%m/%Y} to {self.last_day:%d/%m/%Y}"

    @property
    def is_running(self) -> bool:
        """Return whether the stand-in is a member of the group by this cover."""
        return bool(self.begun_at and not self.ended_at)
