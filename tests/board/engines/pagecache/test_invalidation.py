"""Every write that a reader could see renews the content version, when it commits and however it is sent."""

import gc

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from board.engines.pagecache.invalidation import (
    AnnouncedWrite,
    WriteWatcher,
    complete_writes,
    watch_connection,
    watcher_of,
)
from news.models import NewsPage
from resources.models import Topic
from tests.factories import NewsPageFactory
from tests.users import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("Reads the SQL that is executed.")]


@pytest.fixture
def commit(django_capture_on_commit_callbacks, content_version):
    """Return a function that returns whether a write renewed the version when it committed, and not before."""

    def committed(write):
        with django_capture_on_commit_callbacks(execute=True):
            with transaction.atomic():
                write()
            within = content_version.read()
        return content_version.read() != within

    return committed


def test_publication_renews_version(commit, news_index):
    item = NewsPageFactory(parent=news_index)
    assert commit(lambda: item.save_revision().publish())


def test_version_stays_until_the_commit(content_version):
    before = content_version.read()
    with transaction.atomic():
        Topic.objects.create(name="There", slug="there")
        assert content_version.read() == before


def test_saving_a_draft_leaves_version(commit, news_index, editor):
    item = NewsPageFactory(parent=news_index)
    item.title = "Not for readers yet"
    assert not commit(lambda: item.save_revision(user=editor, log_action=True))


def test_writes_without_signals_renew_version(commit, news_index):
    NewsPageFactory(parent=news_index)
    assert commit(lambda: NewsPage._base_manager.update(archived=True))
    assert commit(lambda: Topic.objects.bulk_create([Topic(name="One", slug="one")]))
    assert commit(lambda: connection.cursor().execute("DELETE FROM resources_topic"))
    assert commit(
        lambda: connection.cursor().executemany(
            "INSERT INTO resources_topic (name, slug) VALUES (%s, %s)", [("Two", "two"), ("Three", "three")]
        )
    )


def test_reading_leaves_version(commit, client, news_index):
    NewsPageFactory(parent=news_index)
    client.get("/news/")
    assert not commit(lambda: client.get("/news/"))


def test_signing_in_leaves_version(commit, client, editor):
    assert not commit(lambda: sign_in(client, "editor"))


def test_renew_stamps_renews_version(commit):
    assert commit(lambda: call_command("renew_stamps", verbosity=0))


def fail():
    raise RuntimeError


def write_in_vain():
    """Write under a savepoint that is rolled back."""
    try:
        with transaction.atomic():
            Topic.objects.create(name="Gone", slug="gone")
            fail()
    except RuntimeError:
        pass


def test_write_after_a_rolled_back_savepoint_renews_version(commit):
    def write():
        write_in_vain()
        assert not Topic.objects.exists()
        Topic.objects.create(name="There", slug="there")

    assert commit(write)


def test_write_before_a_rolled_back_savepoint_renews_version(commit):
    def write():
        Topic.objects.create(name="There", slug="there")
        write_in_vain()

    assert commit(write)


def test_many_writes_are_announced_once(django_capture_on_commit_callbacks, content_version):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for number in range(50):
            Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
    assert len([callback for callback in callbacks if isinstance(callback, AnnouncedWrite)]) == 1


def write_after_what_fails():
    with transaction.atomic():
        transaction.on_commit(fail)
        Topic.objects.create(name="There", slug="there")


def test_failing_on_commit_function_hides_no_write(django_capture_on_commit_callbacks, content_version):
    before = content_version.read()
    with pytest.raises(RuntimeError), django_capture_on_commit_callbacks(execute=True):
        write_after_what_fails()
    assert content_version.read() == before
    # As at the end of the request; the transaction of the test is the only one that is open.
    connection.in_atomic_block = False
    try:
        complete_writes()
    finally:
        connection.in_atomic_block = True
    assert content_version.read() != before


def write_and_fail(content_version):
    with transaction.atomic():
        Topic.objects.create(name="Gone", slug="gone")
        assert content_version.is_being_written()
        fail()


def test_rolled_back_write_is_over(content_version):
    with pytest.raises(RuntimeError):
        write_and_fail(content_version)
    gc.collect()
    assert not content_version.is_being_written()


def test_write_that_cannot_be_announced_does_not_happen(content_version, monkeypatch):
    def no_room():
        raise OSError("No space left on device")

    monkeypatch.setattr(content_version, "begin_write", no_room)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        Topic.objects.create(name="Gone", slug="gone")
    assert not Topic.objects.exists()


def test_link_for_nginx_is_closed_during_a_write(content_version, folder):
    link = folder / "current"
    assert link.readlink().name == content_version.read()
    with transaction.atomic():
        Topic.objects.create(name="There", slug="there")
        assert link.readlink().name == "closed"
    AnnouncedWrite()()


def test_connection_is_watched_once():
    connection = connections["default"].copy()
    assert watcher_of(connection) is None
    for _ in range(2):
        watch_connection(connection)
    assert [type(wrapper) for wrapper in connection.execute_wrappers] == [WriteWatcher]


def test_connection_without_settings_is_not_watched():
    connection = connections["default"].copy(alias="of_a_test")
    watch_connection(connection)
    assert connection.execute_wrappers == []
