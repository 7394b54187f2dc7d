"""No reader gets an older version than the last published one, whichever process dies."""

import http.client
import threading
import time

import pytest

from bench import served
from bench.zero_stale import ITEM, PublisherProcess, Story, Tally, get, race, read

pytestmark = [pytest.mark.xdist_group("cached"), pytest.mark.own_database]
DYING = "A dying server."


def text_at(port, path=ITEM):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        return get(connection, path)
    finally:
        connection.close()


def well(tally):
    return (tally.stale, tally.halves, tally.errors) == ([], [], [])


@pytest.mark.test_all("Without nginx; make test races through it.")
def test_race_of_readers_and_a_publisher_serves_nothing_stale(publisher, port):
    tally = race(publisher, port, changes=8, readers=3)
    assert well(tally), tally
    assert tally.reads > 20


def test_race_through_nginx_serves_nothing_stale(publisher, nginx):
    tally = race(publisher, nginx, changes=8, readers=3)
    assert well(tally), tally
    assert tally.reads > 20


def publish_and_die(variables, port, number):
    """Publish a version that is read, kill the publisher of the next one, and fail where that is not read at once."""
    publisher = PublisherProcess(variables)
    publisher.do("publish", number)
    # Both workers keep it.
    assert all(f"Version {number}" in text_at(port)[1] for _ in range(10))
    publisher.die(number + 1)
    assert all(f"Version {number + 1}" in text_at(port)[1] for _ in range(10))


@pytest.mark.test_all(DYING)
def test_publication_is_seen_if_the_publisher_dies_after_the_commit(variables, port):
    publish_and_die(variables, port, 101)
    assert "Version 102" in text_at(port, "/news/")[1]


@pytest.mark.test_all(DYING)
def test_publication_is_seen_through_nginx_if_the_publisher_dies(variables, nginx):
    publish_and_die(variables, nginx, 201)


@pytest.mark.test_all(DYING)
def test_killed_workers_serve_nothing_stale(where, variables, publisher):
    port = served.free_port()
    with served.gunicorn(where, variables, port=port, workers=2) as server:
        publisher.do("publish", 0)
        story, tally, lock = Story(), Tally(), threading.Lock()
        readers = [threading.Thread(target=read, args=(port, story, tally, number, lock)) for number in range(3)]
        for reader in readers:
            reader.start()
        try:
            for number in range(1, 5):
                publisher.do("publish", number)
                story.done = number
                served.kill(served.children(server)[0])
                time.sleep(0.3)
        finally:
            time.sleep(1)
            story.is_over = True
            for reader in readers:
                reader.join()
        assert (tally.stale, tally.halves) == ([], [])
        # The clients of the worker that died are told so; all others are answered.
        assert len(tally.errors) <= 4 * len(readers)
        assert "Version 4" in text_at(port)[1]
