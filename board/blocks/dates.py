"""Dates and times that do not count as changed when the form sends them back."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail import blocks

from .base import StockDeconstructMixin


class ParsedFormValueMixin:
    """
    Parses a date as soon as the form is read.

    Wagtail 8.0 compares the stored date with the text that was sent, so that a stream with a date always counts
    as changed. A moderator who approves in the edit form would then approve the earlier revision, make a
    new one, and send the page back to the start of its workflow. ``test_dates.py`` says when this can go.
    """

    def value_from_form(self, value):
        """Return the text as a date; text that is no date stays as it is, for ``clean()`` to refuse."""
        try:
            return self.field.to_python(value)  # type: ignore[attr-defined]
        except ValidationError:
            return value


class DateBlock(ParsedFormValueMixin, StockDeconstructMixin, blocks.DateBlock):
    """A day."""

    stock_path = "wagtail.blocks.DateBlock"


class DateTimeBlock(ParsedFormValueMixin, StockDeconstructMixin, blocks.DateTimeBlock):
    """A day and a time, in local time in the form."""

    stock_path = "wagtail.blocks.DateTimeBlock"

    def to_python(self, value):
        """Return the stored time in local time, which is what readers and editors mean."""
        value = super().to_python(value)
        return timezone.localtime(value) if value and timezone.is_aware(value) else value

    def get_prep_value(self, value):
        """Return the time in UTC, so that it is stored alike whatever its zone: digests compare what is stored."""
        return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
