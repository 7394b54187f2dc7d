"""Which format a file is of, by what is in it and whatever its name says."""

import re
from enum import StrEnum
from typing import BinaryIO

from .packages import (
    CHUNK,
    CONTENT_TYPES,
    LockedError,
    Package,
    PackageError,
    TooLargeError,
    attribute,
    local_name,
    open_package,
)

# Bytes at the start of a file that are searched for signatures.
HEAD = 4096
MANIFEST = "META-INF/manifest.xml"
# What a part that is read to tell the format may have; those of real files have a few kilobytes.
MAX_UNPACKED = 2 * 1024**2


class FileFormat(StrEnum):
    """
    Formats that people take for office files, by the endings of their names.

    ``LOCKED`` is any that can't be read without a password, and ``MACROS`` any that holds programs.
    """

    DOCX, XLSX, PPTX = "docx", "xlsx", "pptx"
    DOTX, XLTX, POTX = "dotx", "xltx", "potx"
    PPSX, XLSB = "ppsx", "xlsb"
    ODT, ODS, ODP, ODG = "odt", "ods", "odp", "odg"
    OTT, OTS, OTP = "ott", "ots", "otp"
    DOC, XLS, PPT, MSG = "doc", "xls", "ppt", "msg"
    LOCKED = "locked"
    MACROS = "macros"
    RTF, HTML, MHT, XML = "rtf", "html", "mht", "xml"
    PDF, EPUB, PAGES, ZIP, IMAGE = "pdf", "epub", "pages", "zip", "image"
    UNKNOWN = ""


F = FileFormat

# The content types of main parts (ECMA-376 part 1, 15.2), by what distinguishes them.
MAIN_CONTENT_TYPES = {
    "wordprocessingml.document.main+xml": F.DOCX,
    "wordprocessingml.template.main+xml": F.DOTX,
    "ms-word.document.macroenabled": F.MACROS,
    "ms-word.template.macroenabled": F.MACROS,
    "spreadsheetml.sheet.main+xml": F.XLSX,
    "spreadsheetml.template.main+xml": F.XLTX,
    "ms-excel.sheet.macroenabled": F.MACROS,
    "ms-excel.template.macroenabled": F.MACROS,
    "ms-excel.addin.macroenabled": F.MACROS,
    "ms-excel.sheet.binary.macroenabled": F.XLSB,
    "presentationml.presentation.main+xml": F.PPTX,
    "presentationml.slideshow.main+xml": F.PPSX,
    "presentationml.template.main+xml": F.POTX,
    "ms-powerpoint.presentation.macroenabled": F.MACROS,
    "ms-powerpoint.slideshow.macroenabled": F.MACROS,
    "ms-powerpoint.template.macroenabled": F.MACROS,
    "ms-powerpoint.addin.macroenabled": F.MACROS,
}
# Names of parts with programs.
MACROS = re.compile(r"vbaproject[^/]*\.bin\Z|\A(basic|scripts)/")

# OpenDocument 1.3 part 3, appendix C.
MEDIA_TYPES = {
    "application/vnd.oasis.opendocument.text": F.ODT,
    "application/vnd.oasis.opendocument.text-template": F.OTT,
    "application/vnd.oasis.opendocument.spreadsheet": F.ODS,
    "application/vnd.oasis.opendocument.spreadsheet-template": F.OTS,
    "application/vnd.oasis.opendocument.presentation": F.ODP,
    "application/vnd.oasis.opendocument.presentation-template": F.OTP,
    "application/vnd.oasis.opendocument.graphics": F.ODG,
    "application/epub+zip": F.EPUB,
}

# Compound files (MS-CFB), as Office wrote before 2007 and writes around what is encrypted, by the names of their
# streams (MS-OFFCRYPTO 2.3.4, MS-PPT 2.1, MS-DOC 2.1, MS-XLS 2.1.7). One that is embedded in another comes after it.
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = {
    "EncryptedPackage": F.LOCKED,
    "__properties_version1.0": F.MSG,
    "PowerPoint Document": F.PPT,
    "WordDocument": F.DOC,
    "Workbook": F.XLS,
    "Book": F.XLS,
}
LONGEST_NAME = 64

SIGNATURES = [
    (re.compile(rb"%PDF-"), F.PDF),
    (re.compile(rb"\{\\rtf"), F.RTF),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|II\*\x00|MM\x00\*", re.DOTALL), F.IMAGE),
    (
        re.compile(rb"(mime-version|from|subject|date|content-type):.*?\ncontent-type:", re.IGNORECASE | re.DOTALL),
        F.MHT,
    ),
    (
        re.compile(
            rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|[a-z:]*html|head|meta|table|style|body|script)\b",
            re.IGNORECASE | re.DOTALL,
        ),
        F.HTML,
    ),
    (re.compile(rb"<\?xml|<\?mso"), F.XML),
]


def identify(file: BinaryIO) -> FileFormat:
    """Return the format of an open file; ``UNKNOWN`` for one that looks like none of them. Leaves it at its start."""
    file.seek(0)
    head = file.read(HEAD)
    try:
        if head.startswith(COMPOUND_FILE):
            return identify_compound_file(file)
        if head.startswith(b"PK"):
            return identify_archive(file)
    finally:
        file.seek(0)
    start = head.decode("utf-16", "replace").encode() if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
    start = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((format_ for signature, format_ in SIGNATURES if signature.match(start)), F.UNKNOWN)


def identify_compound_file(file: BinaryIO) -> FileFormat:
    """Return the format of a compound file."""
    file.seek(0)
    positions: dict[str, int] = {}
    before, start = b"", 0
    while chunk := file.read(CHUNK):
        piece = before + chunk
        for name in STREAMS.keys() - positions.keys():
            if (position := piece.find(name.encode("utf-16-le"))) >= 0:
                positions[name] = start + position
        before = piece[-LONGEST_NAME:]
        start += len(piece) - len(before)
    if "EncryptedPackage" in positions:
        return F.LOCKED
    return STREAMS[min(positions, key=positions.__getitem__)] if positions else F.UNKNOWN


def identify_archive(file: BinaryIO) -> FileFormat:
    """Return the format of a ZIP archive."""
    try:
        with open_package(file, MAX_UNPACKED) as package:
            return identify_package(package)
    except LockedError:
        return F.LOCKED
    except (PackageError, TooLargeError):
        return F.UNKNOWN


def identify_package(package: Package) -> FileFormat:
    """Return the format of a package; raises what ``open_package`` raises."""
    if is_encrypted_document(package):
        return F.LOCKED
    if has_macros(package):
        return F.MACROS
    if CONTENT_TYPES in package:
        type_ = package.content_types.get(package.main_part, "").casefold()
        return next((each for words, each in MAIN_CONTENT_TYPES.items() if words in type_), F.ZIP)
    if MANIFEST in package or "mimetype" in package:
        return MEDIA_TYPES.get(media_type(package), F.ZIP)
    return F.PAGES if any(name.casefold().endswith(".iwa") for name in package.names) else F.ZIP


def media_type(package: Package) -> str:
    """Return the media type of an OpenDocument package, from the entry for it or else from its manifest."""
    if "mimetype" in package:
        return package.read("mimetype", HEAD).decode("ascii", "replace").strip()
    entries = (entry for entry in package.root(MANIFEST) if attribute(entry, "full-path") == "/")
    return next((attribute(entry, "media-type") for entry in entries), "")


def is_encrypted_document(package: Package) -> bool:
    """Return whether an OpenDocument package is encrypted, by its manifest (OpenDocument 1.3 part 2, 3.4)."""
    root = package.root(MANIFEST)
    return root is not None and any(local_name(each.tag) == "encryption-data" for each in root.iter())


def has_macros(package: Package) -> bool:
    """
    Return whether a package holds programs, by the types and names of its parts.

    These are Visual Basic projects, macro sheets of Excel 4, and the Basic and script libraries of OpenDocument.
    """
    by_type = package.parts_of_type("vbaProject", "macrosheet") if CONTENT_TYPES in package else []
    return bool(by_type) or any(MACROS.search(name.casefold()) for name in package.names)
