"""No file hangs or ends the process that inspects it, and each gets a state and a message."""

import pytest

from board.engines.pdfinspect import process, resource_limits
from tests.board.engines.pdfinspect import pdfs


@pytest.fixture
def inspect(tmp_path):
    """Return a function that inspects bytes as a file."""

    def inspect_bytes(content, name="file.pdf"):
        path = tmp_path / name
        path.write_bytes(content)
        return process.inspect_pdf(path)

    return inspect_bytes


def test_tagged_file_has_text_title_language_and_structure(inspect):
    inspection = inspect(pdfs.tagged("The first page", "The second page"))
    assert (inspection.state, inspection.page_count) == ("read", 2)
    assert inspection.pages == ["The first page", "The second page"]
    assert (inspection.title, inspection.language) == ("A report", "en-GB")
    assert inspection.structure == {
        "is_tagged": True,
        "shows_title": True,
        "has_bookmarks": True,
        "allows_assistive_technology": True,
        "picture_pages": [],
    }


def test_untagged_file_has_no_language_title_or_tags(inspect):
    inspection = inspect(pdfs.untagged())
    assert (inspection.state, inspection.language, inspection.title) == ("read", "", "")
    assert not inspection.structure["is_tagged"]


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (pdfs.scan(), "no_text"),
        (pdfs.encrypted(), "encrypted"),
        (b"", "damaged"),
        (b"%PDF-1.7\n", "damaged"),
        (b"<html><script>alert(1)</script>", "damaged"),
        (b"\x00" * 4096, "damaged"),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj", ""),
    ],
    # By the bytes themselves they would have another name in every process.
    ids=["scan", "encrypted", "empty", "header alone", "HTML", "zeros", "page tree with a loop"],
)
def test_unreadable_file_has_a_state_and_a_message(inspect, content, state):
    inspection = inspect(content)
    assert inspection.state == state or (not state and inspection.state in process.MESSAGES)
    assert inspection.message


def test_truncated_file_is_read_or_damaged(inspect):
    content = pdfs.tagged("One", "Two", "Three")
    assert inspect(content[: len(content) // 2]).state in {"read", "damaged"}


def test_decompression_bomb_ends_only_the_child(inspect):
    content = pdfs.bomb()
    assert len(content) < 100_000
    inspection = inspect(content)
    assert inspection.state in {"too_costly", "no_text", "damaged"}
    assert inspection.peak_memory <= resource_limits.MEMORY


@pytest.mark.parametrize("name", ["-x.pdf", "a b'\"$(id).pdf", "\u202efdp.pdf", "--help.pdf"])
def test_odd_file_names_are_only_names(inspect, name):
    assert inspect(pdfs.tagged("Words of a page"), name).pages == ["Words of a page"]


def test_hanging_child_is_killed(inspect, monkeypatch):
    monkeypatch.setattr(resource_limits, "WALL_SECONDS", 0.3)
    monkeypatch.setattr(process, "PROGRAM", "import time; time.sleep(600)")
    inspection = inspect(pdfs.tagged())
    assert (inspection.is_finished, inspection.pages) == (False, [])
    assert inspection.seconds < 60


def test_long_report_is_read_in_part(inspect, monkeypatch):
    content = pdfs.tagged(*[f"Page number {number}" for number in range(5)])
    package = "board.engines.pdfinspect"
    limited = f"from {package} import resource_limits; resource_limits.PAGES = 3; from {package}.child"
    monkeypatch.setattr(process, "PROGRAM", process.PROGRAM.replace(f"from {package}.child", limited))
    inspection = inspect(content)
    assert (len(inspection.pages), inspection.page_count, inspection.is_cut) == (3, 5, True)
    assert "3 pages" in inspection.message


def test_second_extractor_reads_a_file_that_kills_pdfium(inspect, monkeypatch):
    dying = "import sys, os; sys.argv[2] == 'pdfium' and os.kill(os.getpid(), 6);"
    monkeypatch.setattr(process, "PROGRAM", process.PROGRAM.replace("import sys;", dying))
    inspection = inspect(pdfs.tagged("Words of a page"))
    assert (inspection.state, inspection.pages) == ("read", ["Words of a page"])
    assert inspection.hidden["not_examined"] == ["covered"]
