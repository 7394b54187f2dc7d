"""Whether a file is what its name says: the type by its bytes, against the type by its name."""

import codecs
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from django.core.exceptions import ValidationError

NOT_WHAT_IT_SAYS = "not_what_it_says"
# What is read of a file at once.
CHUNK = 64 * 1024

SAVE_ANEW = "Open it in the program that made it, and save it as {kind} anew."


def begins_with(file, *signatures: bytes) -> bool:
    """Say whether a file begins with one of these."""
    file.seek(0)
    return file.read(HEAD).startswith(signatures)


# How much of a file is looked at for what it begins with.
HEAD = 1024

# PDF -----------------------------------------------------------------------------------------------

# A PDF may have up to a kilobyte of anything before its header (ISO 32000-1, annex H); a page, a script, an archive or
# a program before it would make the file two things at once.
ANOTHER_THING = re.compile(rb"<|\A\s*(#!|PK\x03\x04|MZ|\x7fELF)")


def of_pdf(file) -> str:
    """Return what is wrong with a file that is called a PDF; empty where nothing is."""
    file.seek(0)
    before, header, _ = file.read(HEAD).partition(b"%PDF-")
    return "" if header and not ANOTHER_THING.search(before) else "This file is called a PDF and isn’t one."


# Office files: ZIP archives, all of them -----------------------------------------------------------

# What each holds.
OFFICE = {
    ".docx": "word/document.xml",
    ".pptx": "ppt/presentation.xml",
    ".xlsx": "xl/workbook.xml",
    ".odt": "content.xml",
}
# Programs in documents: nobody needs them to read one.
MACROS = re.compile(r"vbaproject\.bin\Z|\A(basic|scripts)/")

# Where a ZIP archive tells how long its table of contents is (APPNOTE.TXT 6.3.10, 4.3.16), and how long that of any
# office file is at the most: some ten thousand entries. Python reads the whole table, whatever is in it.
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
LENGTH_OF_END, LENGTH_OF_LOCATOR, LONGEST_COMMENT = 22, 20, 65_535
LONGEST_TABLE = 1024**2


def has_short_table(file) -> bool:
    """Say whether a ZIP archive has a table of contents that can be read without harm."""
    tail = min(file.size, LENGTH_OF_LOCATOR + LENGTH_OF_END + LONGEST_COMMENT)
    file.seek(file.size - tail)
    end = file.read(tail)
    start = end.rfind(END)
    if start < 0 or len(end) - start < LENGTH_OF_END or end[max(start - LENGTH_OF_LOCATOR, 0) :].startswith(END_64):
        return False
    return int.from_bytes(end[start + 12 : start + 16], "little") <= LONGEST_TABLE


def of_office(file, suffix: str) -> str:
    """Return what is wrong with an office file of a type; empty where it is one, without a program in it."""
    kind = suffix.lstrip(".").upper()
    names: list[str] = []
    try:
        if has_short_table(file):
            file.seek(0)
            with zipfile.ZipFile(file) as archive:
                names = [name.casefold() for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        pass
    if OFFICE[suffix] not in names or not begins_with(file, b"PK"):
        return f"This file is called a {kind} and isn’t one."
    if any(MACROS.search(name) for name in names):
        return f"This file holds programs (macros), which nobody needs to read it. Save it as {kind} without them."
    return ""


# CSV -----------------------------------------------------------------------------------------------

AS_UTF_8 = "Save it anew as “CSV UTF-8”, so that every program shows its letters as you do."
# UTF-8, with or without a mark at its start, and what spreadsheets in Western Europe wrote before it.
ENCODINGS = ("utf-8", "cp1252")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MARKUP = re.compile(r"\A[\ufeff\s]*(<|#!|%pdf-)", re.IGNORECASE)


def is_text_in(file, encoding: str) -> bool:
    """Say whether a whole file is text in an encoding, without control characters."""
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


def of_csv(file) -> str:
    """Return what is wrong with a file that is called a CSV; empty where it is text, and no page or script."""
    if begins_with(file, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return f"This CSV is in UTF-16, which many programs show as nonsense. {AS_UTF_8}"
    if not any(is_text_in(file, encoding) for encoding in ENCODINGS):
        return f"This file is called a CSV, and what is in it is no text. {AS_UTF_8}"
    file.seek(0)
    if MARKUP.match(file.read(HEAD).decode("utf-8", "replace")):
        return f"This file is called a CSV, and is a page or a script. {SAVE_ANEW.format(kind='CSV')}"
    return ""


# All -----------------------------------------------------------------------------------------------

READERS: dict[str, Callable[..., str]] = {".pdf": of_pdf, ".csv": of_csv}


def what_is_wrong(file) -> str:
    """Return why an open file is not what its name says, in words; empty where it is. It is left at its start."""
    suffix = PurePath(file.name).suffix.casefold()
    kind = suffix.lstrip(".").upper()
    if not file.size:
        return "This file is empty. Choose it again."
    try:
        if suffix in OFFICE:
            wrong = of_office(file, suffix)
        elif suffix in READERS:
            wrong = READERS[suffix](file)
        else:
            wrong = f"We don’t take files of the type {kind or 'that it has'}."
    finally:
        file.seek(0)
    return f"{wrong} {SAVE_ANEW.format(kind=kind)}" if wrong.endswith("isn’t one.") else wrong


def require_contents(file) -> None:
    """Raise ``ValidationError`` for a file whose bytes are not what its name says."""
    if wrong := what_is_wrong(file):
        raise ValidationError({"file": wrong}, code=NOT_WHAT_IT_SAYS)
