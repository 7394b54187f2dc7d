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
