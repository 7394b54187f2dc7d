"""One at a time: of many who want an answer that is not there, one makes it and the others wait."""

import fcntl
import os
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nobody waits longer than this for another to make an answer; then he makes it himself.
PATIENCE = 5.0
PAUSE = 0.005
# Answers share this many files of this host to wait at.
FILES = 512


class Turns:
    """Waiting within a process, and at files for the other processes of this host; the dead hold up nobody."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.Lock()
        self.waiting: dict[object, list] = {}
        folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def turn(self, name: object, *, beyond_process: bool) -> Iterator[None]:
        """Hold the turn for a name, or go on without after a while; ``beyond_process``: among all processes."""
        deadline = time.monotonic() + PATIENCE
        with self.lock:
            entry = self.waiting.setdefault(name, [threading.Lock(), 0])
            entry[1] += 1
        is_mine = entry[0].acquire(timeout=PATIENCE)
        descriptor = self.wait_for_others(name, deadline) if beyond_process else None
        try:
            yield
        finally:
            if descriptor is not None:
                os.close(descriptor)
            if is_mine:
                entry[0].release()
            with self.lock:
                entry[1] -= 1
                if not entry[1]:
                    self.waiting.pop(name, None)

    def wait_for_others(self, name: object, deadline: float) -> int | None:
        """Return an open file that is locked while it is this process's turn, ``None`` when patience has run out."""
        number = zlib.crc32(repr(name).encode()) % FILES
        try:
            descriptor = os.open(self.folder / str(number), os.O_RDWR | os.O_CREAT, 0o644)
        except OSError:
            return None
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(descriptor)
                    return None
                time.sleep(PAUSE)
