"""Spreadsheets that the admin gives out, of our own lists and of Wagtail's."""

import codecs
import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .characters import printable

# What makes a spreadsheet's program take a cell of a CSV for a formula (OWASP, CSV Injection), also behind spaces and
# characters without width, which some of them leave out.
FORMULA = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\n]")
# The most characters of a cell (Excel specifications and limits).
LONGEST_CELL = 32_767


def csv_cell(text: str) -> str:
    """Return a text as a CSV may hold it: an apostrophe before what would be a formula shows it as it was typed."""
    text = printable(text)
    return f"'{text}" if FORMULA.match(text) else text


def xlsx_cell(text: str) -> str:
    """Return a text as a cell of an XLSX file may hold it; the cell itself says that it holds words."""
    text = printable(text)
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


CELLS = {SpreadsheetExportMixin.FORMAT_CSV: csv_cell, SpreadsheetExportMixin.FORMAT_XLSX: xlsx_cell}


class WordsExportMixin(SpreadsheetExportMixin):
    """For views that give out spreadsheets: words of editors stay words, in files that Excel reads."""

    def preprocess_field_value(self, field, value, export_format):
        """Return the value of a cell, its words cleaned for the format, whatever object they stand for."""
        cell = super().preprocess_field_value(field, value, export_format)
        return CELLS[export_format](cell) if isinstance(cell, str) else cell

    def stream_csv(self, queryset) -> Iterator[bytes]:
        """Yield the file, with the mark by which Excel on Windows knows UTF-8."""
        yield codecs.BOM_UTF8
        yield from super().stream_csv(queryset)

    def write_csv_response(self, queryset):
        """Return the response with the file, which names its encoding."""
        response = super().write_csv_response(queryset)
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        return response


def exporting_views(urlpatterns, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the functions of views that give out spreadsheets without the mixin, each with its whole route."""
    for pattern in urlpatterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from exporting_views(pattern.url_patterns, route)
            continue
        view: Any = getattr(pattern.callback, "view_class", object)
        if not issubclass(view, SpreadsheetExportMixin) or issubclass(view, WordsExportMixin):
            continue
        if view.list_export or pattern.callback.view_initkwargs.get("list_export"):
            yield route, pattern.callback


def with_words_in_exports(urlpatterns) -> list[URLPattern]:
    """
    Return patterns to stand before the admin's: those of its views that give out spreadsheets, each with the mixin.

    So whatever list Wagtail or another package brings has it. ModelAdmin's patterns name no class; there the view of
    the ModelAdmin takes the mixin itself.
    """
    patterns = []
    for route, function in exporting_views(urlpatterns):
        view = function.view_class
        mixed: Any = type(
            view.__name__, (WordsExportMixin, view), {"__module__": view.__module__, "__doc__": view.__doc__}
        )
        patterns.append(path(route, never_cache(mixed.as_view(**function.view_initkwargs))))
    return decorate_urlpatterns(patterns, require_admin_access)
