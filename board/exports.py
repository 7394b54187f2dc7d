"""Spreadsheets that the admin gives out."""

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin, list_to_str

# What makes a spreadsheet's program take a cell of a CSV for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CSV = SpreadsheetExportMixin.FORMAT_CSV


def as_words(value: str) -> str:
    """Return a text as a CSV may hold it: an apostrophe before what would be a formula shows it as it was typed."""
    return f"'{value}" if value.startswith(FORMULA) else value


def listed_as_words(value: list) -> str:
    """Return a list as a CSV may hold it."""
    return as_words(list_to_str(value))


class WordsExportMixin:
    """
    For views that give out spreadsheets: words of editors stay words, also in a CSV.

    In an XLSX file they do already, since each cell has a type.
    """

    custom_value_preprocess: dict[Any, Any] = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        str: {CSV: as_words},
        list: {**SpreadsheetExportMixin.custom_value_preprocess[list], CSV: listed_as_words},
    }
