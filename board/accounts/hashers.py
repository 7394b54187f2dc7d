"""How passwords are hashed."""

import fcntl
import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher


def normalise(password: str) -> str:
    """Return a password in NFKC (UAX 15): a letter with an accent has another form on each keyboard."""
    return unicodedata.normalize("NFKC", password)


# Hashing a password takes half a second of a core, and readers need the others (docs/decisions/0030).
CORES_THAT_HASH = max(1, (os.cpu_count() or 1) // 2)
HASHING = threading.BoundedSemaphore(1)


@contextmanager
def core_that_hashes() -> Iterator[None]:
    """
    Wait until this process may hash a password: one at a time, and on half of the host's cores at most.

    Processes exclude each other by the lock of a file, which the kernel releases when one dies.
    """
    with HASHING, ExitStack() as stack:
        folder = Path(settings.PAGE_CACHE_DIR) / "hashing"
        # A command may run as a user who can't write there.
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            file = stack.enter_context((folder / str(os.getpid() % CORES_THAT_HASH)).open("w"))
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


class BoundedPBKDF2PasswordHasher(PBKDF2PasswordHasher):
    """Django's hasher, which leaves cores to others."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with core_that_hashes():
            return super().encode(password, salt, iterations)


class NormalisingPBKDF2PasswordHasher(BoundedPBKDF2PasswordHasher):
    """
    Django's hasher for passwords in NFKC, as NIST SP 800-63B-4, 3.1.1.2, recommends.

    It has a name of its own, so that passwords hashed as they were typed are verified so, and hashed anew at the next
    sign-in.
    """

    algorithm = "pbkdf2_sha256_nfkc"

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        return super().encode(normalise(password), salt, iterations)
