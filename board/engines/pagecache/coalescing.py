"""Request coalescing: of many requests for a response that is not stored, one fetches it and the others wait."""

import fcntl
import os
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# No request waits longer than this for another; then it fetches the response itself.
MAX_WAIT = 5.0
POLL_INTERVAL = 0.005
# All keys share this many lock files.
LOCK_FILES = 512


class RequestCoalescer:
    """Locks by key: within a process, and by files for all processes of a host, which a dead process does not hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.Lock()
        # For each key its lock, and how many threads hold it or wait for it.
        self.waiting: dict[object, list] = {}
        folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def one_at_a_time(self, key: object, *, across_processes: bool) -> Iterator[None]:
        """Hold the lock of a key, or go on without it after ``MAX_WAIT``."""
        deadline = time.monotonic() + MAX_WAIT
        with self.lock:
            entry = self.waiting.setdefault(key, [threading.Lock(), 0])
            entry[1] += 1
        is_locked = entry[0].acquire(timeout=MAX_WAIT)
        descriptor = self.lock_across_processes(key, deadline) if across_processes else None
        try:
            yield
        finally:
            if descriptor is not None:
                os.close(descriptor)
            if is_locked:
                entry[0].release()
            with self.lock:
                entry[1] -= 1
                if not entry[1]:
                    self.waiting.pop(key, None)

    def lock_across_processes(self, key: object, deadline: float) -> int | None:
        """Return an open file that is locked against other processes, ``None`` where that fails by the deadline."""
        number = zlib.crc32(repr(key).encode()) % LOCK_FILES
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
                time.sleep(POLL_INTERVAL)
