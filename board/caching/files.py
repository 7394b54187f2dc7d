"""The answers of a stamp as files, so that all processes of a host share what one of them has made."""

import hashlib
import json
import logging
import os
import re
import shutil
import threading
import time
from pathlib import Path

from .answers import Read
from .file_stamp import TOKEN
from .kept import Kept
from .shelf import Place

logger = logging.getLogger(__name__)

# A process that has read an older stamp may still be about to look for its folder.
YOUNG = 5.0
STAMP = re.compile(f"[0-9a-f]{{{2 * TOKEN}}}")


def is_stamp(entry: os.DirEntry) -> bool:
    """Say whether a folder is a stamp's."""
    return STAMP.fullmatch(entry.name) is not None


def is_old(entry: os.DirEntry) -> bool:
    """Say whether a folder has been there for a while."""
    return time.time() - entry.stat().st_mtime > YOUNG


class Files:
    """Answers to addresses without parameters, in the folder of the stamp that they were made under."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit

    def path(self, stamp: str, place: Place) -> Path:
        """Return where an answer lies."""
        return self.folder / stamp / hashlib.blake2b("\n".join(place).encode(), digest_size=16).hexdigest()

    def load(self, stamp: str, place: Place) -> tuple[Kept, tuple[Read, ...] | None] | None:
        """Return an answer that another process has made and what that looked at, or ``None``."""
        try:
            facts, _, body = self.path(stamp, place).read_bytes().partition(b"\n")
            found = json.loads(facts)
            headers = [(name, value) for name, value in found["headers"]]
            kept = Kept(found["status"], headers, body, found["made"], found["expires"])
            reads = found["reads"]
            return kept, None if reads is None else tuple(Read(name, last) for name, last in reads)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def store(self, stamp: str, place: Place, kept: Kept, reads: tuple[Read, ...] | None) -> None:
        """Write an answer for the other processes; on a full disk each makes its own."""
        facts = {
            "status": kept.status,
            "headers": kept.headers,
            "made": kept.made,
            "expires": kept.expires,
            "reads": reads,
        }
        path = self.path(stamp, place)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            with os.scandir(path.parent) as entries:
                if sum(entry.stat().st_size for entry in entries) > self.limit:
                    return
            draft.write_bytes(json.dumps(facts).encode() + b"\n" + kept.body)
            draft.replace(path)
        except FileNotFoundError:
            pass  # The stamp has moved on, and its folder is gone.
        except OSError:
            logger.exception("An answer can't be kept for the other processes.")

    def sweep(self, stamp: str) -> None:
        """Remove the folders of earlier stamps, in a thread of its own: nobody waits for that."""
        threading.Thread(target=self.remove_all_but, args=(stamp,), daemon=True).start()

    def remove_all_but(self, stamp: str) -> None:
        """Remove the folders of all stamps but one."""
        try:
            with os.scandir(self.folder) as entries:
                old = [entry.path for entry in entries if is_stamp(entry) and entry.name != stamp and is_old(entry)]
            for path in old:
                shutil.rmtree(path, ignore_errors=True)
        except OSError:
            pass  # Another process sweeps as well.
