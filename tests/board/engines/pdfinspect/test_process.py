"""Reading PDFs: no file hangs or ends the one that asks, and each gets a state and a message."""

import pytest

from board.engines.pdfinspect import process
from board.engines.pdfinspect import resource_limits as limits
from board.engines.pdfinspect.text_extraction import clean
from tests.board.engines.pdfinspect import pdfs


@pytest.fixture
def read(tmp_path):
    """Return a function that reads bytes as a file."""

    def read_bytes(content, name="file.pdf"):
        path = tmp_path / name
        path.write_bytes(content)
        return process.read_file(path)

    return read_bytes


def test_text_title_language_and_structure(read):
    reading = read(pdfs.tagged("The first page", "The second page"))
    assert (reading.state, reading.page_count) == ("read", 2)
    assert reading.pages == ["The first page", "The second page"]
    assert (reading.title, reading.language) == ("A report", "en-GB")
    assert reading.structure == {
        "is_tagged": True,
        "shows_title": True,
        "has_bookmarks": True,
        "allows_assistive_technology": True,
    }


def test_an_untagged_file_says_so(read):
    reading = read(pdfs.untagged())
    assert (reading.state, reading.language, reading.title) == ("read", "", "")
    assert not reading.structure["is_tagged"]


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
    ids=["scan", "locked", "nothing", "a head", "HTML", "zeros", "a loop"],
)
def test_what_defeats_the_reader_has_a_state_and_a_message(read, content, state):
    reading = read(content)
    assert reading.state == state or (not state and reading.state in process.MESSAGES)
    assert reading.message


def test_half_a_file(read):
    content = pdfs.tagged("One", "Two", "Three")
    assert read(content[: len(content) // 2]).state in {"read", "damaged"}


def test_a_bomb_ends_the_child_alone(read):
    content = pdfs.bomb()
    assert len(content) < 100_000
    reading = read(content)
    assert reading.state in {"too_costly", "no_text", "damaged"}
    assert reading.peak_memory <= limits.MEMORY


@pytest.mark.parametrize("name", ["-x.pdf", "a b'\"$(id).pdf", "\u202efdp.pdf", "--help.pdf"])
def test_names_are_names(read, name):
    assert read(pdfs.tagged("Words of a page"), name).pages == ["Words of a page"]


def test_a_child_that_hangs_is_stopped(read, monkeypatch):
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.3)
    monkeypatch.setattr(process, "PROGRAM", "import time; time.sleep(600)")
    reading = read(pdfs.tagged())
    assert (reading.state, reading.pages) == ("too_costly", [])
    assert reading.seconds < 60


def test_a_child_that_says_too_much_is_stopped(read, monkeypatch):
    monkeypatch.setattr(limits, "ANSWER", 1000)
    monkeypatch.setattr(process, "PROGRAM", "while True: print('x' * 100)")
    assert read(pdfs.tagged()).state == "too_costly"


GREEDY_CHILD = f"""
import resource, signal, sys
sys.path.insert(0, {str(process.ROOT)!r})
from board.engines.pdfinspect import child, resource_limits as limits
child.limit_ourselves()
assert resource.getrlimit(resource.RLIMIT_AS)[1] == limits.MEMORY
assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == 0
assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= limits.WALL_SECONDS + 1
assert "django" not in sys.modules
bytearray(2 * limits.MEMORY)
"""


def test_a_child_limits_itself():
    found = process.subprocess.run(
        [
            process.sys.executable,
            "-I",
            "-c",
            GREEDY_CHILD,
        ],
        capture_output=True,
        check=False,
    )
    assert b"MemoryError" in found.stderr


def test_a_long_report_is_read_in_part(read, monkeypatch):
    content = pdfs.tagged(*[f"Page number {number}" for number in range(5)])
    program = process.PROGRAM.replace(
        "from board.engines.pdfinspect.child",
        "from board.engines.pdfinspect import resource_limits as limits; limits.PAGES = 3; "
        "from board.engines.pdfinspect.child",
    )
    monkeypatch.setattr(process, "PROGRAM", program)
    reading = read(content)
    assert (len(reading.pages), reading.page_count, reading.is_cut) == (3, 5, True)
    assert "3 pages" in reading.message


def test_where_pdfium_dies_the_second_reader_goes_on(read, monkeypatch):
    program = process.PROGRAM.replace(
        "import sys;", "import sys, os; sys.argv[2] == 'pdfium' and os.kill(os.getpid(), 6);"
    )
    monkeypatch.setattr(process, "PROGRAM", program)
    reading = read(pdfs.tagged("Words of a page"))
    assert (reading.state, reading.pages) == ("read", ["Words of a page"])
    assert reading.hidden["unread"] == ["covered"]


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("e\ufb03cient", "efficient"),
        ("safe\ufffe\nguarding", "safe\nguarding"),
        ("a\x00b\x02c", "a b c"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("  much   space \r\n\r\n here ", "much space\nhere"),
    ],
)
def test_text_is_fit_for_any_database(raw, cleaned):
    assert clean(raw) == cleaned
