"""Document properties: title, language, and what a screen reader needs of the document catalogue."""

import re
from contextlib import suppress

import pikepdf

from .structure_tree import read_structure_tree

# What programs write in place of a title.
_PLACEHOLDER = re.compile(
    r"""
    (untitled|unbenannt|sans\ titre|sin\ título|senza\ titolo)([\s_-]*(document|\d+))?(\.\w{2,5})?
    |((new|blank|microsoft|office|word|excel|powerpoint|publisher|pdf|adobe)\ )*
     (doc(ument)?|presentation|(work)?book|(work)?sheet|slides?|publication|drawing|page|template|title|layout|pdf)
     [\s_-]*\d*(\ title)?
    |(slide|page|folie)\s?\d+|(no|document)\ title|none|null|unknown|unspecified|anonymous|\(anonymous\)|test|scan
    # What a printer driver or a browser makes of a window: its program, and the name of a file.
    |(microsoft\ )?(office\ )?(word|excel|powerpoint|publisher|visio|outlook|works|onenote)\ [-–]\ .*
    |(adobe\ )?(indesign|illustrator|pagemaker|photoshop|quarkxpress(tm)?|coreldraw)(\ .*)?\ [-–:]\ .*
    |about:blank|(https?|file)://\S*|[a-z]:\\.*|\\\\.*|/\S+/\S+
    # A name that a camera, scanner or program gives: no letters, or a number of its own.
    |[\W\d_]+|(img|dsc|scan|doc|fax|kmbt|skm|xerox|crw|image)[\s_-]?\w*\d{3,}\w*|\{?[0-9a-f]{8}(-?[0-9a-f]{4,12}){2,}\}?
    """,
    re.IGNORECASE | re.VERBOSE,
)
# The name of a file: it ends as one, or joins its words with underscores or hyphens, so that there are no spaces.
_FILE_NAME = re.compile(
    r".*\.(docx?|dotx?|docm|pdf|pptx?|ppsx?|xlsx?|csv|rtf|txt|odt|ods|odp|pub|pmd|indd|qxp|qxd|ai|eps|ps|dvi|tex|html?"
    r"|pages|wpd|wps|tiff?|jpe?g|png|vsdx?)|\S*\S_\S+|[^\sA-Z-]{2,}-[^\sA-Z-]+|[^\s-]+(-[^\s-]+){2,}|\S*%20\S*",
    re.DOTALL,
)

# RFC 5646, 2.1: a language, and what may follow it. Longer primary subtags are reserved, or were never registered.
_LANGUAGE_TAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*"
    r"(-[a-wy-z\d](-[a-z\d]{2,8})+)*(-x(-[a-z\d]{1,8})+)?",
    re.IGNORECASE,
)
# Tags for what is no language, is not known, or is for private use (ISO 639-2, RFC 5646 2.2.1).
_NO_LANGUAGE = re.compile(r"(und|zxx|mis|mul|q[a-t][a-z]|xx|xxx|zz)(-.*)?", re.IGNORECASE)


def text_string(value) -> str:
    """Return the text of a PDF object on one line; empty for anything that is no text."""
    with suppress(ValueError, TypeError, pikepdf.PdfError):
        return " ".join(str(value).replace("\x00", "").split()) if value is not None else ""
    return ""


def is_title(text: str) -> bool:
    """Return whether a text names a document to its readers: no placeholder of a program, and no name of a file."""
    return bool(text) and not _PLACEHOLDER.fullmatch(text) and not _FILE_NAME.fullmatch(text)


def document_title(pdf: pikepdf.Pdf) -> str:
    """Return the title in a PDF's metadata; empty where there is none, or only what a program put there."""
    stated = []
    with suppress(Exception):  # XMP metadata may be any XML.
        stated.append(text_string(pdf.open_metadata(set_pikepdf_as_editor=False).get("dc:title")))
    with suppress(Exception):
        stated.append(text_string(pdf.docinfo.get("/Title")))
    return next((title for title in (text[:500] for text in stated) if is_title(title)), "")


def language_tag(value) -> str:
    """Return a language as a PDF states it; empty where that is no language tag (RFC 5646), or names no language."""
    tag = text_string(value)
    return tag if _LANGUAGE_TAG.fullmatch(tag) and not _NO_LANGUAGE.fullmatch(tag) else ""


def _entry(dictionary: pikepdf.Object, key: str) -> pikepdf.Dictionary:
    """Return a dictionary within another; empty for anything else."""
    value = dictionary.get(key)
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def read_document_properties(pdf: pikepdf.Pdf) -> dict:
    """
    Return the properties that decide whether a PDF may work with a screen reader, as JSON holds them.

    They are claims of the program that wrote the file: tags may be wrong, and only a person can judge alternative
    texts and the reading order. Tags without content are none, and a language may be stated by the tags instead of the
    catalogue (ISO 32000-2, 14.9.2).
    """
    catalogue = pdf.Root
    tree = read_structure_tree(catalogue.get("/StructTreeRoot"))
    stated = [language_tag(catalogue.get("/Lang")), language_tag(tree.prevailing_language)]
    return {
        "page_count": len(pdf.pages),
        "title": document_title(pdf),
        "language": next(filter(None, stated), "")[:35],
        "is_tagged": bool(_entry(catalogue, "/MarkInfo").get("/Marked", False)) and tree.has_content,
        "shows_title": bool(_entry(catalogue, "/ViewerPreferences").get("/DisplayDocTitle", False)),
        "has_bookmarks": "/First" in _entry(catalogue, "/Outlines"),
        "allows_assistive_technology": bool(pdf.allow.accessibility),
    }
