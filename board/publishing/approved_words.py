"""What the register keeps with an approval: the words as they are read, and the bytes of the files."""

import hashlib
import re
import shutil
import tempfile
from typing import NamedTuple

from bs4 import BeautifulSoup, NavigableString
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from board.approvals.digest import canonical_json, carried_files, digest_of, public_content
from board.approvals.models import ApprovedWords, FileChunk

from .decision import FILE_UNREADABLE, displayed_content

# The elements that begin a new line of a plain text.
LINES = ["address", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6"]
LINES += ["header", "footer", "hr", "li", "ol", "p", "section", "table", "tr", "ul"]
# How much of a file is held in memory, in bytes.
IN_MEMORY = 1024**2


class WordsAsRead(NamedTuple):
    """The words of a page as HTML and plain text, and the content in canonical JSON, with its digest."""

    digest: str
    html: str
    text: str
    content: str

    @property
    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of HTML and text, as ``StatementApproval`` has them."""
        return {"html_sha256": sha256_of_text(self.html), "text_sha256": sha256_of_text(self.text)}

    def keep(self, approval) -> None:
        """Insert the words into the register."""
        ApprovedWords.objects.create(approval=approval, html=self.html, text=self.text, content=self.content)


def sha256_of_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def plain_text(html: str) -> str:
    """Return what a reader sees of an HTML document, as lines of plain text; a picture by its description."""
    document = BeautifulSoup(html, "html.parser")
    body = document.body or document
    for string in list(body.find_all(string=True)):
        # Line ends of the source are spaces to a reader.
        string.replace_with(NavigableString(re.sub(r"\s+", " ", string)))
    for image in body.find_all("img"):
        image.replace_with(str(image.get("alt", "")))
    for line_break in body.find_all("br"):
        line_break.replace_with("\n")
    for element in body.find_all(LINES):
        element.insert_before("\n")
        element.append("\n")
    lines = (" ".join(line.split()) for line in body.get_text().splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def words_as_read(version) -> WordsAsRead:
    """Return the words of a specific page, as the chair reads them."""
    content = public_content(version)
    html = render_to_string("publishing/words_as_read.html", {"words": displayed_content(version)})
    return WordsAsRead(digest_of(content), html, plain_text(html), canonical_json(content))


def store_files(version) -> None:
    """
    Copy the bytes of every file that a specific page carries into the register's own table.

    Call it outside a transaction: storage may be slow. Raises ``ValidationError`` for a file that can't be read, or
    whose bytes are not those that its row names.
    """
    for file in filter(None, carried_files(version).values()):
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
            try:
                with file.open_file() as opened:
                    shutil.copyfileobj(opened, copy)
            except OSError as error:
                raise unreadable_file_error(file) from error
            copy.seek(0)
            if FileChunk.objects.store(copy) != file.sha256:
                raise unreadable_file_error(file)


def unreadable_file_error(file) -> ValidationError:
    """Return the refusal to approve a page with a file whose bytes the register can't keep."""
    return ValidationError(
        f"“{file.title}” can’t be read from where files are kept, or is not the file that was reviewed. Nothing was "
        "approved. Try again in a while. If this stays, tell your system administrator.",
        code=FILE_UNREADABLE,
    )


def approvable_words(version) -> WordsAsRead:
    """
    Return the words of a specific page, with the bytes of its files stored, so that an approval can keep both.

    Raises ``ValidationError`` as ``store_files`` does.
    """
    words = words_as_read(version)
    store_files(version)
    return words
