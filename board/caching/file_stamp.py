"""
The content stamp of a site on one host: a random token in a small file that every process has mapped.

Reading it takes a microsecond and no lock. Beside the token the file has a byte for each process that has begun to
write; such a process holds the lock of its byte's file for life. One that was killed between its commit and moving the
stamp on leaves the byte set and the lock free, which the next reader sees, and moves the stamp on in its place.

``current`` is a link to the folder of the stamp, or to ``closed`` while anything is being written: nginx reads its name
(deploy/nginx), and keeps out of the way meanwhile, since it can't look for the dead.
"""

import fcntl
import logging
import mmap
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger(__name__)

TOKEN = 8
# How many processes may have written since they started, and still run.
WRITERS = 248
SIZE = TOKEN + WRITERS
NOBODY = bytes(WRITERS)
CLOSED = "closed"


class TooManyWritersError(RuntimeError):
    """More processes write than there is room for; nothing was written."""


class FileStamp:
    """The stamp in a folder; every process that serves or writes the site's content must be able to write there."""

    in_database = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.thread_lock = threading.RLock()
        self.writers = 0
        self.place: int | None = None
        self.place_descriptor: int | None = None
        # The file as it was read last while nobody was writing, and its token.
        self.known = (b"", "")
        self.start()
        os.register_at_fork(after_in_child=self.begin_as_child)

    def start(self) -> None:
        """Map the file and begin as a process that has written nothing yet."""
        (self.folder / "writers").mkdir(parents=True, exist_ok=True)
        (self.folder / CLOSED).mkdir(exist_ok=True)
        self.descriptor = os.open(self.folder / "stamp", os.O_RDWR | os.O_CREAT, 0o644)
        self.let_go()
        with self.gate():
            is_new = os.fstat(self.descriptor).st_size != SIZE
            if is_new:
                os.ftruncate(self.descriptor, SIZE)
            self.map = mmap.mmap(self.descriptor, SIZE)
            if is_new:
                self.renew()
                self.point()

    def begin_as_child(self) -> None:
        """Let go of the parent's place after a fork: its lock must end with the parent."""
        self.thread_lock = threading.RLock()
        self.let_go()

    def let_go(self) -> None:
        """Give up the place of this process: its lock belongs to a parent, or to a file that was deleted."""
        if self.place_descriptor is not None:
            os.close(self.place_descriptor)
        self.writers, self.place, self.place_descriptor = 0, None, None

    @contextmanager
    def gate(self) -> Iterator[None]:
        """Hold the lock under which the file changes; a process that dies lets go of it."""
        descriptor = os.open(self.folder / "gate", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def read(self) -> str | None:
        """Return the token as it is now."""
        if not os.fstat(self.descriptor).st_nlink:
            self.start_again()
        state, known = self.map[:SIZE], self.known
        if state == known[0]:
            return known[1]
        if state[TOKEN:] != NOBODY:
            self.bury_the_dead(state[TOKEN:])
            return self.map[:TOKEN].hex()
        self.known = known = (state, state[:TOKEN].hex())
        return known[1]

    def is_busy(self) -> bool:
        """Say whether anybody is writing, whose commit the token may not tell of yet."""
        return self.map[TOKEN:SIZE] != NOBODY

    def start_again(self) -> None:
        """Begin anew after the file was deleted under us: it no longer hears of anything."""
        with self.thread_lock:
            if not os.fstat(self.descriptor).st_nlink:
                self.start()

    def open(self) -> None:
        """Say that this process is writing; raises ``OSError`` or ``TooManyWritersError`` where it can't be said."""
        self.start_again()
        with self.thread_lock:
            place = self.take_place() if self.place is None else self.place
            if not self.writers:
                with self.gate():
                    self.map[TOKEN + place] = 1
                    self.point()
            self.writers += 1

    def close(self) -> None:
        """Move the stamp on, and say that this process has written where none of its threads still is."""
        self.start_again()
        with self.thread_lock, self.gate():
            self.renew()
            self.writers = max(0, self.writers - 1)
            if self.place is not None and not self.writers:
                self.map[TOKEN + self.place] = 0
            self.point()

    def take_place(self) -> int:
        """Take a byte, and the lock that shows that this process is alive."""
        for place in range(WRITERS):
            descriptor = self.lock(place)
            if descriptor is None:
                continue
            self.place, self.place_descriptor = place, descriptor
            if self.map[TOKEN + place]:  # Of one that died, and was not missed yet.
                with self.gate():
                    self.renew()
                    self.map[TOKEN + place] = 0
            return place
        raise TooManyWritersError(f"More than {WRITERS} processes have written to this site and still run.")

    def lock(self, place: int) -> int | None:
        """Return the open file of a place, locked; ``None`` where a living process holds it."""
        descriptor = os.open(self.folder / "writers" / str(place), os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def bury_the_dead(self, writers: bytes) -> None:
        """Move the stamp on for every process that said it was writing and is no more."""
        for place, is_writing in enumerate(writers):
            if not is_writing or (descriptor := self.lock(place)) is None:
                continue
            with self.gate():
                self.map[TOKEN + place] = 0
                self.renew()
                self.point()
            os.close(descriptor)
            logger.warning("A process died while it wrote; all pages are made anew.")

    def renew(self) -> None:
        """Change the token. It is random: a file that was put back from a copy never shows one seen before."""
        self.map[:TOKEN] = secrets.token_bytes(TOKEN)

    def point(self) -> None:
        """
        Let ``current`` lead to the folder of the stamp, or to ``closed`` while anybody is writing.

        A full disk leaves it at ``closed``, which is slower and as right.
        """
        name = self.map[:TOKEN].hex() if self.map[TOKEN:SIZE] == NOBODY else CLOSED
        link = self.folder / f"current.{os.getpid()}"
        try:
            (self.folder / name).mkdir(exist_ok=True)
            link.unlink(missing_ok=True)
            link.symlink_to(name)
            link.replace(self.folder / "current")
        except OSError:
            if name == CLOSED:
                raise
            logger.exception("%s can't lead to the pages as they are now.", self.folder / "current")
