"""Files become text, or one line that says why not."""

from pathlib import Path

import pytest

from board import textfiles
from board.textfiles import TextFileError, decode, read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_text_is_that_of_the_file_character_for_character(encoding):
    text = "news item\r\n\r\nA “quoted” title\r\n\u00a0 12\u201315 \u00a0\r\n"
    assert decode(text.encode(encoding), "list.txt") == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "list.txt is empty."),
        (b" \n\r\n\t", "list.txt is empty."),
        ("\u00a0\n".encode(), "list.txt holds no words."),
        ("news item\nChildren’s rights".encode("cp1252"), "not in UTF-8 (line 2 holds the byte 0x92)"),
        ("news item".encode("utf-16-le"), "not a text file"),
        (b"PK\x03\x04\x00\x00", "not a text file"),
        (b"%PDF-1.7\n\x01\x02", "not a text file (line 2"),
        (b"\xff\xfea", "not readable as UTF-16"),
        ("news item".encode("utf-32"), "not a text file"),
    ],
)
def test_what_is_no_list_gets_one_clear_line(data, words):
    with pytest.raises(TextFileError) as error:
        decode(data, "list.txt")
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_cannot_be_opened_gets_one_clear_line(tmp_path):
    for path in (tmp_path, tmp_path / "nowhere.txt", Path("a\x00b")):
        with pytest.raises(TextFileError, match="cannot be opened"):
            read_text(path)


def test_a_file_without_end_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(textfiles, "MAX_BYTES", 100)
    path = tmp_path / "long.txt"
    path.write_bytes(b"news item\n" * 11)
    with pytest.raises(TextFileError, match=r"long\.txt is larger than"):
        read_text(path)
