"""Page numbers and the numbers of charts are told from numbers that may have been redacted."""

import pytest

from board.engines.pdfinspect.page_ranges import format_pages
from board.engines.pdfinspect.redactions.page_labels import are_labels, is_label


@pytest.mark.parametrize(
    "text",
    ["38", "Page 3", "Page 12 of 240", "- 12 -", "p. 7", "xiv", "XIV", "0", "42%", "£1,200", "2019/20", "Q1", "0.5"],
)
def test_number_of_a_page_or_a_chart_is_a_label(text):
    assert is_label(text)


@pytest.mark.parametrize(
    "text", ["01632 960123", "12/05/2009", "0163 2960", "Liv", "Child K", "ZZ1 4AB", "943 476 5919", "K", "", "7" * 99]
)
def test_what_may_name_a_child_is_no_label(text):
    assert not is_label(text)


def test_numbers_under_one_cover_are_few_or_the_steps_of_an_axis():
    assert are_labels(["0", "10", "20", "30", "40"])
    assert are_labels(["17", "3", "42"])
    assert not are_labels(["17", "3", "42", "8"])
    assert not are_labels(["0", "10", "Edda"])


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([2], "Page 2"), ([2, 3, 4], "Pages 2–4"), ([1, 5, 6, 9], "Pages 1, 5–6 and 9"), ([3, 3], "Page 3")],
)
def test_numbers_of_pages_are_written_in_ranges(numbers, words):
    assert format_pages(numbers) == words


def test_many_pages_are_not_all_named():
    assert format_pages(list(range(1, 99, 2))) == "Pages 1, 3, 5, 7, 9, 11, 13, 15 and others"
