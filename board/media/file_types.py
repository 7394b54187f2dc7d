"""Checks that a file is of the type that its name says, by its bytes."""

import codecs
import re
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError

from board.engines.officeinspect.file_format import FileFormat, identify

F = FileFormat

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


# Office files --------------------------------------------------------------------------------------

# The types of office files that are taken, by the endings of their names.
OFFICE_TYPES = {f".{kind}": kind for kind in (F.DOCX, F.XLSX, F.PPTX, F.ODT, F.ODS, F.ODP)}

# What people call the formats that files turn out to have, and in what they are saved as a type that is taken.
WORD = "Open it in Word and save it as “Word Document (.docx)”."
EXCEL = "Open it in Excel and save it as “Excel Workbook (.xlsx)”."
POWERPOINT = "Open it in PowerPoint and save it as “PowerPoint Presentation (.pptx)”."
DOCUMENT = "Open it in the program that made it and save it as an ordinary document, not as a template."
PRINT = "Save it as PDF, or copy the words onto the page."
FORMATS = {
    F.DOCX: ("a Word document (DOCX)", WORD),
    F.DOTX: ("a template for Word documents (DOTX)", WORD),
    F.DOC: ("a Word document of the kind before 2007 (DOC)", WORD),
    F.RTF: ("a text in the Rich Text Format (RTF)", WORD),
    F.XLSX: ("an Excel workbook (XLSX)", EXCEL),
    F.XLTX: ("a template for Excel workbooks (XLTX)", EXCEL),
    F.XLSB: ("a binary Excel workbook (XLSB)", EXCEL),
    F.XLS: ("an Excel workbook of the kind before 2007 (XLS)", EXCEL),
    F.PPTX: ("a PowerPoint presentation (PPTX)", POWERPOINT),
    F.POTX: ("a template for PowerPoint presentations (POTX)", POWERPOINT),
    F.PPSX: ("a PowerPoint show (PPSX)", POWERPOINT),
    F.PPT: ("a PowerPoint presentation of the kind before 2007 (PPT)", POWERPOINT),
    F.ODT: ("an OpenDocument text (ODT)", DOCUMENT),
    F.ODS: ("an OpenDocument spreadsheet (ODS)", DOCUMENT),
    F.ODP: ("an OpenDocument presentation (ODP)", DOCUMENT),
    F.ODG: ("an OpenDocument drawing (ODG)", PRINT),
    F.OTT: ("a template for OpenDocument texts (OTT)", DOCUMENT),
    F.OTS: ("a template for OpenDocument spreadsheets (OTS)", DOCUMENT),
    F.OTP: ("a template for OpenDocument presentations (OTP)", DOCUMENT),
    F.PDF: ("a PDF", PRINT),
    F.HTML: ("a web page (HTML)", "Open it in Word or Excel and save it as DOCX or XLSX."),
    F.MHT: ("a web page with its pictures (MHT), or a mail", "Open it in Word and save it as DOCX."),
    F.XML: ("an XML file", "Open it in the program that made it and save it as DOCX, XLSX or PPTX."),
    F.MSG: ("an Outlook mail (MSG)", PRINT),
    F.EPUB: ("an e-book (EPUB)", PRINT),
    F.PAGES: ("a file of Apple’s Pages, Numbers or Keynote", "Export it as PDF, or as DOCX, XLSX or PPTX."),
    F.IMAGE: ("a picture", "Add it under Images."),
    F.ZIP: ("a ZIP archive", "Unpack it and add the files in it one by one."),
}
LOCKED = (
    "This file is locked with a password, so readers could not open it. Open it with the password, take the password "
    "away (in Word, Excel and PowerPoint: File, Info, Protect, Encrypt with Password, and empty the field; in "
    "LibreOffice: File, Save As, without “Save with password”), save it, and choose it again."
)


# Endings that say more of what is in a file than that it is one of another kind.
PROMISES = {*settings.WAGTAILDOCS_EXTENSIONS, F.DOC, F.XLS, F.PPT}


def office_error(file, suffix: str) -> str:
    """Return what is wrong with an office file of a type; empty if it is one, without a program in it."""
    return "" if identify(file) == OFFICE_TYPES[suffix] else f"This file is called a {kind_of(suffix)} and isn’t one."


def true_type_error(file, suffix: str) -> str:
    """Return what a file is that is not taken under its name, and what to do; empty if that is unknown."""
    file_format, ending = identify(file), suffix.lstrip(".")
    if file_format == F.LOCKED:
        return LOCKED
    if file_format == F.MACROS:
        kind = kind_of(suffix) if suffix in OFFICE_TYPES else "DOCX, XLSX, PPTX or OpenDocument"
        return f"This file holds programs (macros), which readers don’t need. Save it as {kind} without them."
    if file_format not in FORMATS:
        return ""
    name, advice = FORMATS[file_format]
    is_taken = file_format in settings.WAGTAILDOCS_EXTENSIONS
    if is_taken:
        advice = f"Give it a name that ends in .{file_format}, and choose it again."
    contradiction = (
        f", though its name ends in .{ending}" if ending != file_format and (is_taken or ending in PROMISES) else ""
    )
    return f"This file is {name}{contradiction}. {advice}"


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


def kind_of(suffix: str) -> str:
    """Return a type as people write it, such as ``DOCX``."""
    return suffix.lstrip(".").upper()


def check(file, suffix: str) -> str:
    """Return what is wrong with a file of a type that its name says; empty if nothing is."""
    if suffix in OFFICE_TYPES:
        return office_error(file, suffix)
    if suffix == ".pdf":
        return pdf_error(file)
    if suffix == ".csv":
        return csv_error(file)
    taken = ", ".join(kind.upper() for kind in sorted(settings.WAGTAILDOCS_EXTENSIONS))
    return f"We don’t take files of the type {kind_of(suffix) or 'that it has'}. We take {taken}."


def file_type_error(file) -> str:
    """Return why an open file is not of the type that its name says; empty if it is. Leaves it at its start."""
    suffix = PurePath(file.name).suffix.casefold()
    if not file.size:
        return "This file is empty. Choose it again."
    try:
        error = check(file, suffix)
        if not error:
            return ""
        true_type = true_type_error(file, suffix)
    finally:
        file.seek(0)
    if true_type:
        return true_type
    return f"{error} {SAVE_AGAIN.format(kind=kind_of(suffix))}" if error.endswith("isn’t one.") else error


def validate_file_type(file) -> None:
    """Raise ``ValidationError`` for a file whose bytes are not of the type that its name says."""
    if error := file_type_error(file):
        raise ValidationError({"file": error}, code=FILE_TYPE_MISMATCH)
