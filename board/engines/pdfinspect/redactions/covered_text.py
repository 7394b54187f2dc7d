"""
Covered text: words that are still in the content stream under what hides them.

What looks like a redaction and can be read nowhere else in the file is a redaction that failed. All other covered
words are told with their page and stop nothing: a page number under a divider, a running header under a picture, a
label under the bar of a chart, a word that is drawn a second time.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2

from board.engines.pdfinspect import resource_limits
from board.engines.pdfinspect.annotations import covering_annotations

from .appearance import looks_like_redaction
from .candidates import DeadlineExceededError
from .copies import can_be_read_on, letters_of, lines_to_find
from .page_examination import CoveredRun, PageExamination, examine_page
from .page_objects import TooManyObjectsError

MAX_CHARACTERS_PER_TEXT = 500
# Pages with a copy that are looked at for one covered text, and pages that are remembered for the next.
MAX_PAGES_WITH_COPIES = 8
# A page that takes this fraction of the processor time of one child would take too much of the next one too.
MOST_OF_A_CHILD = 0.5
UNAPPLIED = "(a place marked for redaction, where nothing has been removed)"


@dataclass
class PageFindings:
    """
    What was found on a page.

    ``redactions`` are the covered texts that look like a redaction, ``others`` all that are covered otherwise.
    ``is_examined`` is false for a page that costs too much or is broken.
    """

    number: int
    redactions: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    is_examined: bool = True


class CoveredTextSearch:
    """The search for covered text in one file; ``deadline`` is a moment of ``time.process_time``."""

    def __init__(self, document: pypdfium2.PdfDocument, pdf: pikepdf.Pdf, deadline: float) -> None:
        self.document = document
        self.pdf = pdf
        self.deadline = deadline
        self._letters: list[str] = []
        self._examined: dict[int, PageExamination] = {}

    def examine(self, index: int, *, needs_words: bool = False) -> PageExamination:
        """Return the examination of a page by its index. Raises what ``examine_page`` does."""
        annotations = covering_annotations(self.pdf.pages[index]) if index < len(self.pdf.pages) else []
        return examine_page(self.document[index], annotations, self.deadline, needs_words=needs_words)

    def findings(self, index: int) -> PageFindings:
        """Return what was found on a page by its index. Raises what ``examine_page`` does."""
        examination = self.examine(index)
        findings = PageFindings(index + 1)
        for run in examination.runs:
            is_redaction = looks_like_redaction(run, examination) and (
                run.is_marked or not self.can_be_read_elsewhere(run, index, examination)
            )
            (findings.redactions if is_redaction else findings.others).append(run.text)
        if not examination.runs and any(each.is_redaction for each in examination.content.annotations):
            findings.redactions.append(UNAPPLIED)
        examination.content.page.close()
        return findings

    def can_be_read_elsewhere(self, run: CoveredRun, index: int, examination: PageExamination) -> bool:
        """Return whether a reader can read the words of a run in another place of the file."""
        lines = lines_to_find(run)
        return bool(lines) and all(self._can_be_read(line, index, examination) for line in lines)

    def _can_be_read(self, letters: str, index: int, examination: PageExamination) -> bool:
        if can_be_read_on(examination, letters):
            return True
        others = (other for other, text in enumerate(self._letters_of_pages()) if other != index and letters in text)
        for other, _ in zip(others, range(MAX_PAGES_WITH_COPIES), strict=False):
            with suppress(TooManyObjectsError, pypdfium2.PdfiumError):
                if can_be_read_on(self._remembered(other), letters):
                    return True
        return False

    def _remembered(self, index: int) -> PageExamination:
        """Return the examination of a page that was examined lately, or else examine it."""
        if index not in self._examined:
            while len(self._examined) >= MAX_PAGES_WITH_COPIES:
                self._examined.pop(next(iter(self._examined)))
            self._examined[index] = self.examine(index, needs_words=True)
        return self._examined[index]

    def _letters_of_pages(self) -> list[str]:
        """Return the letters of each page; extracted when they are first asked for, which is seldom."""
        if not self._letters:
            for index in range(len(self.document)):
                if time.process_time() > self.deadline:
                    raise DeadlineExceededError
                page = self.document[index]
                self._letters.append(letters_of(page.get_textpage().get_text_range()))
                page.close()
        return self._letters


def find_covered_text(path: Path, pdf: pikepdf.Pdf, *, deadline: float, first_index: int = 0) -> Iterator[PageFindings]:
    """
    Yield what was found on each page of a PDF, from the page with the index ``first_index`` on.

    A page that takes more than half of the processor time of a child alone is not examined. Raises
    ``DeadlineExceededError`` where ``deadline``, a moment of ``time.process_time``, is over before the last page: go on
    from there in another process. Raises ``pypdfium2.PdfiumError`` for a file that PDFium can't open.
    """
    with pypdfium2.PdfDocument(path) as document:
        # PDFium renders form fields only once the form is initialised; it runs no scripts (V8 is not built in).
        if document.get_formtype():
            document.init_forms()
        search = CoveredTextSearch(document, pdf, deadline)
        for index in range(first_index, len(document)):
            started = time.process_time()
            try:
                yield search.findings(index)
            except DeadlineExceededError:
                if time.process_time() - started < MOST_OF_A_CHILD * resource_limits.SEARCH_SECONDS:
                    raise
                yield PageFindings(index + 1, is_examined=False)
            except Exception:  # noqa: BLE001  # A page may be broken in any way, and must not hide the others.
                yield PageFindings(index + 1, is_examined=False)
