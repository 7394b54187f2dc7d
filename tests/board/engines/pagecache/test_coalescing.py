"""Which requests wait for which, for how long, and what is left behind."""

import fcntl
import os
import threading
import time
import zlib

import pytest

from board.engines.pagecache import coalescing
from board.engines.pagecache.coalescing import LOCK_FILES, RequestCoalescer


@pytest.fixture
def coalescer(tmp_path):
    return RequestCoalescer(tmp_path / "turns")


def test_request_waits_for_another_with_the_same_key_only(coalescer):
    order = []

    def enter(key):
        with coalescer.one_at_a_time(key, across_processes=False):
            order.append(key)

    with coalescer.one_at_a_time("page", across_processes=False):
        other, same = (threading.Thread(target=enter, args=[key]) for key in ("other", "page"))
        other.start()
        other.join(5)
        same.start()
        assert order == ["other"]
    same.join(5)
    assert order == ["other", "page"]
    assert coalescer.waiting == {}


def test_request_goes_on_without_the_lock_after_the_longest_wait(coalescer, monkeypatch):
    monkeypatch.setattr(coalescing, "MAX_WAIT", 0.01)
    with coalescer.one_at_a_time("page", across_processes=True), coalescer.one_at_a_time("page", across_processes=True):
        assert coalescer.waiting["page"][1] == 2
    assert coalescer.waiting == {}


def test_request_waits_for_another_process_at_a_lock_file(coalescer, tmp_path):
    path = tmp_path / "turns" / str(zlib.crc32(repr("page").encode()) % LOCK_FILES)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert coalescer.lock_across_processes("page", time.monotonic()) is None
        threading.Timer(0.02, lambda: fcntl.flock(file, fcntl.LOCK_UN)).start()
        descriptor = coalescer.lock_across_processes("page", time.monotonic() + 5)
        assert descriptor is not None
        os.close(descriptor)


def test_lock_within_the_process_needs_no_file(coalescer, tmp_path):
    with coalescer.one_at_a_time("page", across_processes=False):
        assert list((tmp_path / "turns").iterdir()) == []
    with coalescer.one_at_a_time("page", across_processes=True):
        assert len(list((tmp_path / "turns").iterdir())) == 1


def test_missing_folder_does_not_block(coalescer, tmp_path):
    (tmp_path / "turns").rmdir()
    with coalescer.one_at_a_time("page", across_processes=True):
        pass
