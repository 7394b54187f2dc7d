"""One at a time: who waits, for how long, and what is left behind."""

import fcntl
import os
import threading
import time
import zlib

import pytest

from board.caching import turns as waiting
from board.caching.turns import FILES, Turns


@pytest.fixture
def turns(tmp_path):
    return Turns(tmp_path / "turns")


def test_one_waits_for_another_of_the_same_name_alone(turns):
    order = []

    def enter(name):
        with turns.turn(name, beyond_process=False):
            order.append(name)

    with turns.turn("page", beyond_process=False):
        other, same = (threading.Thread(target=enter, args=[name]) for name in ("other", "page"))
        other.start()
        other.join(5)
        same.start()
        assert order == ["other"]
    same.join(5)
    assert order == ["other", "page"]
    assert turns.waiting == {}


def test_whoever_loses_patience_goes_on_without_the_turn(turns, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 0.01)
    with turns.turn("page", beyond_process=True), turns.turn("page", beyond_process=True):
        assert turns.waiting["page"][1] == 2
    assert turns.waiting == {}


def test_another_process_is_waited_for_at_a_file(turns, tmp_path):
    path = tmp_path / "turns" / str(zlib.crc32(repr("page").encode()) % FILES)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert turns.wait_for_others("page", time.monotonic()) is None
        threading.Timer(0.02, lambda: fcntl.flock(file, fcntl.LOCK_UN)).start()
        descriptor = turns.wait_for_others("page", time.monotonic() + 5)
        assert descriptor is not None
        os.close(descriptor)


def test_a_turn_within_the_process_needs_no_file(turns, tmp_path):
    with turns.turn("page", beyond_process=False):
        assert list((tmp_path / "turns").iterdir()) == []
    with turns.turn("page", beyond_process=True):
        assert len(list((tmp_path / "turns").iterdir())) == 1


def test_without_a_folder_nobody_waits(turns, tmp_path):
    (tmp_path / "turns").rmdir()
    with turns.turn("page", beyond_process=True):
        pass
