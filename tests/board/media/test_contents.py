"""The type by the bytes against the type by the name."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from board.media.contents import require_contents
from board.media.models import BoardDocument
from tests.board.media import pdfs


def archive(*names):
    """Return a ZIP archive with entries of these names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name in names:
            zipped.writestr(name, "x")
    return made.getvalue()


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
def test_honest_files(name, content):
    file = ContentFile(content, name)
    require_contents(file)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", HTML),
        ("a.pdf", SVG),
        ("a.pdf", b""),
        ("a.pdf", archive("word/document.xml")),
        ("a.docx", pdfs.tagged()),
        ("a.docx", archive("anything.txt")),
        ("a.docx", archive("word/document.xml", "word/vbaProject.bin")),
        ("a.docx", archive("word/document.xml")[:-30]),
        ("a.xlsx", archive("word/document.xml")),
        ("a.csv", HTML),
        ("a.csv", b"\xef\xbb\xbf  \n" + SVG),
        ("a.csv", b"#!/bin/sh\n"),
        ("a.csv", b"a,b\x00c"),
        ("a.html", HTML),
        ("a", HTML),
    ],
)
def test_what_is_not_what_it_says_is_refused(name, content):
    with pytest.raises(ValidationError):
        require_contents(ContentFile(content, name))


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.exe", "a.pdf.html", "a"])
def test_types_that_run_are_refused_by_name(db, name):
    with pytest.raises(ValidationError):
        BoardDocument(title="A", file=ContentFile(HTML, name)).clean()
