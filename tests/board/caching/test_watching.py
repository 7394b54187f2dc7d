"""Every write that a reader could see moves the stamp on, when it commits and however it is sent."""

import gc

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from board.caching.watching import Announcement, Watch, settle_connections, watch_connection, watch_of
from news.models import NewsPage
from resources.models import Topic
from tests.factories import NewsPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("Reads the SQL that is executed.")]


@pytest.fixture
def commit(django_capture_on_commit_callbacks, content_stamp):
    """Say whether what is written in a block moved the stamp on when it committed, and not before."""

    def committed(write):
        with django_capture_on_commit_callbacks(execute=True):
            with transaction.atomic():
                write()
            within = content_stamp.read()
        return content_stamp.read() != within

    return committed


def test_a_publication(commit, news_index):
    item = NewsPageFactory(parent=news_index)
    assert commit(lambda: item.save_revision().publish())


def test_nothing_moves_before_the_commit(content_stamp):
    before = content_stamp.read()
    with transaction.atomic():
        Topic.objects.create(name="There", slug="there")
        assert content_stamp.read() == before


def test_a_draft_that_is_typed_moves_nothing(commit, news_index, editor):
    item = NewsPageFactory(parent=news_index)
    item.title = "Not for readers yet"
    assert not commit(lambda: item.save_revision(user=editor, log_action=True))


def test_what_sends_no_signal(commit, news_index):
    NewsPageFactory(parent=news_index)
    assert commit(lambda: NewsPage._base_manager.update(archived=True))
    assert commit(lambda: Topic.objects.bulk_create([Topic(name="One", slug="one")]))
    assert commit(lambda: connection.cursor().execute("DELETE FROM resources_topic"))
    assert commit(
        lambda: connection.cursor().executemany(
            "INSERT INTO resources_topic (name, slug) VALUES (%s, %s)", [("Two", "two"), ("Three", "three")]
        )
    )


def test_reading_moves_nothing(commit, client, news_index):
    NewsPageFactory(parent=news_index)
    client.get("/news/")
    assert not commit(lambda: client.get("/news/"))


def test_signing_in_moves_nothing(commit, client, editor):
    assert not commit(lambda: client.login(username="editor", password="a-long-password-for-tests"))


def test_renewing_by_hand(commit):
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


def test_a_write_after_a_savepoint_that_was_rolled_back(commit):
    def write():
        write_in_vain()
        assert not Topic.objects.exists()
        Topic.objects.create(name="There", slug="there")

    assert commit(write)


def test_a_write_before_a_savepoint_that_is_rolled_back(commit):
    def write():
        Topic.objects.create(name="There", slug="there")
        write_in_vain()

    assert commit(write)


def test_many_writes_are_announced_once(django_capture_on_commit_callbacks, content_stamp):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for number in range(50):
            Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
    assert len([callback for callback in callbacks if isinstance(callback, Announcement)]) == 1


def write_after_what_fails():
    with transaction.atomic():
        transaction.on_commit(fail)
        Topic.objects.create(name="There", slug="there")


def test_another_function_that_fails_after_the_commit_hides_nothing(django_capture_on_commit_callbacks, content_stamp):
    before = content_stamp.read()
    with pytest.raises(RuntimeError), django_capture_on_commit_callbacks(execute=True):
        write_after_what_fails()
    assert content_stamp.read() == before
    # As at the end of the request; the transaction of the test is the only one that is open.
    connection.in_atomic_block = False
    try:
        settle_connections()
    finally:
        connection.in_atomic_block = True
    assert content_stamp.read() != before


def write_and_fail(content_stamp):
    with transaction.atomic():
        Topic.objects.create(name="Gone", slug="gone")
        assert content_stamp.is_busy()
        fail()


def test_what_is_rolled_back_leaves_nobody_writing(content_stamp):
    with pytest.raises(RuntimeError):
        write_and_fail(content_stamp)
    gc.collect()
    assert not content_stamp.is_busy()


def test_a_write_that_can_not_be_announced_does_not_happen(content_stamp, monkeypatch):
    def no_room():
        raise OSError("No space left on device")

    monkeypatch.setattr(content_stamp, "open", no_room)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        Topic.objects.create(name="Gone", slug="gone")
    assert not Topic.objects.exists()


def test_while_somebody_writes_nginx_keeps_out_of_the_way(content_stamp, folder):
    link = folder / "current"
    assert link.readlink().name == content_stamp.read()
    with transaction.atomic():
        Topic.objects.create(name="There", slug="there")
        assert link.readlink().name == "closed"
    Announcement()()


def test_every_connection_is_watched_once():
    connection = connections["default"].copy()
    assert watch_of(connection) is None
    for _ in range(2):
        watch_connection(connection)
    assert [type(wrapper) for wrapper in connection.execute_wrappers] == [Watch]


def test_a_connection_of_no_settings_is_not():
    connection = connections["default"].copy(alias="of_a_test")
    watch_connection(connection)
    assert connection.execute_wrappers == []
