"""Word documents: tracked changes, comments and hidden text (ECMA-376 part 1, 17)."""

from collections.abc import Iterator
from typing import Any

from .packages import Package, attribute, child, is_on, local_name
from .texts import Findings, place_of

# Parts with paragraphs, by their content types: text, headers and footers, notes.
STORIES = ("document.main", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml", "glossary+xml")
# What was taken out and what was added (17.13.5). What was moved is read where it is now.
REMOVED, ADDED, MOVED_FROM = "del", {"ins", "moveTo"}, "moveFrom"
# A text box as older programs draw it (ECMA-376 part 3, 10.2.3), with the same words.
REPEATED = "Fallback"
# Styles that pages copied from a browser have around forms.
OF_FORMS = ("Top of Form", "Bottom of Form")
TEXT = {"t", "delText"}
SPACES = {"tab", "br", "cr"}


def find_in_document(package: Package, findings: Findings) -> None:
    """Add the tracked changes, comments and hidden text of a document to the findings."""
    hidden_styles = styles_of_hidden_text(package)
    places: dict[str, str] = {}
    for part in package.parts_of_type(*STORIES):
        where = ""
        with findings.examining("content"):
            for paragraph in package.elements(part, "p"):
                where = place_of("".join(visible_texts(paragraph)), where)
                for reference in paragraph.iter("{*}commentReference", "{*}commentRangeStart"):
                    places.setdefault(attribute(reference, "id"), where)
                find_in_paragraph(paragraph, where, hidden_styles, findings)
    for part in package.parts_of_type("wordprocessingml.comments+xml"):
        for comment in package.elements(part, "comment"):
            text = " ".join(run_text(paragraph) for paragraph in comment.iter("{*}p"))
            where = places.get(attribute(comment, "id"), "")
            findings["comments"].add(text, where=where, author=attribute(comment, "author"))


def find_in_paragraph(paragraph: Any, where: str, hidden_styles: set[str], findings: Findings) -> None:
    """Add what a paragraph holds to the findings, text by text."""
    paragraph_style = attribute(child(child(paragraph, "pPr"), "pStyle"), "val")
    for run in paragraph.iter("{*}r"):
        text = run_text(run)
        changes = {local_name(each.tag): each for each in run.iterancestors()}
        if next(run.iterancestors("{*}p")) is not paragraph or REPEATED in changes:
            continue  # In a text box, which has paragraphs of its own.
        if REMOVED in changes:
            findings["deleted"].add(text, where=where, author=attribute(changes[REMOVED], "author"))
        elif MOVED_FROM not in changes:
            if any(map(str.isalnum, text)) and is_hidden(run, paragraph_style, hidden_styles):
                findings["hidden_text"].add(text, where=where)
            if added := ADDED.intersection(changes):
                findings["inserted"].add(text, where=where, author=attribute(changes[added.pop()], "author"))


def run_text(element: Any) -> str:
    """Return the text of a run or of several, deleted text too."""
    pieces = []
    for each in element.iter():
        name = local_name(each.tag)
        pieces.append((each.text or "") if name in TEXT else " " if name in SPACES else "")
    return "".join(pieces)


def visible_texts(paragraph: Any) -> Iterator[str]:
    """Yield the texts of a paragraph that are not taken out."""
    for text in paragraph.iter("{*}t"):
        if not any(local_name(each.tag) in {REMOVED, MOVED_FROM} for each in text.iterancestors()):
            yield text.text or ""


def vanishes(properties: Any) -> bool | None:
    """Return whether properties of a run hide its text (17.3.2.41), or ``None`` where they say nothing of it."""
    vanish = child(properties, "vanish")
    return None if vanish is None else is_on(attribute(vanish, "val", "true"))


def is_hidden(run: Any, paragraph_style: str, hidden_styles: set[str]) -> bool:
    """Return whether a run has hidden text, of itself or by its style."""
    properties = child(run, "rPr")
    direct = vanishes(properties)
    if direct is not None:
        return direct
    return not hidden_styles.isdisjoint({paragraph_style, attribute(child(properties, "rStyle"), "val")})


def styles_of_hidden_text(package: Package) -> set[str]:
    """Return the ids of the styles that hide text, of themselves or by the style that they are based on (17.7.4.3)."""
    own: dict[str, bool | None] = {}
    base: dict[str, str] = {}
    for part in package.parts_of_type("wordprocessingml.styles+xml"):
        for style in package.elements(part, "style"):
            id_ = attribute(style, "styleId")
            if attribute(child(style, "name"), "val").endswith(OF_FORMS):
                continue
            own[id_], base[id_] = vanishes(child(style, "rPr")), attribute(child(style, "basedOn"), "val")

    def hides(id_: str) -> bool:
        seen: set[str] = set()
        while id_ in own and id_ not in seen:
            if (hidden := own[id_]) is not None:
                return hidden
            seen.add(id_)
            id_ = base[id_]
        return False

    return {id_ for id_ in own if id_ and hides(id_)}
