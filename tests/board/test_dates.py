"""The dates that forms take can be carried by everything that computes with them or writes them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.fields import StreamField

from board import dates
from board.blocks.dates import DateBlock, DateTimeBlock
from board.engines.pagecache import clock
from tests.drafts import page_types

LONDON = ZoneInfo("Europe/London")
DAYS = st.dates()
QUICK = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def blocks_of(block):
    yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from blocks_of(child)
    if isinstance(block, blocks.ListBlock):
        yield from blocks_of(block.child_block)


def test_every_date_of_every_form_of_the_admin_is_bounded():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in {"board", "home", "news"}]
    fields = [field for model in ours for field in model._meta.concrete_fields if field.editable]
    form_fields = [formfield_for_dbfield(field) for field in fields]
    found = [field for field in form_fields if isinstance(field, (forms.DateField, forms.DateTimeField))]
    assert len(found) > 10
    assert all(isinstance(field, (dates.DateField, dates.DateTimeField)) for field in found)


def test_every_date_of_every_block_is_bounded():
    streams = [
        field.stream_block for model in page_types().values() for field in model._meta.fields
        if isinstance(field, StreamField)
    ]  # fmt: skip
    found = [
        block for stream in streams for block in blocks_of(stream)
        if isinstance(block, (blocks.DateBlock, blocks.DateTimeBlock))
    ]  # fmt: skip
    assert len(found) >= 4
    assert all(isinstance(block.field, (dates.DateField, dates.DateTimeField)) for block in found)


@QUICK
@given(DAYS)
@example(dt.date.min)
@example(dt.date.max)
@example(dates.EARLIEST)
@example(dates.LATEST)
def test_a_day_that_a_form_takes_is_carried(day):
    if not dates.EARLIEST <= day <= dates.LATEST:
        with pytest.raises(ValidationError, match="Is the year"):
            dates.DateField().clean(day.isoformat())
        return
    assert dates.DateField().clean(day.isoformat()) == day
    start, end = clock.start_of(day), clock.end_of(day)
    assert start < end
    assert timezone.localdate(start) == day
    assert dt.datetime.fromisoformat(dates.written_out(start)) == start
    assert dates.written_out(start)[-6:] in {"+00:00", "+01:00"}
    dates.why_unusual(day)
    assert dates.years_after(day, 10).year == day.year + 10


@QUICK
@given(DAYS)
@example(dt.date.min)
@example(dt.date.max)
@example(dt.date(2028, 2, 29))
def test_any_day_that_a_program_stored_breaks_nothing(day):
    assert clock.start_of(day) < clock.end_of(day)
    text = dates.written_out(clock.start_of(day))
    assert text[-6] in "+-"
    assert text[-3] == ":"
    assert dates.years_after(day, 1) >= day.replace(day=28) or day.year == dt.MAXYEAR
    dates.why_unusual(day)


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("0001-01-01T00:00:00+00:00", None),
        ("0001-01-01T00:00:00", dt.datetime(1, 1, 1, tzinfo=LONDON)),
        ("9999-12-31T23:59:59+00:00", dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=LONDON)),
        ("9999-12-31T23:59:59-05:00", None),
        ("2027-13-45T00:00:00", None),
        ("2027-06-01T10:00:00", dt.datetime(2027, 6, 1, 10, tzinfo=LONDON)),
        ("tomorrow", None),
        (20270601, None),
        ("", None),
        (None, None),
    ],
)
def test_what_no_form_would_store_is_read_as_a_time_or_as_empty(stored, read):
    assert DateTimeBlock().to_python(stored) == read
    value = DateTimeBlock().to_python(stored)
    assert value is None or timezone.is_aware(value)


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("0218-03-13", dt.date(218, 3, 13)),
        ("2027-02-30", None),
        (dt.datetime(2027, 6, 1, 10, tzinfo=LONDON), dt.date(2027, 6, 1)),
        (20270601, None),
        ({}, None),
    ],
)
def test_what_no_form_would_store_is_read_as_a_day_or_as_empty(stored, read):
    assert DateBlock().to_python(stored) == read


@pytest.mark.parametrize("typed", ["28/03/2027 01:30", "31/10/2027 01:30"])
def test_time_that_the_clocks_skip_or_show_twice_is_refused_in_plain_words(typed):
    with pytest.raises(ValidationError, match="The clocks change then"):
        dates.DateTimeField().clean(typed)


@pytest.mark.parametrize("typed", ["13/03/0218", "0218-03-13", "31/12/9999", "01/01/1847"])
def test_year_that_can_only_be_a_slip_is_doubted(typed):
    with pytest.raises(ValidationError, match=r"Is the year \d+ right"):
        dates.DateField().clean(typed)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(1918, 3, 13), "13 March 1918 is long past."),
        (dt.date(2108, 3, 13), "13 March 2108 is more than 10 years ahead."),
        (dt.date(1990, 1, 1), ""),
        (dt.date(2026, 11, 2), ""),
    ],
)
def test_day_that_is_probably_a_slip_is_unusual(day, words):
    assert dates.why_unusual(day) == words
