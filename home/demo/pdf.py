"""Small real PDFs for the demo."""

import datetime as dt

from fpdf import FPDF

MADE = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


def make_pdf(title: str, pages: list[list[str]]) -> bytes:
    """
    Return a PDF with a title, the language en-GB and a bookmark for each page.

    Each page is a list of texts: the first is its heading, the others are paragraphs.
    """
    document = FPDF()
    document.set_title(title)
    document.set_lang("en-GB")
    # The demo is the same whenever it is loaded.
    document.set_creation_date(MADE)
    for heading, *paragraphs in pages:
        document.add_page()
        document.start_section(heading)
        document.set_font("helvetica", style="B", size=20)
        document.multi_cell(0, 10, plain(heading), new_x="LMARGIN", new_y="NEXT")
        document.set_font("helvetica", size=12)
        for paragraph in paragraphs:
            document.ln(4)
            document.multi_cell(0, 7, plain(paragraph), new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


def plain(text: str) -> str:
    """Return text with straight apostrophes: the built-in fonts of PDF know Latin-1 only."""
    return text.replace("’", "'").replace("–", "-")
