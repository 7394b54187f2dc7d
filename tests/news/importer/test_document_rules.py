"""Words that name documents."""

import pytest

from news.importer.inline import plain
from news.importer.parsed_item import (
    Paragraph,
    ParsedDocument,
)
from news.importer.parser import parse_item
from tests.news.importer.reading import of_kind, read, said_of


def test_consecutive_pdfs_are_read_and_one_at_the_end_of_a_paragraph():
    item = parse_item("Heron", ["Further information: One (PDF)", "Two (PDF)", "It is late. Read it now (PDF)"])
    assert item.blocks == (
        ParsedDocument("One"),
        ParsedDocument("Two"),
        Paragraph("It is late."),
        ParsedDocument("Read it now"),
    )


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("Annual review 2017/18 (PDF, 1.2MB)", ["Annual review 2017/18"]),
        ("Annual review (PDF 340 KB, 12 pages)", ["Annual review"]),
        ("Annual review [PDF]", ["Annual review"]),
        ("Easy read (Word)", ["Easy read"]),
        ("Plan (Excel, 20kb)", ["Plan"]),
        ("Slides (PowerPoint presentation)", ["Slides"]),
        ("Plan (Word doc or PDF)", ["Plan"]),
        ("Annual review PDF (1.2MB)", ["Annual review"]),
        ("Annual review PDF", ["Annual review"]),
        ("Slides (ppt)", ["Slides"]),
        ("Annual review – PDF, 1MB", ["Annual review"]),
        ("annual-review.pdf", ["annual-review"]),
        ("Annual review - opens in a new window (pdf)", ["Annual review"]),
        ("Annual review (PDF, opens in new tab)", ["Annual review"]),
        ("Annual review (PDF) and summary (PDF)", ["Annual review", "summary"]),
        ("Further information: Review (PDF) | Summary (PDF)", ["Review", "Summary"]),
        ("Downloads: A (PDF), B (docx) & C (PDF)", ["A", "B", "C"]),
        ("• Review (PDF)", ["Review"]),
        ("PDF", [""]),
    ],
)
def test_every_document_of_a_line_is_one_to_upload(line, titles):
    item = read(line)
    assert [document.title for document in of_kind(item, ParsedDocument)] == titles


def test_document_that_is_no_pdf_is_noted_as_such():
    assert "“Easy read” was a Word file" in said_of(read("Easy read (Word)"))


@pytest.mark.parametrize(
    "line", ["Read the review (PDF) and tell us.", "Get the [review (PDF)](https://example.org/r.pdf) now."]
)
def test_document_within_a_sentence_is_noted(line):
    item = read(line)
    assert "upload the documents that the text names" in said_of(item)
    assert plain(line) in plain(item.blocks[0].text)


def test_document_with_an_address_keeps_it():
    [document] = of_kind(read("[Review (PDF, 2MB)](https://example.org/r.pdf)"), ParsedDocument)
    assert (document.title, document.url) == ("Review", "https://example.org/r.pdf")
