"""The demo of the first migrations (tools/dump-demo) is brought forward by every later one, with its approvals."""

import lzma
from pathlib import Path

import psycopg2
import pytest

from board.approvals.digest import statement_digest
from board.approvals.models import StatementApproval
from board.approvals.rule import is_approved
from board.basepage.models import BasePage
from tests.databases import connected_to_a_copy, is_postgresql, manage, own_database

DUMPS = Path(__file__).resolve().parent / "dumps"

pytestmark = [
    pytest.mark.own_database,
    pytest.mark.postgresql("Migrates rows."),
    pytest.mark.xdist_group("earlier demo"),
]


def restore(url):
    """Put the dump into an empty database."""
    if not is_postgresql():
        Path(url.removeprefix("sqlite:///")).write_bytes(lzma.decompress((DUMPS / "demo.sqlite3.xz").read_bytes()))
        return
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(lzma.decompress((DUMPS / "demo.sql.xz").read_bytes()).decode())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def earlier_demo(tmp_path_factory, django_db_setup, django_db_blocker):
    """Connect to the earlier demo, migrated to what the code is now."""
    with own_database(tmp_path_factory.mktemp("earlier")) as url:
        restore(url)
        manage(url, "migrate", "--verbosity", "0")
        with django_db_blocker.unblock(), connected_to_a_copy(url, tmp_path_factory.mktemp("copy")):
            yield


def test_statements_are_still_approved(earlier_demo):
    statements = [page for page in BasePage.objects.specific() if page.statement_digest]
    assert {page.live for page in statements} == {True, False}
    for page in statements:
        assert statement_digest(page) == page.statement_digest
        assert page.approved_digest == (page.statement_digest if is_approved(page, page.statement_digest) else "")
    assert all(page.approved_digest for page in statements if page.live)


def test_register_keeps_what_it_holds(earlier_demo):
    approval = StatementApproval.objects.first()
    assert approval.digest
    assert approval.user_name
    assert approval.writers
    assert BasePage.objects.filter(pk=approval.page_id).exists()
