"""Dates that are probably slips, about which the form of a page asks once (docs/decisions/0029)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from board.blocks.dates import DateBlock, DateTimeBlock
from board.blocks.event_callout import EventCalloutBlock
from board.dates import why_unusual

UNUSUAL = "unusual_date"


class UnusualDate(NamedTuple):
    """
    A date that is probably a slip, and why.

    ``place`` is the name of the form's field; of a date in a stream followed by the number and the field of its block.
    """

    place: tuple[str | int, ...]
    reason: str

    @property
    def question(self) -> str:
        """Return place and reason on one line."""
        return f"{' '.join(map(str, self.place))}: {self.reason}"

    @property
    def error(self) -> ValidationError:
        """Return the error of the field."""
        return ValidationError(f"{self.reason} If that is right, send it once more as it stands.", code=UNUSUAL)


class ConfirmedDatesField(forms.CharField):
    """The questions that the form asked last, one a line; it is no part of the page, and never counts as changed."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data) -> bool:
        return False


def unusual_dates(fields: dict[str, forms.Field], cleaned: dict[str, Any]) -> Iterator[UnusualDate]:
    """Yield the unusual dates among the values of a form's fields and, within streams, among those of its blocks."""
    is_archived = bool(cleaned.get("archived"))
    for name, form_field in fields.items():
        value = cleaned.get(name)
        if isinstance(value, blocks.StreamValue):
            for number, child in enumerate(value):
                for field, reason in reasons_within(child.block, child.value, is_archived=is_archived).items():
                    yield UnusualDate((name, number, field), reason)
        elif isinstance(form_field, (forms.DateField, forms.DateTimeField)) and value and (why := why_unusual(value)):
            yield UnusualDate((name,), why)


def reasons_within(block: blocks.Block, value, *, is_archived: bool) -> dict[str, str]:
    """Return why dates of a block are probably slips, by field; empty for a block that is no struct."""
    if not isinstance(block, blocks.BaseStructBlock):
        return {}
    dates = {name for name, child in block.child_blocks.items() if isinstance(child, (DateBlock, DateTimeBlock))}
    reasons = {name: reason for name in dates if value.get(name) and (reason := why_unusual(value[name]))}
    if isinstance(block, EventCalloutBlock):
        reasons = block.unusual_dates(value, is_archived=is_archived) | reasons
    return reasons


def errors_by_field(dates: list[UnusualDate]) -> dict[str, ValidationError]:
    """Return the errors of a form's fields; of a stream they stand at the field of the block."""
    errors: dict[str, ValidationError] = {}
    in_streams: dict[str, dict[int, dict[str, ValidationError]]] = {}
    for date in dates:
        match date.place:
            case (str(name),):
                errors[name] = date.error
            case (str(name), int(number), str(field)):
                in_streams.setdefault(name, {}).setdefault(number, {})[field] = date.error
    for name, of_blocks in in_streams.items():
        of_structs = {number: StructBlockValidationError(block_errors=each) for number, each in of_blocks.items()}
        errors[name] = StreamBlockValidationError(block_errors=of_structs)
    return errors
