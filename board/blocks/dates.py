"""Dates and times that know when they have not changed."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail import blocks

from .frozen import FrozenAsStockBlock


class ParsedOnArrivalMixin:
    """
    Turns what a browser sends into a date at once.

    Wagtail 8.0 compares the stored date with the text that was sent, so that a stream with a date always counts
    as changed. A moderator who approves in the edit form would then approve the earlier revision, make a
    new one, and send the page back to the start of its workflow. ``test_dates.py`` says when this can go.
    """

    def value_from_form(self, value):
        """Return the date that the text names; text that names none is kept, for ``clean()`` to refuse."""
        try:
            return self.field.to_python(value)  # type: ignore[attr-defined]
        except ValidationError:
            return value


class DateBlock(ParsedOnArrivalMixin, FrozenAsStockBlock, blocks.DateBlock):
    """A day."""

    stock_path = "wagtail.blocks.DateBlock"


class DateTimeBlock(ParsedOnArrivalMixin, FrozenAsStockBlock, blocks.DateTimeBlock):
    """A day and a time, in local time in the form."""

    stock_path = "wagtail.blocks.DateTimeBlock"

    def to_python(self, value):
        """Return the stored moment in local time, which is what readers and editors mean."""
        value = super().to_python(value)
        return timezone.localtime(value) if value and timezone.is_aware(value) else value

    def get_prep_value(self, value):
        """Return the moment in UTC: written the same whatever zone it was given in, since digests compare it."""
        return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
