"""Presentations: hidden slides and shapes, speaker notes, comments (ECMA-376 part 1, 19)."""

from typing import Any

from .packages import Package, attribute, is_on, local_name, relationship_id
from .texts import Findings

# Shapes of a notes page that repeat the slide: its number, its date.
REPEATED = {"sldNum", "dt", "hdr", "ftr", "sldImg"}


def slides_of(package: Package) -> list[str]:
    """Return the parts of the slides in their order."""
    presentation = package.main_part
    parts = package.targets(presentation)
    ids = [relationship_id(slide) for slide in package.elements(presentation, "sldId")]
    return [parts[id_] for id_ in ids if id_ in parts]


def find_in_presentation(package: Package, findings: Findings) -> None:
    """Add what a presentation holds that is not on its slides to the findings."""
    authors = comment_authors(package)
    for number, part in enumerate(slides_of(package), start=1):
        with findings.examining("content"):
            find_in_slide(package, part, f"slide {number}", authors, findings)


def find_in_slide(package: Package, part: str, where: str, authors: dict[str, str], findings: Findings) -> None:
    """Add what a slide holds that is not on it to the findings."""
    slide = package.root(part)
    if slide is None:
        return
    if not is_on(attribute(slide, "show", "1")):
        findings["hidden_slides"].add(shape_text(slide), where=where)
    else:
        for properties in slide.iter("{*}cNvPr"):
            if is_on(attribute(properties, "hidden", "0")):
                findings["hidden_text"].add(shape_text(properties.getparent().getparent()), where=where)
    for notes in package.related(part, "notesSlide"):
        findings["notes"].add(notes_text(package.root(notes)), where=where)
    for comments in package.related(part, "comments"):
        find_comments(package, comments, where, authors, findings)


def shape_text(element: Any) -> str:
    """Return the text in shapes, paragraph by paragraph, without fields such as the number of the slide."""
    paragraphs = []
    for paragraph in element.iter("{*}p"):
        texts = (text for text in paragraph.iter("{*}t") if local_name(text.getparent().tag) != "fld")
        paragraphs.append("".join(text.text or "" for text in texts))
    return " ".join(text for text in paragraphs if text.strip())


def notes_text(notes: Any) -> str:
    """Return what was written on a notes page, without what it repeats of the slide."""
    shapes = notes.iter("{*}sp") if notes is not None else ()
    return " ".join(
        shape_text(shape)
        for shape in shapes
        if not any(attribute(placeholder, "type") in REPEATED for placeholder in shape.iter("{*}ph"))
    )


def comment_authors(package: Package) -> dict[str, str]:
    """Return the names of those who commented, by their ids."""
    return {
        attribute(author, "id"): attribute(author, "name")
        for part in package.parts_of_type("commentAuthors+xml", "powerpoint.authors+xml")
        for author in package.elements(part, "cmAuthor", "author")
    }


def find_comments(package: Package, part: str, where: str, authors: dict[str, str], findings: Findings) -> None:
    """Add the comments of a slide and the answers to them, of older and of newer programs, to the findings."""
    for comment in package.elements(part, "cm"):
        for each in comment.iter("{*}cm", "{*}reply"):
            bodies = [child for child in each if local_name(child.tag) in {"text", "txBody"}]
            text = " ".join(piece for body in bodies for piece in body.itertext())
            findings["comments"].add(text, where=where, author=authors.get(attribute(each, "authorId"), ""))
