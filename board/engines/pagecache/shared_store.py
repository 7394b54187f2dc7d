"""Responses as files, so that all processes of a host share what one of them has fetched."""

import contextlib
import hashlib
import json
import logging
import os
import re
import shutil
import threading
import time
from pathlib import Path

from .dependencies import ParameterRead
from .file_version import TOKEN_BYTES
from .store import ParametersRead, PrimaryKey
from .stored_response import StoredResponse

logger = logging.getLogger(__name__)

# In seconds: a process that has read an earlier version may still be about to open its folder.
MIN_FOLDER_AGE = 5.0
VERSION = re.compile(f"[0-9a-f]{{{2 * TOKEN_BYTES}}}")


def is_superseded(entry: os.DirEntry, written: float) -> bool:
    """Return whether a folder is that of a version last written to before ``written``, and not just now."""
    is_version = VERSION.fullmatch(entry.name) is not None
    return is_version and entry.stat().st_mtime < min(written, time.time() - MIN_FOLDER_AGE)


class SharedStore:
    """Responses to requests without a query, in the folder of their content version."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit

    def path(self, version: str, key: PrimaryKey) -> Path:
        """Return the path of a response."""
        return self.folder / version / hashlib.blake2b("\n".join(key).encode(), digest_size=16).hexdigest()

    def get(self, version: str, key: PrimaryKey) -> tuple[StoredResponse, ParametersRead] | None:
        """Return a response that another process has stored and the parameters that it read, or ``None``."""
        try:
            metadata, _, body = self.path(version, key).read_bytes().partition(b"\n")
            fields = json.loads(metadata)
            headers = [(name, value) for name, value in fields["headers"]]
            response = StoredResponse(fields["status"], headers, body, fields["generated"], fields["expires"])
            parameters = fields["parameters"]
            return response, None if parameters is None else tuple(ParameterRead(*read) for read in parameters)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, version: str, key: PrimaryKey, parameters: ParametersRead, response: StoredResponse) -> None:
        """Store a response for the other processes; on a full disk each fetches its own."""
        metadata = {
            "status": response.status,
            "headers": response.headers,
            "generated": response.generated,
            "expires": response.expires,
            "parameters": parameters,
        }
        path = self.path(version, key)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            with os.scandir(path.parent) as entries:
                if sum(entry.stat().st_size for entry in entries) > self.limit:
                    return
            draft.write_bytes(json.dumps(metadata).encode() + b"\n" + response.body)
            draft.replace(path)
        except FileNotFoundError:
            pass  # There is a later version, and this one's folder is gone.
        except OSError:
            logger.exception("An answer can't be kept for the other processes.")
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)

    def sweep(self, version: str) -> None:
        """Remove the folders of superseded versions, in a thread of its own so that no request waits for it."""
        threading.Thread(target=self.remove_superseded, args=(version,), daemon=True).start()

    def remove_superseded(self, version: str) -> None:
        """
        Remove the folders of versions that a version has superseded.

        Later ones stay: it may have been superseded itself by the time that its thread runs.
        """
        try:
            written = (self.folder / version).stat().st_mtime
            with os.scandir(self.folder) as entries:
                superseded = [entry.path for entry in entries if is_superseded(entry, written)]
            for path in superseded:
                shutil.rmtree(path, ignore_errors=True)
        except OSError:
            pass  # Another process sweeps as well, and may have removed this version's folder.
