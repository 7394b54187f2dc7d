"""What is said to be seen by no reader is asked for by no page for readers."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.basepage.models import BasePage

pytestmark = [
    pytest.mark.xdist_group("demo"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("files_left_open"),
    pytest.mark.filterwarnings("ignore:Limit for query logging exceeded"),
]

ADDRESSES = [
    "/", "/news/", "/news/statements/", "/news/feed/", "/news/events/", "/news/events/past/", "/news/events.ics",
    "/resources/", "/sitemap.xml", "/sitemap-pages.xml", "/accessibility-statement/", "/hide-your-visit/", "/search/",
    "/site.webmanifest", "/.well-known/security.txt", "/no-such-page/",
]  # fmt: skip
# These words of a query for pages name columns that a page's row has, and that nothing prints.
# PostgreSQL reads a long list through a cursor.
SELECTED = re.compile(r"^(?:DECLARE .*? FOR )?SELECT (?:DISTINCT )?.*? FROM ", re.DOTALL)


def test_unseen_tables_and_columns_exist():
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    others = {"django_migrations", "wagtailsearch_indexentry_fts"}
    assert set(settings.PAGE_CACHE_UNSEEN) - others <= set(models)
    for table, columns in settings.PAGE_CACHE_UNSEEN.items():
        there = {field.column for field in models[table]._meta.local_concrete_fields} if table in models else set()
        assert set(columns or []) <= there, table


def test_no_public_page_queries_an_unseen_table(client, demo, db):
    tables = {table for table, columns in settings.PAGE_CACHE_UNSEEN.items() if columns is None}
    pages = BasePage.objects.live().filter(depth__gt=1)
    for address in [*ADDRESSES, *(page.url_path.removeprefix("/home") for page in pages)]:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        for query in captured:
            named = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"]))
            assert not named & tables, query["sql"]


def test_no_public_page_filters_or_orders_by_an_unseen_column(client, demo, db):
    columns = {f'"{column}"' for found in settings.PAGE_CACHE_UNSEEN.values() for column in found or []}
    for address in ADDRESSES:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        for query in captured:
            rest = SELECTED.sub("", query["sql"], count=1)
            assert not [column for column in columns if column in rest], query["sql"]
