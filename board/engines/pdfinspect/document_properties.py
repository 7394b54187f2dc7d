"""Document properties: title, language, and what a screen reader needs of the document catalogue."""

from contextlib import suppress

import pikepdf

# What programs write in place of a title.
PLACEHOLDER_TITLES = {"untitled", "unbenannt"}


def text_string(value) -> str:
    """Return the text of a PDF object on one line; empty for anything that is no text."""
    with suppress(ValueError, TypeError, pikepdf.PdfError):
        return " ".join(str(value).replace("\x00", "").split()) if value is not None else ""
    return ""


def document_title(pdf: pikepdf.Pdf) -> str:
    """Return the title in a PDF's metadata; empty where there is none, or a placeholder."""
    title = ""
    with suppress(Exception):  # XMP metadata may be any XML.
        title = text_string(pdf.open_metadata(set_pikepdf_as_editor=False).get("dc:title"))
    title = title or text_string(pdf.docinfo.get("/Title") if pdf.docinfo is not None else None)
    return "" if title.casefold() in PLACEHOLDER_TITLES else title[:500]


def read_document_properties(pdf: pikepdf.Pdf) -> dict:
    """
    Return the properties that decide whether a PDF may work with a screen reader, as JSON holds them.

    They are claims of the program that wrote the file: tags may be wrong, and only a person can judge alternative
    texts and the reading order.
    """
    catalogue = pdf.Root
    empty = pikepdf.Dictionary()
    return {
        "page_count": len(pdf.pages),
        "title": document_title(pdf),
        "language": text_string(catalogue.get("/Lang"))[:35],
        "is_tagged": bool(catalogue.get("/MarkInfo", empty).get("/Marked", False)) and "/StructTreeRoot" in catalogue,
        "shows_title": bool(catalogue.get("/ViewerPreferences", empty).get("/DisplayDocTitle", False)),
        "has_bookmarks": "/First" in catalogue.get("/Outlines", empty),
        "allows_assistive_technology": bool(pdf.allow.accessibility),
    }
