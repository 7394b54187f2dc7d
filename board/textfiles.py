"""From a file to its text: read where its encoding is certain, and refused in one line where it is not."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

# The whole of a board’s old news is some hundred kilobytes.
MAX_BYTES = 20 * 1024 * 1024
# What neither a text file nor XML 1.0 may hold (https://www.w3.org/TR/xml/#charsets); the feed is XML.
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1d\ufffe\uffff]")
# Word writes a page break as a form feed, a soft return as a vertical tab, and two hyphens as control characters.
_WORD = re.compile("[\x0b\x0c\x1e\x1f]")
_WORD_AS_TEXT = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x1e": "\u2011", "\x1f": None})
# Controls that no text holds: Windows-1252 that a program took for Latin-1. Alone, U+0085 is a line end.
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_C1_AS_TEXT = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
_DOS_END_OF_FILE = "\x1a"
_SAVE_AS_TEXT = "Save it as plain text in UTF-8 and run the command again."
_COPY_THE_WORDS = "Copy its words into a plain text file in UTF-8 and run the command again."
# How other kinds of files begin, with what to call them.
_OTHER_KINDS = (
    (re.compile(rb"PK\x03\x04"), "a Word, Excel or ZIP file"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Word or Excel file"),
    (re.compile(rb"\{\\rtf"), "a rich text file (RTF)"),
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"(\s*<!--.*?-->)*\s*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL), "a web page"),
    (re.compile(rb"\s*(<\?xml[^>]*\?>\s*)?<(rss|feed|rdf:RDF)\b", re.IGNORECASE), "a news feed (RSS or Atom)"),
    (re.compile(rb"\s*<\?xml\b", re.IGNORECASE), "an XML file"),
)
_MARKS = (
    # UTF-32's mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
)
# What English text in Windows-1252 holds beside ASCII: its marks, and single accented letters beside plain ones.
# The bytes of other encodings make something else of it, such as “ChildrenÕs” (Macintosh) or “caf‚” (DOS).
_ENGLISH = re.compile(
    r"(?:[\x00-\x7f‘’“”–—…•£€©®™°½¼¾²³·«»\u00a0\u00ad]"
    r"|(?<![^\W\d_])[ÀÁÂÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜŠŽ](?=[A-Za-z])"
    r"|(?:(?<=[A-Za-z])|\b(?=.[A-Za-z])|(?<=\s)(?=à\s))[ßàáâäåæçèéêëìíîïñòóôöøùúûüšž](?![À-ÿ€]))*"
)


class TextFileError(Exception):
    """A file that cannot be imported. Its text is one line that says why and what to do."""


@dataclass(frozen=True)
class TextFile:
    """A text and, where it was not plain UTF-8, how it was read: ``notes`` are sentences for who runs the command."""

    name: str
    text: str
    notes: tuple[str, ...] = ()


def _line_of(text: str, position: int) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:position])) + 1


def _utf16_without_mark(data: bytes) -> str | None:
    """Return the encoding of UTF-16 without a byte order mark; ``None`` unless every other byte is mostly NUL."""
    if len(data) % 2 or b"\x00" not in data:
        return None
    first, second = data[::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    # English text is ASCII but for its curly quotes and dashes.
    if second > half * 0.8 and not first:
        return "utf-16-le"
    return "utf-16-be" if first > half * 0.8 and not second else None


def _windows_1252(data: bytes, name: str, error: UnicodeDecodeError) -> str:
    """Return the text of bytes in Windows-1252. Raises ``TextFileError`` where they may be in another encoding."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text or not _ENGLISH.fullmatch(text):
        line, byte = _line_of(data.decode("latin-1"), error.start), f"0x{data[error.start]:02X}"
        raise TextFileError(f"{name} is not in UTF-8 (line {line} holds the byte {byte}). {_SAVE_AS_TEXT}") from error
    return text


def _decode_bytes(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of bytes and, where it had to be concluded, the encoding's name. Raises ``TextFileError``."""
    for mark, encoding, label in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ""
            except UnicodeDecodeError as error:
                if label == "UTF-8":
                    break
                raise TextFileError(f"{name} is not readable as {label}. {_SAVE_AS_TEXT}") from error
    if b"\x00" in data:
        if utf16 := _utf16_without_mark(data):
            try:
                return data.decode(utf16), "UTF-16 without its mark"
            except UnicodeDecodeError as error:
                raise TextFileError(f"{name} is not readable as UTF-16. {_SAVE_AS_TEXT}") from error
        raise TextFileError(f"{name} is not a text file. {_SAVE_AS_TEXT}")
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        return _windows_1252(data, name, error), "Windows-1252"


def decode(data: bytes, name: str) -> TextFile:
    """
    Return a file's bytes as text, character for character but for what its notes say; ``name`` is the file's.

    UTF-8, UTF-16 or UTF-32 with a mark, UTF-16 without one, and Windows-1252 where the bytes can be nothing else.
    Page breaks and soft returns of Word become line ends. Raises ``TextFileError`` for anything else.
    """
    if not data.strip():
        raise TextFileError(f"{name} is empty. Choose the file that holds the words.")
    bare = data.removeprefix(codecs.BOM_UTF8)
    for signature, kind in _OTHER_KINDS:
        if signature.match(bare):
            raise TextFileError(f"{name} is not a text file but {kind}. {_COPY_THE_WORDS}")
    text, encoding = _decode_bytes(data, name)
    notes = [f"{name} was read as {encoding}. Look for wrong letters before you publish."] if encoding else []
    text = text.removesuffix(_DOS_END_OF_FILE)
    if found := _NOT_TEXT.search(text):
        line = _line_of(text, found.start())
        raise TextFileError(f"{name} is not a text file (line {line} holds a control character). {_SAVE_AS_TEXT}")
    if found := _C1.search(text):
        line = _line_of(text, found.start())
        notes.append(f"{name} holds characters of Windows-1252, the first on line {line}. They were read as such.")
        text = text.translate(_C1_AS_TEXT)
    if found := _WORD.search(text):
        line = _line_of(text, found.start())
        notes.append(f"{name} holds breaks or hyphens of Word, the first on line {line}. They were read as text.")
        text = text.translate(_WORD_AS_TEXT)
    if not text.strip():
        raise TextFileError(f"{name} holds no words. Choose the file that does.")
    return TextFile(name, text, tuple(notes))


def read_text(path: Path) -> TextFile:
    """Return the text of a file. Raises ``TextFileError`` where it cannot be opened or is not text."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it.
        reason = getattr(error, "strerror", None) or str(error)
        raise TextFileError(f"{path} cannot be opened: {reason}. Check the name of the file.") from error
    if len(data) > MAX_BYTES:
        raise TextFileError(f"{path.name} is larger than {MAX_BYTES // 1024**2} MB. Choose the right file.")
    return decode(data, path.name)
