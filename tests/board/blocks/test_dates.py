"""A date that a form sends back as it was has not changed."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from wagtail import blocks

from board.blocks.dates import DateBlock, DateTimeBlock

DAY = dt.date(2026, 11, 2)
MOMENT = dt.datetime(2026, 6, 2, 11, 30, tzinfo=dt.UTC)


def has_changed(block, stored, sent):
    block.set_name("when")
    arrived = block.value_from_datadict({"when": sent}, {}, "when")
    return blocks.base.BlockField(block=block).has_changed(stored, arrived)


@pytest.mark.parametrize(
    ("block", "stored", "sent"),
    [(DateBlock(), DAY, "02/11/2026"), (DateTimeBlock(), MOMENT, "02/06/2026 12:30"), (DateBlock(), None, "")],
)
def test_same_day_has_not_changed(block, stored, sent):
    assert not has_changed(block, stored, sent)


@pytest.mark.parametrize("sent", ["03/11/2026", "", "no day at all"])
def test_other_day_has_changed(sent):
    assert has_changed(DateBlock(), DAY, sent)


def test_invalid_date_is_refused_and_kept():
    block = DateBlock()
    assert block.value_from_form("no day at all") == "no day at all"
    with pytest.raises(ValidationError):
        block.clean("no day at all")


def test_time_is_stored_in_utc_and_read_as_local_time():
    block = DateTimeBlock()
    local = block.to_python("2026-06-02T11:30:00Z")
    assert (local.hour, local.minute) == (12, 30)
    assert block.get_prep_value(local).isoformat() == "2026-06-02T11:30:00+00:00"


def test_stock_block_still_needs_the_mixin():
    """When this fails, Wagtail has fixed it: remove ``board/blocks/dates.py``."""
    assert has_changed(blocks.DateBlock(), DAY, "02/11/2026")
