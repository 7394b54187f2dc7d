"""Files of file fields, before and while they are stored."""

import hashlib
import re
from pathlib import PurePath


def has_unstored_bytes(file) -> bool:
    """Return whether a field's file was assigned and not yet written to storage."""
    # Django keeps this in an attribute and offers no other name for it.
    return bool(file) and not file._committed


def store_before_save(file) -> None:
    """Write a field's new bytes to storage without saving its row; raises ``OSError`` where storage fails."""
    content = file.file
    file.save(file.name, content, save=False)
    # Later readers of the bytes need not fetch them.
    getattr(file.instance, file.field.name).file = content


def sha256_of(file) -> str:
    """Return the SHA-256 of a file's bytes (FIPS 180-4), 64 hexadecimal digits; its position stays as it is."""
    position = file.tell()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(position)
    return digest


def storable_name(name: str, stem: str = "document") -> str:
    """
    Return a file name that keeps its type in storage; one that is nothing but a type begins with ``stem``.

    Storage drops what is no letter, digit, dot, dash or underscore; of a name made of symbols alone only the type
    would be left, and ``.pdf`` is a file without one.
    """
    path = PurePath(name)
    return name if re.search(r"\w", path.stem) and path.suffix else f"{stem}{path.suffix or path.name}"
