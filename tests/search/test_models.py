"""The numbers of entries and of pages of files, which databases sort by."""

import datetime as dt

import pytest

from search.entries import NUMBER_BITS, PAGE_BITS, PAGE_MASK, FilePage, entry_number
from search.index.indexer import BATCH, batches


def test_an_entry_says_its_page_and_its_day():
    """They are stored: another layout needs a migration that makes the index anew."""
    assert (PAGE_BITS, PAGE_MASK, NUMBER_BITS) == (24, 0xFFFFFF, 16)
    number = entry_number(7, dt.date(2026, 11, 2))
    assert number & PAGE_MASK == 7
    assert dt.date.fromordinal(number >> PAGE_BITS) == dt.date(2026, 11, 2)
    assert entry_number(7, None) == 7


def test_the_newer_sorts_after_the_older_whatever_the_page():
    assert entry_number(PAGE_MASK, dt.date(2026, 11, 1)) < entry_number(1, dt.date(2026, 11, 2))


def test_a_page_of_a_file_knows_its_number():
    assert FilePage(id=(3 << 16) | 12).number == 12
    assert FilePage(id=(3 << 16) | 0xFFFF).number == 0xFFFF


@pytest.mark.parametrize(
    ("number", "sizes"), [(0, []), (1, [1]), (BATCH, [BATCH]), (BATCH + 1, [BATCH, 1]), (2 * BATCH, [BATCH, BATCH])]
)
def test_pages_come_in_portions_each_once(number, sizes):
    portions = list(batches(range(number)))
    assert [len(portion) for portion in portions] == sizes
    assert [page for portion in portions for page in portion] == list(range(number))
