"""Spreadsheets: what editors typed is words to every program that opens them, and no character stops a download."""

import codecs
import csv
import io

import openpyxl
import pytest
from django.urls import URLResolver, get_resolver
from django.utils.functional import lazystr
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail_modeladmin.options import ModelAdmin

from board.admin import BoardIndexView
from board.approvals.models import StatementApproval
from board.characters import printable
from board.exports import LONGEST_CELL, WordsExportMixin
from board.links.reports import BrokenLinksReport
from board.media.reports import FilesReport
from board.publishing.register_admin import RegisterView, StatementRegisterAdmin
from board.reviews.reports import PagesToReviewReport
from news.reports import ImportedNewsReport
from resources.wagtail_hooks import TopicAdmin
from tests.factories import NewsPageFactory

VIEWS = [FilesReport, BrokenLinksReport, PagesToReviewReport, ImportedNewsReport, RegisterView]
# What Word puts between the lines of a heading, and what it means to every other program.
SOFT_RETURN = "Statement on\x0bthe review"


def cell(value, kind="csv"):
    return FilesReport().preprocess_field_value("title", value, kind)


def leaves(patterns, prefix=""):
    """Yield the views of URL patterns with their routes, in the order in which they are looked at."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from leaves(pattern.url_patterns, route)
        else:
            yield route, getattr(pattern.callback, "view_class", None)


def exporting_views():
    """Return the views of the admin that give out spreadsheets, by their routes; of each route the first."""
    views = {}
    for route, view in leaves(get_resolver().url_patterns):
        if view and issubclass(view, SpreadsheetExportMixin) and view.list_export:
            views.setdefault(route, view)
    return views


@pytest.mark.parametrize("view", VIEWS)
def test_every_list_of_ours_that_is_given_out(view):
    assert issubclass(view, WordsExportMixin)


def test_every_list_of_wagtails_that_is_given_out():
    views = exporting_views()
    assert {"admin/reports/site-history/", "admin/redirects/", "admin/reports/locked/results/"} <= set(views)
    assert [route for route, view in views.items() if not issubclass(view, WordsExportMixin)] == []
    assert {StatementRegisterAdmin, TopicAdmin} <= set(ModelAdmin.__subclasses__())
    assert all(issubclass(admin.index_view_class, BoardIndexView) for admin in ModelAdmin.__subclasses__())


STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "\x0b=", "\u200b=", "\ufeff=", "＝", "\0-"]


@pytest.mark.parametrize("start", STARTS)
def test_a_formula_is_words(start):
    formula = f'{start}HYPERLINK("http://evil.example")'
    assert cell(formula) == f"'{printable(formula)}"
    assert cell([formula, "b"]) == f"'{printable(formula)}, b"
    # Words that an object stands for: an account’s name, a text that is translated when it is shown.
    assert cell(lazystr(formula)) == f"'{printable(formula)}"
    # Each cell of an XLSX file says itself that it holds words.
    assert cell(formula, "xlsx") == printable(formula)


def test_all_else_stays():
    assert [cell(value) for value in ("A=b", "", 5, None, -1)] == ["A=b", "", 5, None, -1]
    assert cell("x" * 40_000, "xlsx") == "x" * (LONGEST_CELL - 1) + "…"


def table(response):
    """Return the rows of a spreadsheet that was given out, as another program reads them."""
    content = b"".join(response.streaming_content)
    if "csv" not in response.headers["Content-Type"]:
        return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    assert content.startswith(codecs.BOM_UTF8)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class Titles(WordsExportMixin):
    """An export of titles."""

    list_export = ["title"]

    def get_heading(self, queryset, field):
        return "Title"

    def to_row_dict(self, item):
        return {"title": item}


def is_read_back(title):
    for kind in ("csv", "xlsx"):
        rows = table(Titles().as_spreadsheet([title, "The next row"], kind))
        assert len(rows) == 3
        assert rows[2] == ["The next row"]
        read = rows[1][0] or "" if rows[1] else ""
        assert read in {printable(title), f"'{printable(title)}"}


def try_many(number):
    """Try titles of any characters, and those that once broke something."""
    tried = given(title=st.text())(is_read_back)
    for title in (SOFT_RETURN, "\ud83d half a face, and \ufffe", "Line\u2028separator\x85and\r\nothers\x00"):
        tried = example(title=title)(tried)
    settings(max_examples=number, deadline=None)(tried)()


def test_any_title_gives_a_file_that_another_reader_reads_back():
    try_many(10)


@pytest.mark.test_all("More of the same.")
def test_many_titles_give_files_that_another_reader_reads_back():
    try_many(500)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_character_of_a_title_stops_a_download(client, superuser, news_index, kind):
    NewsPageFactory(parent=news_index, title=f"={SOFT_RETURN}’s", locked=True, slug="item")
    who = {"user_id": 1, "user_name": "Chair", "reviewer_id": 2, "reviewer_name": "Moderator"}
    StatementApproval.objects.create(page_id=9, page_title=SOFT_RETURN, revision_id=1, digest="d", release="now", **who)
    client.force_login(superuser)
    register = table(client.get("/admin/statement-register/", {"export": kind}))
    assert register[1][0] == "Statement on\nthe review"
    locked = table(client.get("/admin/reports/locked/", {"export": kind}))
    apostrophe = "'" if kind == "csv" else ""
    assert locked[1][0] == f"{apostrophe}=Statement on\nthe review’s"


@pytest.mark.test_all("Every export, one by one.")
@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_export_is_for_those_who_may_see_the_list(client, superuser, editor, kind):
    for route in exporting_views():
        client.logout()
        assert client.get(f"/{route}", {"export": kind}).status_code == 302, route
        client.force_login(superuser)
        assert table(client.get(f"/{route}", {"export": kind}))[0], route
    client.force_login(editor)
    assert client.get("/admin/redirects/", {"export": kind}).status_code == 302
