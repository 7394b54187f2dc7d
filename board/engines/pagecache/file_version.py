"""
The content version of a site on one host: a random token in a small file that every process has mapped into memory.

Reading it takes a microsecond and no lock. Beside the token the file has a byte for each process that has begun to
write; such a process holds the lock of its byte's file for life. One that was killed between its commit and the
renewal of the version leaves the byte set and the lock free; the next reader notices and renews the version instead.

``current`` is a link to the folder of the version, or to ``closed`` during any write: nginx reads its name
(deploy/nginx) and passes requests on during writes, since it can't look for processes that have died.
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

TOKEN_BYTES = 8
# How many processes may have written since they started, and still run.
MAX_WRITERS = 248
FILE_BYTES = TOKEN_BYTES + MAX_WRITERS
NO_WRITERS = bytes(MAX_WRITERS)
CLOSED = "closed"


class TooManyWritersError(RuntimeError):
    """More processes write than there is room for; nothing was written."""


class FileContentVersion:
    """The version in a folder; every process that serves or changes the content must be able to write there."""

    in_database = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.thread_lock = threading.RLock()
        self.open_writes = 0
        self.slot: int | None = None
        self.slot_descriptor: int | None = None
        # The file as it was last read without a writer, and its token.
        self.last_read = (b"", "")
        self.start()
        os.register_at_fork(after_in_child=self.start_as_child)

    def start(self) -> None:
        """Map the file and begin as a process that has written nothing yet."""
        (self.folder / "writers").mkdir(parents=True, exist_ok=True)
        (self.folder / CLOSED).mkdir(exist_ok=True)
        self.descriptor = os.open(self.folder / "stamp", os.O_RDWR | os.O_CREAT, 0o644)
        self.release_slot()
        with self.file_lock():
            is_new = os.fstat(self.descriptor).st_size != FILE_BYTES
            if is_new:
                os.ftruncate(self.descriptor, FILE_BYTES)
            self.map = mmap.mmap(self.descriptor, FILE_BYTES)
            if is_new:
                self.renew()
                self.update_link()

    def start_as_child(self) -> None:
        """Release the parent's slot after a fork: its lock must end with the parent."""
        self.thread_lock = threading.RLock()
        self.release_slot()

    def release_slot(self) -> None:
        """Give up the slot of this process: its lock belongs to a parent, or to a file that was deleted."""
        if self.slot_descriptor is not None:
            os.close(self.slot_descriptor)
        self.open_writes, self.slot, self.slot_descriptor = 0, None, None

    @contextmanager
    def file_lock(self) -> Iterator[None]:
        """Hold the lock under which the file changes; the kernel releases it when the process dies."""
        descriptor = os.open(self.folder / "gate", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def read(self) -> str | None:
        """Return the current version."""
        if not os.fstat(self.descriptor).st_nlink:
            self.restart_if_deleted()
        content, last_read = self.map[:FILE_BYTES], self.last_read
        if content == last_read[0]:
            return last_read[1]
        if content[TOKEN_BYTES:] != NO_WRITERS:
            self.renew_for_dead_writers(content[TOKEN_BYTES:])
            return self.map[:TOKEN_BYTES].hex()
        self.last_read = last_read = (content, content[:TOKEN_BYTES].hex())
        return last_read[1]

    def is_being_written(self) -> bool:
        """Return whether any process is writing, whose commit the version may not show yet."""
        return self.map[TOKEN_BYTES:FILE_BYTES] != NO_WRITERS

    def restart_if_deleted(self) -> None:
        """Start again if the file was deleted: the mapped one no longer hears of anything."""
        with self.thread_lock:
            if not os.fstat(self.descriptor).st_nlink:
                self.start()

    def begin_write(self) -> None:
        """Announce that this process is writing; raises ``OSError`` or ``TooManyWritersError`` where it can't."""
        self.restart_if_deleted()
        with self.thread_lock:
            slot = self.take_slot() if self.slot is None else self.slot
            if not self.open_writes:
                with self.file_lock():
                    self.map[TOKEN_BYTES + slot] = 1
                    self.update_link()
            self.open_writes += 1

    def end_write(self) -> None:
        """Renew the version, and clear this process's byte unless another of its threads is writing."""
        self.restart_if_deleted()
        with self.thread_lock, self.file_lock():
            self.renew()
            self.open_writes = max(0, self.open_writes - 1)
            if self.slot is not None and not self.open_writes:
                self.map[TOKEN_BYTES + self.slot] = 0
            self.update_link()

    def take_slot(self) -> int:
        """Take a byte, and the lock that shows that this process is alive."""
        for slot in range(MAX_WRITERS):
            descriptor = self.lock_slot(slot)
            if descriptor is None:
                continue
            self.slot, self.slot_descriptor = slot, descriptor
            if self.map[TOKEN_BYTES + slot]:  # Of a process that died, which no reader has noticed yet.
                with self.file_lock():
                    self.renew()
                    self.map[TOKEN_BYTES + slot] = 0
            return slot
        raise TooManyWritersError(f"More than {MAX_WRITERS} processes have written to this site and still run.")

    def lock_slot(self, slot: int) -> int | None:
        """Return the open file of a slot, locked; ``None`` where a living process holds it."""
        descriptor = os.open(self.folder / "writers" / str(slot), os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def renew_for_dead_writers(self, writers: bytes) -> None:
        """Renew the version for every process that had announced a write and has died."""
        for slot, is_writing in enumerate(writers):
            if not is_writing or (descriptor := self.lock_slot(slot)) is None:
                continue
            with self.file_lock():
                self.map[TOKEN_BYTES + slot] = 0
                self.renew()
                self.update_link()
            os.close(descriptor)
            logger.warning("A process died while it wrote; all pages are made anew.")

    def renew(self) -> None:
        """Change the token. It is random: a file that was restored from a copy never shows one seen before."""
        self.map[:TOKEN_BYTES] = secrets.token_bytes(TOKEN_BYTES)

    def update_link(self) -> None:
        """
        Let ``current`` lead to the folder of the version, or to ``closed`` during a write.

        A full disk leaves it at ``closed``, which is slower and just as correct.
        """
        name = self.map[:TOKEN_BYTES].hex() if self.map[TOKEN_BYTES:FILE_BYTES] == NO_WRITERS else CLOSED
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
