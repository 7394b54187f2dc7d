"""From a file to its text, which is never changed on the way."""

import codecs
import re
from pathlib import Path

# The whole of a board’s old news is some hundred kilobytes.
MAX_BYTES = 20 * 1024 * 1024
# What neither a text file nor XML 1.0 may hold (https://www.w3.org/TR/xml/#charsets); the feed is XML.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SAVE_AS_TEXT = "Save it as plain text in UTF-8 and run the command again."


class TextFileError(Exception):
    """A file that cannot be imported. Its text is one line that says why and what to do."""


def decode(data: bytes, name: str) -> str:
    """
    Return the text of a file's bytes, character for character; ``name`` is what errors call the file.

    UTF-8 with or without a byte order mark, or UTF-16 with one. Raises ``TextFileError`` for anything else.
    """
    if not data.strip():
        raise TextFileError(f"{name} is empty. Choose the file that holds the words.")
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\x00" in data and not is_utf16:
        raise TextFileError(f"{name} is not a text file. {_SAVE_AS_TEXT}")
    try:
        text = data.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        if is_utf16:
            raise TextFileError(f"{name} is not readable as UTF-16. {_SAVE_AS_TEXT}") from error
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02X}"
        raise TextFileError(f"{name} is not in UTF-8 (line {line} holds the byte {byte}). {_SAVE_AS_TEXT}") from error
    if found := _NOT_TEXT.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise TextFileError(f"{name} is not a text file (line {line} holds a control character). {_SAVE_AS_TEXT}")
    if not text.strip():
        raise TextFileError(f"{name} holds no words. Choose the file that does.")
    return text


def read_text(path: Path) -> str:
    """Return the text of a file. Raises ``TextFileError`` where it cannot be opened or is not text."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it.
        reason = getattr(error, "strerror", None) or str(error)
        raise TextFileError(f"{path} cannot be opened: {reason}. Check the name of the file.") from error
    if len(data) > MAX_BYTES:
        raise TextFileError(f"{path.name} is larger than {MAX_BYTES // 1024**2} MB. Choose the right file.")
    return decode(data, path.name)
