"""The stamp in the database: it changes with what it tells of, in one transaction."""

import pytest
from django.db import OperationalError, connection, transaction

from board.caching import stamp
from board.caching.database_stamp import DatabaseStamp
from board.stamps.models import Stamp
from resources.models import Topic

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("Concurrent transactions.")]


@pytest.fixture
def content_stamp(settings):
    settings.PAGE_CACHE_STAMP = "database"
    stamp.get_stamp.cache_clear()
    yield stamp.get_stamp()
    stamp.get_stamp.cache_clear()


def test_it_is_renewed_within_the_transaction(content_stamp):
    assert isinstance(content_stamp, DatabaseStamp)
    before = content_stamp.read()
    with transaction.atomic():
        Topic.objects.create(name="There", slug="there")
        assert content_stamp.read() != before
    assert content_stamp.read() != before


def test_a_rollback_takes_it_back(content_stamp):
    before = content_stamp.read()
    with transaction.atomic():
        Topic.objects.create(name="Gone", slug="gone")
        transaction.set_rollback(True)
    assert content_stamp.read() == before
    Topic.objects.create(name="There", slug="there")
    assert content_stamp.read() != before


def test_many_writes_renew_it_once(content_stamp, django_assert_num_queries):
    with transaction.atomic():
        Topic.objects.create(name="First", slug="first")
        with django_assert_num_queries(20):
            for number in range(20):
                Topic.objects.filter(slug="first").update(name=f"Topic {number}")


def test_what_nobody_sees_leaves_it(content_stamp, client, editor):
    before = content_stamp.read()
    client.login(username="editor", password="a-long-password-for-tests")
    assert content_stamp.read() == before


def test_nobody_knows_it_while_the_database_is_away(content_stamp, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("the database is away")

    closed = []

    def close(self):
        closed.append(self)

    monkeypatch.setattr(Stamp.objects, "filter", away)
    monkeypatch.setattr(type(connection._connections[connection._alias]), "close", close)
    connection.in_atomic_block = False
    try:
        assert content_stamp.read() is None
    finally:
        connection.in_atomic_block = True
    assert len(closed) == 2
