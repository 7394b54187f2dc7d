"""The dates of events on live pages."""

from django.conf import settings
from django.db import models


class EventDate(models.Model):
    """
    The dates of an event callout on a live page, without its content.

    Name, place and text are read from the page whenever they are shown, so that no row can show content that is not,
    or no longer, public.
    """

    page = models.ForeignKey(settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, related_name="event_dates")
    block_id = models.CharField(max_length=36)
    uid = models.UUIDField(unique=True)
    starts = models.DateTimeField(db_index=True)
    ends = models.DateTimeField(null=True, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.uid} at {self.starts:%Y-%m-%d %H:%M}"
