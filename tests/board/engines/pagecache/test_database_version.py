"""The content version in the database: one transaction writes the content and renews it."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, transaction

from board.engines.pagecache.content_version import DatabaseContentVersion, get_content_version
from board.engines.pagecache.models import VersionToken
from resources.models import Topic
from tests.databases import connected_to_a_copy
from tests.users import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("Concurrent transactions.")]


@pytest.fixture
def content_version(settings):
    settings.PAGE_CACHE_STAMP = "database"
    get_content_version.cache_clear()
    yield get_content_version()
    get_content_version.cache_clear()


def test_write_renews_version_within_its_transaction(content_version):
    assert isinstance(content_version, DatabaseContentVersion)
    before = content_version.read()
    with transaction.atomic():
        Topic.objects.create(name="There", slug="there")
        assert content_version.read() != before
    assert content_version.read() != before


def test_rollback_restores_version(content_version):
    before = content_version.read()
    with transaction.atomic():
        Topic.objects.create(name="Gone", slug="gone")
        transaction.set_rollback(True)
    assert content_version.read() == before
    Topic.objects.create(name="There", slug="there")
    assert content_version.read() != before


def test_many_writes_renew_version_once(content_version, django_assert_num_queries):
    with transaction.atomic():
        Topic.objects.create(name="First", slug="first")
        with django_assert_num_queries(20):
            for number in range(20):
                Topic.objects.filter(slug="first").update(name=f"Topic {number}")


def test_invisible_write_leaves_version(content_version, client, editor):
    before = content_version.read()
    sign_in(client, "editor")
    assert content_version.read() == before


def test_version_is_unknown_while_the_database_is_away(content_version, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("the database is away")

    closed = []

    def close(self):
        closed.append(self)

    monkeypatch.setattr(VersionToken.objects, "filter", away)
    monkeypatch.setattr(type(connection._connections[connection._alias]), "close", close)
    connection.in_atomic_block = False
    try:
        assert content_version.read() is None
    finally:
        connection.in_atomic_block = True
    assert len(closed) == 2


def test_table_that_is_not_there_yet_stops_no_migration(content_version, django_db_blocker, tmp_path):
    with connected_to_a_copy(None, tmp_path):
        call_command("migrate", "pagecache", verbosity=0)
        assert VersionToken.objects.count() == 0
        call_command("migrate", "taggit", verbosity=0)
        assert VersionToken.objects.count() == 1
        call_command("migrate", "pagecache", "zero", verbosity=0)
        call_command("migrate", "taggit", "zero", verbosity=0)
        assert content_version.read() is None


def test_version_that_can_not_be_renewed_stops_the_write(content_version, monkeypatch):
    def refuse(name):
        raise OperationalError("the disk is full")

    monkeypatch.setattr("board.engines.pagecache.content_version.renew_version", refuse)
    with pytest.raises(DatabaseError, match="full"), transaction.atomic():
        Topic.objects.create(name="Unseen", slug="unseen")
    assert not Topic.objects.exists()
