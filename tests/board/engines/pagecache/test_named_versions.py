"""Renewing named versions, and memoising until that."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import RequestFactory

from board.engines.pagecache.models import VersionToken
from board.engines.pagecache.named_versions import (
    NAMED_VERSION_MEMOS,
    NamedVersionMemo,
    current_versions,
    renew_version,
)
from board.siteinfo.models import Alert, BoardSettings, Contact
from board.siteinfo.site_info import board_settings
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.postgresql("Skips locked rows.")


@pytest.fixture
def counted():
    """A memo that counts how often it was read."""
    reads = []
    memo = NamedVersionMemo("tests", lambda key: reads.append(key) or len(reads))
    yield memo
    NAMED_VERSION_MEMOS.remove(memo)


def test_value_is_read_once_for_each_key_until_renewal(db, counted):
    assert [counted.get(1), counted.get(1), counted.get(2)] == [1, 1, 2]
    renew_version("something else")
    assert counted.get(1) == 1
    renew_version("tests")
    assert counted.get(1) == 3


def test_renewed_version_was_never_seen_before(db):
    seen = []
    for _ in range(3):
        renew_version("tests")
        seen.append(current_versions()["tests"])
    assert len(set(seen)) == 3
    assert VersionToken.objects.filter(name="tests").count() == 1


def test_request_reads_the_versions_once(db, counted, django_assert_num_queries):
    request = RequestFactory().get("/")
    with django_assert_num_queries(1):
        counted.get(1, request)
        counted.get(2, request)


def test_renew_stamps_renews_every_memo(db, counted, capsys):
    counted.get(1)
    call_command("renew_stamps")
    assert {"library", "siteinfo", "tests"} <= set(capsys.readouterr().out.strip(".\n").split(": ")[1].split(", "))
    assert counted.get(1) == 2


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The database that every thread sees; the version of these tests is removed, and nothing else is written."""
    with django_db_blocker.unblock():
        yield
        VersionToken.objects.filter(name="tests").delete()
        connection.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time.")
def test_two_writers_do_not_wait_for_each_other(committed):
    VersionToken.objects.create(name="tests")
    before = current_versions()["tests"]
    finished = []

    def write():
        try:
            renew_version("tests")
            finished.append(True)
        finally:
            connection.close()

    with transaction.atomic():
        renew_version("tests")
        other = threading.Thread(target=write)
        other.start()
        other.join(timeout=30)
        assert finished == [True]
    assert len(current_versions()["tests"] - before) == 2


# What stands on every page -------------------------------------------------------------------------


def foot(client):
    return client.get("/").content.decode()


def test_change_of_site_info_is_on_the_next_page(client, site):
    board = BoardSettings.for_site(site)
    foot(client)
    board.board_name = "Ashmere Partnership"
    board.save()
    assert "Ashmere Partnership" in foot(client)
    contact = Contact.objects.create(settings=board, label="Front Door", phone="01632 960 001")
    assert "01632 960 001" in foot(client)
    contact.delete()
    assert "01632 960 001" not in foot(client)
    Alert.objects.create(settings=board, message="The office is closed today.")
    assert "The office is closed today." in foot(client)


def test_menu_follows_the_pages(client, home):
    foot(client)
    page = StandardPageFactory(parent=home, title="Our plan", show_in_menus=True)
    assert "Our plan" in foot(client)
    page.unpublish()
    assert "Our plan" not in foot(client)


def test_memoised_board_is_not_the_object_that_a_form_changes(rf, site):
    request = rf.get("/", headers={"host": "localhost"})
    assert board_settings(request) is not BoardSettings.for_site(site)
