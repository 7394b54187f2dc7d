"""The ids of the index, which databases sort by, and the batches of the indexer."""

import datetime as dt

import pytest

from search.index.index_document import IndexDocument
from search.index.indexer import BATCH, batches
from search.models import FILE_PAGE_BITS, PAGE_BITS, PAGE_MASK, FacetCombination, FilePage, index_id


def test_index_id_holds_page_and_date():
    # They are stored: another layout needs a migration that rebuilds the index.
    assert (PAGE_BITS, PAGE_MASK, FILE_PAGE_BITS) == (24, 0xFFFFFF, 16)
    number = index_id(7, dt.date(2026, 11, 2))
    assert number & PAGE_MASK == 7
    assert dt.date.fromordinal(number >> PAGE_BITS) == dt.date(2026, 11, 2)
    assert index_id(7, None) == 7


def test_index_ids_sort_by_date_before_page():
    assert index_id(PAGE_MASK, dt.date(2026, 11, 1)) < index_id(1, dt.date(2026, 11, 2))


def test_file_page_id_holds_its_number():
    assert FilePage(id=(3 << 16) | 12).number == 12
    assert FilePage(id=(3 << 16) | 0xFFFF).number == 0xFFFF


@pytest.mark.parametrize(
    ("number", "sizes"), [(0, []), (1, [1]), (BATCH, [BATCH]), (BATCH + 1, [BATCH, 1]), (2 * BATCH, [BATCH, BATCH])]
)
def test_batches_hold_each_page_once(number, sizes):
    portions = list(batches(range(number)))
    assert [len(portion) for portion in portions] == sizes
    assert [page for portion in portions for page in portion] == list(range(number))


def test_page_of_very_many_topics_fits_into_its_column():
    """Kind: a name at a column's edge."""
    labels = {("topic", f"{number}".ljust(80, "x")): "Topic" for number in range(30)} | {("year", "2026"): "2026"}
    document = IndexDocument(1, 1, "0001", "Title", "", "", {("kind", "news"): "News"} | labels)
    assert len(document.combination) <= FacetCombination._meta.get_field("values").max_length
    assert document.combination.startswith("kind:news topic:0x")
    assert document.combination.endswith(" year:2026")
