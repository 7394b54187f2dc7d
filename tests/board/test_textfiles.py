"""Files become text, or one line that says why not."""

from pathlib import Path

import pytest

from board import textfiles
from board.textfiles import TextFile, TextFileError, decode, read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_the_text_is_that_of_the_file_character_for_character(encoding):
    text = "news item\r\n\r\nA “quoted” title\r\n\u00a0 12\u201315 \u00a0\r\n"
    assert decode(text.encode(encoding), "list.txt") == TextFile("list.txt", text)


ENGLISH = "news item\r\nChildren’s week – café, Señor Ürün à la carte\r\n£5 “each”…\r\n"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le", "utf-16-be"])
def test_encoding_without_a_mark_is_read_where_it_is_certain_and_said(encoding):
    file = decode(ENGLISH.encode(encoding), "list.txt")
    assert file.text == ENGLISH
    [note] = file.notes
    assert note.startswith("list.txt was read as ")


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "iso8859_14", "cp1251", "cp1253"])
def test_other_encodings_are_never_taken_for_windows_1252(encoding):
    words = {"iso8859_14": "Gŵyl y tŷ", "cp1251": "Новости совета", "cp1253": "Νέα"}.get(
        encoding, "Children’s café – é"
    )
    with pytest.raises(TextFileError, match=r"list\.txt is not in UTF-8 \(line 2 holds the byte"):
        decode(b"news item\r" + words.encode(encoding, "ignore"), "list.txt")


def test_utf_8_with_a_few_bytes_of_windows_1252_is_refused():
    with pytest.raises(TextFileError, match=r"line 2 holds the byte 0x92"):
        decode("Children’s\n".encode() + "Children’s".encode("cp1252"), "list.txt")


@pytest.mark.parametrize("mark", ["\x0b", "\x0c"])
def test_breaks_that_word_writes_are_read_as_line_ends_and_said(mark):
    file = decode(f"One\n{mark}two{mark}three\x1a".encode(), "list.txt")
    assert file.text == "One\n\ntwo\nthree"
    assert file.notes == ("list.txt holds breaks or hyphens of Word, the first on line 2. They were read as text.",)


def test_hyphens_that_word_writes_are_read_as_hyphens():
    assert decode(b"self\x1ecare, sub\x1fstance", "list.txt").text == "self\u2011care, substance"


def test_windows_1252_taken_for_latin_1_is_mended_and_said():
    file = decode("One\nChildren\x92s week \x96 \x93what\x94\x85".encode(), "list.txt")
    assert file.text == "One\nChildren’s week – “what”…"
    assert file.notes == ("list.txt holds characters of Windows-1252, the first on line 2. They were read as such.",)
    assert decode("One\x85two".encode(), "list.txt").notes == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "list.txt is empty."),
        (b" \n\r\n\t", "list.txt is empty."),
        ("\u00a0\n".encode(), "list.txt holds no words."),
        (b"PK\x03\x04\x00\x00", "a Word, Excel or ZIP file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word or Excel file"),
        (b"{\\rtf1 news item}", "a rich text file"),
        (b"%PDF-1.7\n\x01\x02", "not a text file but a PDF"),
        (b"\xef\xbb\xbf<!-- saved --> <!DOCTYPE html><p>news item</p>", "a web page"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', "a news feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a news feed"),
        (b'<?xml version="1.0"?><news/>', "an XML file"),
        (b"news item\n\x01", "not a text file (line 2 holds a control character)"),
        (b"a\x00b\x00c\x00d\x00e\x00f\x00A\xd8", "not readable as UTF-16"),
        (b"\xff\xfea", "not readable as UTF-16"),
        ("news item".encode("utf-32-le"), "not a text file"),
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
