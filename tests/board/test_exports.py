"""Spreadsheets: what editors typed is words to every program that opens them."""

import pytest

from board.exports import WordsExportMixin
from board.links.reports import BrokenLinksReport
from board.media.reports import FilesReport
from board.publishing.register_admin import RegisterView
from board.reviews.reports import PagesToReviewReport
from news.reports import ImportedNewsReport

VIEWS = [FilesReport, BrokenLinksReport, PagesToReviewReport, ImportedNewsReport, RegisterView]


def cell(view, value, kind="csv"):
    return view().preprocess_field_value("title", value, kind)


@pytest.mark.parametrize("view", VIEWS)
def test_every_list_that_is_given_out(view):
    assert issubclass(view, WordsExportMixin)
    assert view.custom_value_preprocess is WordsExportMixin.custom_value_preprocess


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_is_words(start):
    formula = f'{start}HYPERLINK("http://evil.example")'
    assert cell(FilesReport, formula) == f"'{formula}"
    assert cell(FilesReport, [formula, "b"]) == f"'{formula}, b"
    # Each cell of an XLSX file says itself that it holds words.
    assert cell(FilesReport, formula, "xlsx") == formula


def test_all_else_stays():
    assert [cell(FilesReport, value) for value in ("A=b", "", 5, None, -1)] == ["A=b", "", 5, None, -1]
