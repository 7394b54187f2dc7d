"""Dates and times that every page can show, and that do not count as changed when the form sends them back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from board import dates

from .base import StockDeconstructMixin


def parsed(parse: Callable[[str], Any], value):
    """Return what a program stored, parsed; ``None`` for what is no date, which then reads like an empty field."""
    try:
        return parse(value)
    except (TypeError, ValueError):
        return None


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

    @cached_property
    def field(self):
        return dates.DateField(widget=AdminDateInput(format=self.format), **self.field_options)

    def to_python(self, value):
        """Return the stored day; ``None`` for what is none."""
        if isinstance(value, dt.datetime):
            return value.date()
        return value if isinstance(value, dt.date) else parsed(parse_date, value)


class DateTimeBlock(ParsedFormValueMixin, StockDeconstructMixin, blocks.DateTimeBlock):
    """A day and a time, in local time in the form."""

    stock_path = "wagtail.blocks.DateTimeBlock"

    @cached_property
    def field(self):
        return dates.DateTimeField(widget=AdminDateTimeInput(format=self.format), **self.field_options)

    def to_python(self, value):
        """
        Return the stored time in local time, which is what readers and editors mean; ``None`` for what is none.

        A time without a zone is local. On the first and the last day of the calendar a zone can lead beyond it.
        """
        moment = value if isinstance(value, dt.datetime) else parsed(parse_datetime, value)
        if moment is None:
            return None
        try:
            return timezone.localtime(moment) if timezone.is_aware(moment) else timezone.make_aware(moment)
        except OverflowError:
            return None

    def get_prep_value(self, value):
        """Return the time in UTC, so that it is stored alike whatever its zone: digests compare what is stored."""
        return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
