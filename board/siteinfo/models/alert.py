"""Alerts over every page of a Site, which appear and disappear by themselves."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from board.dates import unusual_date_error

URGENCY = ("emergency", "warning", "information")


class Alert(Orderable):
    """A short message over every page for a period of time."""

    class Level(models.TextChoices):
        """How urgent it is."""

        INFORMATION = "information", "Information"
        WARNING = "warning", "Important"
        EMERGENCY = "emergency", "Urgent"

    settings = ParentalKey("siteinfo.BoardSettings", on_delete=models.CASCADE, related_name="alerts")
    level = models.CharField(max_length=20, choices=Level, default=Level.INFORMATION)
    message = models.CharField(
        max_length=240,
        help_text="One or two plain sentences. What speaks in the board’s name is a statement: publish that as news.",
    )
    link_text = models.CharField(max_length=80, blank=True, help_text="What the link leads to.")
    link_url = models.URLField("link", blank=True, max_length=500)
    starts_at = models.DateTimeField("from", default=timezone.now)
    ends_at = models.DateTimeField("until", null=True, blank=True, help_text="Empty: until you remove it.")

    panels = [
        FieldRowPanel([FieldPanel("level"), FieldPanel("message")]),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("link_text"), FieldPanel("link_url")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "alert"

    def __str__(self) -> str:
        return self.message

    def clean(self) -> None:
        """Refuse an alert that ends before it starts, dates that are surely slips, and half a link."""
        super().clean()
        for name in ("starts_at", "ends_at"):
            if error := unusual_date_error(getattr(self, name)):
                raise ValidationError({name: error})
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "An alert ends after it starts."})
        if bool(self.link_text) != bool(self.link_url):
            missing = "link_url" if self.link_text else "link_text"
            raise ValidationError({missing: "A link needs both: its words and its address."})

    def is_shown_at(self, moment: dt.datetime) -> bool:
        """Return whether readers see the alert at a moment: from its start until just before its end."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)


def alerts_at(alerts: Iterable[Alert], moment: dt.datetime) -> list[Alert]:
    """Return the alerts that are shown at a moment, the most urgent first, then in the board's own order."""
    return sorted(
        (alert for alert in alerts if alert.is_shown_at(moment)), key=lambda alert: URGENCY.index(alert.level)
    )


def moments_after(alerts: Iterable[Alert], moment: dt.datetime) -> Iterator[dt.datetime]:
    """Yield the later moments at which one of the alerts appears or disappears."""
    for alert in alerts:
        yield from (change for change in (alert.starts_at, alert.ends_at) if change and change > moment)
