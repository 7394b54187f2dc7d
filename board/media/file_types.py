"""Checks that a file is of the type that its name says, by its bytes."""

import codecs
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from django.core.exceptions import ValidationError

FILE_TYPE_MISMATCH = "file_type_mismatch"
# Bytes that are read at once.
CHUNK = 64 * 1024

# Bytes at the start of a file that are searched for signatures.
HEAD = 1024

SAVE_AGAIN = "Open it in the program that made it, and save it as {kind} anew."


def begins_with(file, *signatures: bytes) -> bool:
    """Return whether a file begins with one of the signatures."""
    file.seek(0)
    return file.read(HEAD).startswith(signatures)


# PDF -----------------------------------------------------------------------------------------------

# A PDF may have up to a kilobyte of anything before its header (ISO 32000-1, annex H); HTML, a script, an archive or a
# program there would make the file two things at once (a polyglot).
POLYGLOT = re.compile(rb"<|\A\s*(#!|PK\x03\x04|MZ|\x7fELF)")


def pdf_error(file) -> str:
    """Return what is wrong with a file that is called a PDF; empty if nothing is."""
    file.seek(0)
    before, header, _ = file.read(HEAD).partition(b"%PDF-")
    return "" if header and not POLYGLOT.search(before) else "This file is called a PDF and isn’t one."


# Office files, which are ZIP archives --------------------------------------------------------------

# The entry that each type has.
OFFICE_ENTRIES = {
    ".docx": "word/document.xml",
    ".pptx": "ppt/presentation.xml",
    ".xlsx": "xl/workbook.xml",
    ".odt": "content.xml",
}
# Programs, which no reader needs.
MACROS = re.compile(r"vbaproject\.bin\Z|\A(basic|scripts)/")

# The end of central directory record, which has the size of the central directory (APPNOTE.TXT 6.3.10, 4.3.16), and
# the ZIP64 locator before it.
END_RECORD, ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
END_RECORD_SIZE, LOCATOR_SIZE, MAX_COMMENT = 22, 20, 65_535
# Room for ten thousand entries, more than any office file has. Python reads the whole directory, whatever is in it.
MAX_DIRECTORY = 1024**2


def has_small_directory(file) -> bool:
    """Return whether a ZIP archive has a central directory that can be read without harm."""
    tail = min(file.size, LOCATOR_SIZE + END_RECORD_SIZE + MAX_COMMENT)
    file.seek(file.size - tail)
    end = file.read(tail)
    start = end.rfind(END_RECORD)
    if start < 0 or len(end) - start < END_RECORD_SIZE or end[max(start - LOCATOR_SIZE, 0) :].startswith(ZIP64_LOCATOR):
        return False
    return int.from_bytes(end[start + 12 : start + 16], "little") <= MAX_DIRECTORY


def office_error(file, suffix: str) -> str:
    """Return what is wrong with an office file of a type; empty if it is one, without a program in it."""
    kind = suffix.lstrip(".").upper()
    names: list[str] = []
    try:
        if has_small_directory(file):
            file.seek(0)
            with zipfile.ZipFile(file) as archive:
                names = [name.casefold() for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        pass
    if OFFICE_ENTRIES[suffix] not in names or not begins_with(file, b"PK"):
        return f"This file is called a {kind} and isn’t one."
    if any(MACROS.search(name) for name in names):
        return f"This file holds programs (macros), which readers don’t need. Save it as {kind} without them."
    return ""


# CSV -----------------------------------------------------------------------------------------------

SAVE_AS_UTF_8 = "Save it anew as “CSV UTF-8”, so that every program shows its letters as you do."
# UTF-8, with or without a byte order mark, and what spreadsheets in Western Europe wrote before it.
ENCODINGS = ("utf-8", "cp1252")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MARKUP = re.compile(r"\A[\ufeff\s]*(<|#!|%pdf-)", re.IGNORECASE)


def is_text_in(file, encoding: str) -> bool:
    """Return whether a whole file is text in an encoding, without control characters."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        for chunk in iter(lambda: file.read(CHUNK), b""):
            if CONTROLS.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def csv_error(file) -> str:
    """Return what is wrong with a file that is called a CSV; empty if it is text, and no HTML or script."""
    if begins_with(file, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return f"This CSV is in UTF-16, which many programs show as nonsense. {SAVE_AS_UTF_8}"
    if not any(is_text_in(file, encoding) for encoding in ENCODINGS):
        return f"This file is called a CSV, and what is in it is no text. {SAVE_AS_UTF_8}"
    file.seek(0)
    if MARKUP.match(file.read(HEAD).decode("utf-8", "replace")):
        return f"This file is called a CSV, and is a page or a script. {SAVE_AGAIN.format(kind='CSV')}"
    return ""


# All -----------------------------------------------------------------------------------------------

CHECKS: dict[str, Callable[..., str]] = {".pdf": pdf_error, ".csv": csv_error}


def file_type_error(file) -> str:
    """Return why an open file is not of the type that its name says; empty if it is. Leaves it at its start."""
    suffix = PurePath(file.name).suffix.casefold()
    kind = suffix.lstrip(".").upper()
    if not file.size:
        return "This file is empty. Choose it again."
    try:
        if suffix in OFFICE_ENTRIES:
            error = office_error(file, suffix)
        elif suffix in CHECKS:
            error = CHECKS[suffix](file)
        else:
            error = f"We don’t take files of the type {kind or 'that it has'}."
    finally:
        file.seek(0)
    return f"{error} {SAVE_AGAIN.format(kind=kind)}" if error.endswith("isn’t one.") else error


def validate_file_type(file) -> None:
    """Raise ``ValidationError`` for a file whose bytes are not of the type that its name says."""
    if error := file_type_error(file):
        raise ValidationError({"file": error}, code=FILE_TYPE_MISMATCH)
