"""What says which bytes are behind a file: written by ``save()`` alone, where every rule on files is asked."""

import re
from pathlib import PurePath

BYTES = ("file", "file_hash")


class UpdatedBytesError(Exception):
    """Somebody tried to put other bytes behind files without saving each."""

    def __init__(self):
        super().__init__("The bytes behind a file are changed by its save() alone. Save each file instead.")


class FileQuerySetMixin:
    """Refuses to put other bytes behind files past ``save()``; ``bulk_update`` comes through ``update`` too."""

    def update(self, **kwargs):
        """Update other columns; raises ``UpdatedBytesError`` for those that say which bytes there are."""
        if set(BYTES) & set(kwargs):
            raise UpdatedBytesError
        return super().update(**kwargs)  # type: ignore[misc]


def has_unstored_bytes(file) -> bool:
    """Say whether a field's file was assigned and not yet written to storage."""
    # Django keeps this in an attribute and offers no other name for it.
    return bool(file) and not file._committed


def store_ahead(file) -> None:
    """Write a field's new bytes to storage without saving its row; raises ``OSError`` where storage fails."""
    content = file.file
    file.save(file.name, content, save=False)
    # Whoever looks at the bytes again need not fetch them.
    getattr(file.instance, file.field.name).file = content


def storable_name(name: str) -> str:
    """
    Return a file name that keeps its type in storage.

    Storage drops what is no letter, digit, dot, dash or underscore; of a name made of signs alone only the
    type would be left, and ``.pdf`` is a file without one.
    """
    path = PurePath(name)
    return name if re.search(r"\w", path.stem) and path.suffix else f"document{path.suffix or path.name}"
