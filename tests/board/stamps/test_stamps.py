"""Noting changes, and remembering until there was one."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import RequestFactory

from board.siteinfo.models import Alert, BoardSettings, Contact
from board.siteinfo.remembered import board_of
from board.stamps.changes import current_state, note_change
from board.stamps.memory import MEMORIES, Memory
from board.stamps.models import Stamp
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.postgresql("Skips locked rows.")


@pytest.fixture
def counted():
    """A memory of how often it was read."""
    reads = []
    memory = Memory("tests", lambda key: reads.append(key) or len(reads))
    yield memory
    MEMORIES.remove(memory)


def test_a_value_is_read_once_for_each_key_until_a_change(db, counted):
    assert [counted.get(1), counted.get(1), counted.get(2)] == [1, 1, 2]
    note_change("something else")
    assert counted.get(1) == 1
    note_change("tests")
    assert counted.get(1) == 3


def test_a_state_never_comes_again(db):
    seen = []
    for _ in range(3):
        note_change("tests")
        seen.append(current_state()["tests"])
    assert len(set(seen)) == 3
    assert Stamp.objects.filter(name="tests").count() == 1


def test_a_request_asks_once(db, counted, django_assert_num_queries):
    request = RequestFactory().get("/")
    with django_assert_num_queries(1):
        counted.get(1, request)
        counted.get(2, request)


def test_the_command_lets_everything_be_read_anew(db, counted, capsys):
    counted.get(1)
    call_command("renew_stamps")
    assert {"library", "siteinfo", "tests"} <= set(capsys.readouterr().out.strip(".\n").split(": ")[1].split(", "))
    assert counted.get(1) == 2


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The database that every thread sees; the stamp of these tests is removed, and nothing else is written."""
    with django_db_blocker.unblock():
        yield
        Stamp.objects.filter(name="tests").delete()
        connection.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time.")
def test_two_writers_never_wait_for_each_other(committed):
    Stamp.objects.create(name="tests")
    before = current_state()["tests"]
    finished = []

    def write():
        try:
            note_change("tests")
            finished.append(True)
        finally:
            connection.close()

    with transaction.atomic():
        note_change("tests")
        other = threading.Thread(target=write)
        other.start()
        other.join(timeout=30)
        assert finished == [True]
    assert len(current_state()["tests"] - before) == 2


# What stands on every page -------------------------------------------------------------------------


def foot(client):
    return client.get("/").content.decode()


def test_a_change_of_the_boards_words_is_on_the_next_page(client, site):
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


def test_the_menu_follows_the_pages(client, home):
    foot(client)
    page = StandardPageFactory(parent=home, title="Our plan", show_in_menus=True)
    assert "Our plan" in foot(client)
    page.unpublish()
    assert "Our plan" not in foot(client)


def test_what_is_remembered_is_not_the_object_that_a_form_changes(rf, site):
    request = rf.get("/", headers={"host": "localhost"})
    assert board_of(request) is not BoardSettings.for_site(site)
