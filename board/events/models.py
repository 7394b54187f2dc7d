"""When the events of live pages are."""

from django.conf import settings
from django.db import models


class EventDate(models.Model):
    """
    An event callout of a live page: an index of when, and nothing of what.

    Name, place and words are read from the page itself whenever they are shown, so that no row here can show words
    that are not public (or not any more).
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
