"""The type of a file by its bytes must be that of its name."""

import io
import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from board.media import file_types
from board.media.file_types import validate_file_type
from board.media.models import BoardDocument
from tests.board.engines.pdfinspect import pdfs


def archive(*names):
    """Return a ZIP archive with entries of these names."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as zipped:
        for name in names:
            zipped.writestr(name, "x")
    return output.getvalue()


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", pdfs.tagged()),
        ("a.PDF", b"\xef\xbb\xbf\n%PDF-1.4 and the rest"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml")),
        ("a.xlsx", archive("xl/workbook.xml")),
        ("a.pptx", archive("ppt/presentation.xml")),
        ("a.odt", archive("mimetype", "content.xml")),
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
        ("a.pdf", archive("word/document.xml")),
        ("a.pdf", HTML + b"%PDF-1.4"),
        ("a.pdf", archive("word/document.xml")[:200] + b"%PDF-1.4"),
        ("a.pdf", b"\n#!/bin/sh %PDF-1.4"),
        ("a.pdf", b"MZ\x90\x00 %PDF-1.4"),
        ("a.docx", b"MZ" + archive("word/document.xml")),
        ("a.odt", archive("content.xml", "Basic/Standard/Module1.xml")),
        ("a.docx", pdfs.tagged()),
        ("a.docx", archive("anything.txt")),
        ("a.docx", archive("word/document.xml", "word/vbaProject.bin")),
        ("a.docx", archive("word/document.xml")[:-30]),
        ("a.xlsx", archive("word/document.xml")),
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


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "name\n".encode("utf-16"), "CSV UTF-8"),
        ("a.csv", b"\x00\x01", "is no text"),
        ("a.docx", archive("word/document.xml", "word/vbaProject.bin"), "programs (macros)"),
        ("a.docx", b"PK", "isn’t one. Open it in the program"),
        ("a.pdf", b"", "is empty"),
        ("a.exe", b"MZ", "EXE"),
    ],
)
def test_refusal_gives_the_reason(name, content, words):
    with pytest.raises(ValidationError) as refusal:
        validate_file_type(ContentFile(content, name))
    assert words in refusal.value.messages[0]


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
    monkeypatch.setattr(file_types.zipfile, "ZipFile", lambda file: pytest.fail("It was read."))
    with pytest.raises(ValidationError):
        validate_file_type(ContentFile(content, "a.docx"))


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.exe", "a.pdf.html", "a"])
def test_executable_type_is_refused_by_name(db, name):
    with pytest.raises(ValidationError):
        BoardDocument(title="A", file=ContentFile(HTML, name)).clean()
