"""What a PDF says of itself, and what a screen reader needs of it. Runs in the child process; needs no Django."""

from contextlib import suppress

import pikepdf


def words(value) -> str:
    """Return what a PDF holds under a name as text; empty for anything that is none."""
    with suppress(ValueError, TypeError, pikepdf.PdfError):
        return " ".join(str(value).replace("\x00", "").split()) if value is not None else ""
    return ""


def title_of(pdf: pikepdf.Pdf) -> str:
    """Return the title in a PDF's metadata; empty where there is none, or a program's stand-in for one."""
    title = ""
    with suppress(Exception):  # Metadata is XML that anybody may have written.
        title = words(pdf.open_metadata(set_pikepdf_as_editor=False).get("dc:title"))
    title = title or words(pdf.docinfo.get("/Title") if pdf.docinfo is not None else None)
    return "" if title.casefold() in {"untitled", "unbenannt"} else title[:500]


def read_structure(pdf: pikepdf.Pdf) -> dict:
    """
    Return the facts on a PDF that say whether it may work with a screen reader, as JSON holds them.

    They are claims of the program that wrote the file: tags may be wrong, and nobody but a person can judge
    alternative texts and the order of reading.
    """
    root = pdf.Root
    nothing = pikepdf.Dictionary()
    marks = root.get("/MarkInfo", nothing)
    viewer = root.get("/ViewerPreferences", nothing)
    outline = root.get("/Outlines", nothing)
    return {
        "page_count": len(pdf.pages),
        "title": title_of(pdf),
        "language": words(root.get("/Lang"))[:35],
        "is_tagged": bool(marks.get("/Marked", False)) and "/StructTreeRoot" in root,
        "shows_title": bool(viewer.get("/DisplayDocTitle", False)),
        "has_bookmarks": "/First" in outline,
        "allows_assistive_technology": bool(pdf.allow.accessibility),
    }
