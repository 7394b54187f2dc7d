"""The type of a file by its bytes must be that of its name."""

import struct

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from board.engines.officeinspect import packages
from board.media import file_types
from board.media.file_types import validate_file_type
from board.media.models import BoardDocument
from tests.board.engines.officeinspect.office_files import archive, compound_file, docx, office_open, open_document
from tests.board.engines.pdfinspect import pdfs

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", pdfs.tagged()),
        ("a.PDF", b"\xef\xbb\xbf\n%PDF-1.4 and the rest"),
        ("a.docx", docx()),
        ("a.DOCX", docx(main="word/document2.xml")),
        ("a.docx", docx(main="docs/words.xml", strict=True)),
        ("a.xlsx", office_open("xlsx")),
        ("a.pptx", office_open("pptx")),
        ("a.odt", open_document("odt", "")),
        ("a.ods", open_document("ods", "")),
        ("a.odp", open_document("odp", "")),
        ("a.csv", "name,café\n".encode()),
        ("a.csv", "name,café\n".encode("cp1252")),
    ],
)
def test_file_of_its_type_is_accepted(name, content):
    file = ContentFile(content, name)
    validate_file_type(file)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", HTML),
        ("a.pdf", SVG),
        ("a.pdf", b""),
        ("a.pdf", docx()),
        ("a.pdf", HTML + b"%PDF-1.4"),
        ("a.pdf", docx()[:200] + b"%PDF-1.4"),
        ("a.pdf", b"\n#!/bin/sh %PDF-1.4"),
        ("a.pdf", b"MZ\x90\x00 %PDF-1.4"),
        ("a.docx", b"MZ" + docx()),
        ("a.odt", open_document("odt", "", parts={"Basic/Standard/Module1.xml": "x"})),
        ("a.docx", pdfs.tagged()),
        ("a.docx", archive({"word/document.xml": "x"})),
        ("a.docx", docx(parts={"word/vbaProject.bin": "x"})),
        ("a.docx", docx()[:-30]),
        ("a.xlsx", docx()),
        ("a.csv", HTML),
        ("a.csv", b"\xef\xbb\xbf  \n" + SVG),
        ("a.csv", b"#!/bin/sh\n"),
        ("a.csv", b"a,b\x00c"),
        ("a.csv", b"a,b\n" * 50_000 + b"\x00"),
        ("a.csv", b"\x7fELF" + b"a" * 100),
        ("a.csv", bytes(range(128, 256))),
        ("a.csv", "name,café\n".encode("utf-16")),
        ("a.html", HTML),
        ("a", HTML),
    ],
)
def test_file_of_another_type_is_refused(name, content):
    with pytest.raises(ValidationError):
        validate_file_type(ContentFile(content, name))


def test_character_split_between_chunks_is_text(monkeypatch):
    monkeypatch.setattr(file_types, "CHUNK", 3)
    validate_file_type(ContentFile("na,é€\n".encode(), "a.csv"))


RENAMED = "though its name ends in .{}. Give it a name that ends in .{}"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "name\n".encode("utf-16"), "CSV UTF-8"),
        ("a.csv", b"\x00\x01", "is no text"),
        ("a.docx", b"PK", "isn’t one. Open it in the program"),
        ("a.docx", b"not what it says", "isn’t one. Open it in the program"),
        ("a.docx", b"\xff\xfe\x00\xd8a", "isn’t one. Open it in the program"),
        ("a.pdf", b"", "is empty"),
        ("a.exe", b"MZ", "files of the type EXE. We take CSV, DOCX"),
        # Locked.
        ("a.docx", compound_file("EncryptionInfo", "EncryptedPackage"), "is locked with a password"),
        ("a.xlsx", compound_file("DataSpaces", "EncryptedPackage"), "is locked with a password"),
        ("a.doc", compound_file("EncryptedPackage"), "is locked with a password"),
        ("a.odt", open_document("odt", "", manifest="<manifest:encryption-data/>"), "is locked with a password"),
        # Programs.
        ("a.docx", docx(parts={"word/vbaProject.bin": "x"}), "programs (macros)"),
        ("a.xlsx", office_open("xlsx", parts={"xl/project7.bin": "x"}), "programs (macros)"),
        ("a.docx", office_open("docm"), "programs (macros)"),
        ("a.docm", office_open("docm"), "programs (macros)"),
        ("a.ods", open_document("ods", "", parts={"Scripts/python/a.py": "x"}), "programs (macros)"),
        # Another type than the name says.
        ("a.docx", compound_file("WordDocument", "Workbook"), "is a Word document of the kind before 2007 (DOC)"),
        ("a.xlsx", compound_file("Workbook", "ObjectPool", "WordDocument"), "is an Excel workbook of the kind"),
        ("a.xlsx", compound_file("Workbook"), "is an Excel workbook of the kind before 2007 (XLS)"),
        ("a.pptx", compound_file("PowerPoint Document"), "is a PowerPoint presentation of the kind before 2007 (PPT)"),
        ("a.docx", HTML, "is a web page (HTML), though its name ends in .docx"),
        ("a.xlsx", b"\xef\xbb\xbf<html xmlns:x='urn:schemas'>", "is a web page (HTML), though its name ends in .xlsx"),
        ("a.docx", b"{\\rtf1\\ansi}", "is a text in the Rich Text Format (RTF), though"),
        ("a.docx", b"MIME-Version: 1.0\r\nContent-Type: multipart/related;", "is a web page with its pictures (MHT)"),
        ("a.docx", b"<?xml version='1.0'?><?mso-application progid='Word.Document'?>", "is an XML file, though"),
        ("a.docx", open_document("odt", ""), RENAMED.format("docx", "odt")),
        ("a.xlsx", open_document("ods", ""), RENAMED.format("xlsx", "ods")),
        ("a.odt", docx(), RENAMED.format("odt", "docx")),
        ("a.docx", pdfs.tagged(), RENAMED.format("docx", "pdf")),
        ("a.pdf", docx(), RENAMED.format("pdf", "docx")),
        ("a.csv", office_open("xlsx"), RENAMED.format("csv", "xlsx")),
        ("a.docx", office_open("dotx"), "is a template for Word documents (DOTX), though"),
        ("a.pptx", office_open("ppsx"), "is a PowerPoint show (PPSX), though"),
        ("a.xlsx", office_open("xlsb"), "is a binary Excel workbook (XLSB), though"),
        ("a.odt", open_document("ott", ""), "is a template for OpenDocument texts (OTT), though"),
        ("a.docx", archive({"Index/Document.iwa": "x"}), "is a file of Apple’s Pages"),
        ("a.docx", archive({"a.txt": "x"}), "is a ZIP archive, though"),
        # A type that is not taken.
        ("a.doc", compound_file("WordDocument"), "This file is a Word document of the kind before 2007 (DOC). Open it"),
        ("a.xls", HTML, "is a web page (HTML), though its name ends in .xls"),
        ("a.doc", docx(), RENAMED.format("doc", "docx")),
        ("a.dotx", office_open("dotx"), "This file is a template for Word documents (DOTX). Open it in Word"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "This file is a picture. Add it under Images"),
        ("a.rtf", b"{\\rtf1", "This file is a text in the Rich Text Format (RTF). Open it in Word"),
    ],
    # By the bytes themselves they would have another name in every process.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refusal_gives_the_true_reason(name, content, words):
    """Each file is told what it is, whatever its name says, and what to do with it."""
    file = ContentFile(content, name)
    with pytest.raises(ValidationError) as refusal:
        validate_file_type(file)
    assert words in refusal.value.messages[0]
    assert file.tell() == 0


def test_document_of_a_type_that_is_not_taken_is_told_what_it_is(db):
    """Wagtail's own error on the ending of the name would hide the true reason."""
    with pytest.raises(ValidationError, match="before 2007"):
        BoardDocument(title="A", file=ContentFile(compound_file("WordDocument"), "a.doc")).clean()


def directory_of(entries, comment=b"", locator=b""):
    """Return a ZIP archive that is nothing but a central directory."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[0] * 6, 0, 0, 0, 1, *[0] * 4, 0, 0) + b"a"
    directory = entry * entries
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(directory), 0, len(comment))
    return directory + locator + end + comment


@pytest.mark.parametrize(
    "content",
    [
        directory_of(400_000),
        directory_of(400_000, comment=b"PK" * 30_000),
        directory_of(10, locator=b"PK\x06\x07" + bytes(16)),
        b"PK\x05\x06",
        b"PK",
    ],
)
def test_large_central_directory_is_not_read(content, monkeypatch):
    """Python reads the whole of it: 50 MB of entries fill 400 MB of a web worker's memory."""
    monkeypatch.setattr(packages.zipfile, "ZipFile", lambda file: pytest.fail("It was read."))
    with pytest.raises(ValidationError):
        validate_file_type(ContentFile(content, "a.docx"))


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.exe", "a.pdf.html", "a"])
def test_executable_type_is_refused_by_name(db, name):
    with pytest.raises(ValidationError):
        BoardDocument(title="A", file=ContentFile(HTML, name)).clean()
