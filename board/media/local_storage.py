"""Files on this machine's disk, which are there whole or not at all."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

# Begins the name of a file that is still being written; Django's storage lets no upload have such a name.
UNFINISHED = ".unfinished-"


class AtomicFileSystemStorage(FileSystemStorage):
    """
    Stores files on the disk as Django does, and leaves nothing behind where that fails.

    Django writes under the final name, where a full disk leaves the beginning of the file.
    """

    def _save(self, name, content):
        """Store a file and return its name; raises ``OSError``, and there is then no part of it."""
        unfinished = self.write_unfinished(content)
        reserved = None
        try:
            # Takes a free name, for which another process may ask at the same moment.
            name = super()._save(name, ContentFile(b""))  # type: ignore[misc]
            reserved = Path(self.path(name))
            shutil.copymode(reserved, unfinished)
            unfinished.replace(reserved)
        except BaseException:
            remove(unfinished)
            if reserved:
                remove(reserved)
            raise
        return name

    def write_unfinished(self, content) -> Path:
        """Write a file's bytes under another name on the same disk; return its path. Raises ``OSError``."""
        folder = Path(self.location)
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, path = tempfile.mkstemp(prefix=UNFINISHED, dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk if isinstance(chunk, bytes) else chunk.encode())
        except BaseException:
            remove(Path(path))
            raise
        return Path(path)


def remove(path: Path) -> None:
    """Remove a file, if that is possible: a disk that fails to write may fail to do that too."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
