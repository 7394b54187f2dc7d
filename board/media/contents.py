"""Whether a file is what its name says: the type by its bytes, against the type by its name."""

import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError

NOT_WHAT_IT_SAYS = "not_what_it_says"

# How much of a file is looked at. A PDF may have up to a kilobyte before its header (ISO 32000-1, annex H).
HEAD = 1024

# What an office file holds, by the type that its name says. Both families are ZIP archives.
OFFICE = {
    ".docx": "word/document.xml",
    ".pptx": "ppt/presentation.xml",
    ".xlsx": "xl/workbook.xml",
    ".odt": "content.xml",
}
# Programs in documents: nobody needs them to read one.
MACROS = "vbaproject.bin"


def is_pdf(file) -> bool:
    """Say whether a file begins as a PDF does."""
    file.seek(0)
    return b"%PDF-" in file.read(HEAD)


def is_office(file, inside: str) -> bool:
    """Say whether a file is a ZIP archive with an entry, and without a program in it."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name.casefold() for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return inside in names and not any(name.endswith(MACROS) for name in names)


def is_text(file) -> bool:
    """Say whether a file is text in UTF-8 or in the encoding of old spreadsheets, and no page or script."""
    file.seek(0)
    head = file.read(HEAD)
    return b"\x00" not in head and not head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<", b"#!", b"%pdf-"))


def is_what_it_says(file) -> bool:
    """Say whether the bytes of an open file are of the type that its name says; the file is left at its start."""
    suffix = PurePath(file.name).suffix.casefold()
    try:
        if suffix == ".pdf":
            return is_pdf(file)
        if suffix == ".csv":
            return is_text(file)
        return suffix in OFFICE and is_office(file, OFFICE[suffix])
    finally:
        file.seek(0)


def require_contents(file) -> None:
    """Raise ``ValidationError`` for a file whose bytes are not what its name says."""
    kind = PurePath(file.name).suffix.lstrip(".").upper() or "type"
    if not file.size:
        raise ValidationError({"file": "This file is empty. Choose it again."}, code=NOT_WHAT_IT_SAYS)
    if not is_what_it_says(file):
        message = (
            f"This file is called a {kind} and isn’t one, or holds programs (macros). Open it in the program that "
            f"made it, and save it as {kind} anew."
        )
        raise ValidationError({"file": message}, code=NOT_WHAT_IT_SAYS)
