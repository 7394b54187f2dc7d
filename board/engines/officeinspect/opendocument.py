"""OpenDocument files: what texts, sheets and slides hold that readers don't see (OpenDocument 1.3 part 3)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from .file_format import MANIFEST
from .packages import Package, attribute, child, local_name
from .properties import MAX_ADDRESS, is_local_address
from .spreadsheet import MAX_CELLS, column_names
from .texts import MAX_ITEMS, Findings, display_text, joined, place_of, quoted

CONTENT = "content.xml"
PARAGRAPHS = ("p", "h")
# What was changed in a spreadsheet while changes were tracked.
CHANGES = ("cell-content-change", "cell-content-deletion")
# Elements that name what a program fetches, or offers to.
LINKS = ("image", "object", "object-ole", "plugin", "section-source", "table-source", "cell-range-source", "a")
# Objects that are drawn, whose data readers see.
DRAWN = ("chart", "formula", "graphics", "image")


def paragraph_text(element: Any) -> str:
    """Return the text of the paragraphs in an element, without comments and what is taken out."""
    pieces: list[str] = []
    skipped = 0
    for event, each in etree.iterwalk(element, events=("start", "end")):
        name = local_name(each.tag)
        is_skipped = name in {"annotation", "tracked-changes", "notes"} and each is not element
        if event == "start":
            skipped += is_skipped
            pieces.append("" if skipped else (each.text or "") if name != "s" else " ")
        else:
            skipped -= is_skipped
            pieces.append("" if skipped or each is element else each.tail or "")
            pieces.append(" " if name in PARAGRAPHS else "")
    return "".join(pieces)


def styles(package: Package, properties: str, name: str, value: str) -> set[str]:
    """Return the names of the styles whose properties of some kind have an attribute with a value."""
    found = set()
    for part in ("styles.xml", CONTENT):
        for style in package.elements(part, "style"):
            if attribute(child(style, properties), name) == value:
                found.add(attribute(style, "name"))
    return found


def person_of(element: Any) -> str:
    """Return who made a comment or a change."""
    return next((creator.text or "" for creator in element.iter("{*}creator")), "")


def annotations(element: Any) -> Iterator[tuple[str, str]]:
    """Yield person and text of the comments in an element."""
    for annotation in element.iter("{*}annotation"):
        text = " ".join(paragraph_text(each) for each in annotation if local_name(each.tag) in {"p", "list"})
        yield person_of(annotation), text


# Texts --------------------------------------------------------------------------------------------


def find_in_text(package: Package, findings: Findings) -> None:
    """Add the tracked changes, comments and hidden text of a text document to the findings."""
    hidden_styles = styles(package, "text-properties", "display", "none")
    for part in (CONTENT, "styles.xml"):
        with findings.examining("content"):
            find_in_story(package, part, hidden_styles, findings)


def find_in_story(package: Package, part: str, hidden_styles: set[str], findings: Findings) -> None:
    """Add what the paragraphs of a part hold to the findings."""
    deletions: dict[str, tuple[str, str]] = {}
    insertions: dict[str, str] = {}
    open_insertions: dict[str, str] = {}
    where = ""
    for element in package.elements(part, "changed-region", *PARAGRAPHS):
        if local_name(element.tag) == "changed-region":
            id_, author = attribute(element, "id"), person_of(element)
            deletion = child(element, "deletion")
            if deletion is None:
                insertions[id_] = author
            else:
                texts = (paragraph_text(each) for each in deletion if local_name(each.tag) != "change-info")
                deletions[id_] = author, " ".join(texts)
            continue
        if any(local_name(each.tag) in {"changed-region", "annotation"} for each in element.iterancestors()):
            continue
        where = place_of(paragraph_text(element), where)
        for author, text in annotations(element):
            findings["comments"].add(text, where=where, author=author)
        for mark in element.iter("{*}change"):
            author, text = deletions.pop(attribute(mark, "change-id"), ("", ""))
            findings["deleted"].add(text, where=where, author=author)
        for author, text in inserted_texts(element, insertions, open_insertions):
            findings["inserted"].add(text, where=where, author=author)
        for text in hidden_texts(element, hidden_styles):
            findings["hidden_text"].add(text, where=where)
    for author, text in deletions.values():
        findings["deleted"].add(text, author=author)


def inserted_texts(
    paragraph: Any, insertions: dict[str, str], open_insertions: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield person and text of what is marked as inserted; an insertion may go on in the next paragraph."""
    for event, each in etree.iterwalk(paragraph, events=("start", "end")):
        name, id_ = local_name(each.tag), attribute(each, "change-id")
        if event == "start" and name == "change-start" and id_ in insertions:
            open_insertions[id_] = insertions[id_]
        if event == "start" and name == "change-end":
            open_insertions.pop(id_, None)
        text = each.text if event == "start" else each.tail if each is not paragraph else ""
        if text and open_insertions:
            yield next(iter(open_insertions.values())), text


def hidden_texts(paragraph: Any, hidden_styles: set[str]) -> Iterator[str]:
    """Yield the texts of a paragraph that are hidden: by a style, a section, or a field."""
    sections = (each for each in paragraph.iterancestors("{*}section"))
    fields = list(paragraph.iter("{*}hidden-paragraph"))
    if (
        attribute(paragraph, "style-name") in hidden_styles
        or any(attribute(section, "display") in {"none", "condition"} for section in sections)
        or any(attribute(each, "is-hidden") == "true" for each in fields)
    ):
        yield paragraph_text(paragraph)
        return
    for each in paragraph.iter("{*}span"):
        if attribute(each, "style-name") in hidden_styles:
            yield paragraph_text(each)
    for each in paragraph.iter("{*}hidden-text"):
        yield attribute(each, "string-value") or each.text or ""


# Spreadsheets -------------------------------------------------------------------------------------


@dataclass
class Table:
    """A sheet as far as it was read: where it is, whether it is hidden, how far it goes, and its hidden columns."""

    where: str
    is_hidden: bool
    row: int = 0
    column: int = 0
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def add_column(self, element: Any) -> None:
        """Add a column, which may stand for several."""
        repeated = count(element, "number-columns-repeated")
        if is_collapsed(element):
            self.hidden_columns.append((self.column + 1, self.column + repeated))
        self.column += repeated

    def unseen(self, row: Any) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield kind and place, and the text, of the cells in a row that readers don't see."""
        self.row += count(row, "number-rows-repeated")
        for position, text in row_texts(row):
            if self.is_hidden:
                yield ("hidden_sheets", f"{self.where}, hidden"), text
            elif is_collapsed(row):
                yield ("hidden_cells", f"{self.where}, row {self.row}"), text
            else:
                for between in self.hidden_columns:
                    if between[0] <= position <= between[1]:
                        yield ("hidden_cells", f"{self.where}, {column_names(*between)}"), text


def find_in_spreadsheet(package: Package, findings: Findings) -> None:
    """Add hidden sheets, rows and columns, comments and tracked changes of a spreadsheet to the findings."""
    hidden_styles = styles(package, "table-properties", "display", "false")
    tables: dict[str, Table] = {}
    cells: dict[tuple[str, str], list[str]] = {}
    for element in package.elements(CONTENT, "table-column", "table-row", *CHANGES):
        if local_name(element.tag) in CHANGES:
            add_earlier_values(element, findings)
            continue
        sheet = next(element.iterancestors("{*}table"), None)
        name = attribute(sheet, "name")
        is_hidden = attribute(sheet, "style-name") in hidden_styles
        table = tables.setdefault(name, Table(f"sheet {quoted(name)}", is_hidden))
        if local_name(element.tag) == "table-column":
            table.add_column(element)
            continue
        for key, text in table.unseen(element):
            if key in cells or len(cells) < MAX_ITEMS:
                cells.setdefault(key, []).append(text)
                del cells[key][MAX_CELLS:]
        for author, text in annotations(element):
            findings["comments"].add(text, where=f"{table.where}, row {table.row}", author=author)
    for (kind, where), texts in cells.items():
        findings[kind].add(joined(texts), where=where)


def add_earlier_values(change: Any, findings: Findings) -> None:
    """Add the values that a cell had before a tracked change to the findings."""
    for cell in change.iter("{*}change-track-table-cell"):
        text = paragraph_text(cell) or attribute(cell, "value")
        findings["deleted"].add(text, where="an earlier value of a cell", author=person_of(change))


def is_collapsed(element: Any) -> bool:
    """Return whether a row or column is hidden, by hand or by a filter."""
    return attribute(element, "visibility") in {"collapse", "filter"}


def count(element: Any, name: str) -> int:
    """Return how often an element stands for itself."""
    value = attribute(element, name, "1")
    return int(value) if value.isdecimal() else 1


def row_texts(row: Any) -> Iterator[tuple[int, str]]:
    """Yield column and text of the cells of a row that are not empty."""
    position = 1
    for cell in row:
        if text := paragraph_text(cell).strip():
            yield position, text
        position += count(cell, "number-columns-repeated")


# Presentations ------------------------------------------------------------------------------------


def find_in_slides(package: Package, findings: Findings) -> None:
    """Add hidden slides, speaker notes and comments of a presentation to the findings."""
    hidden_styles = styles(package, "drawing-page-properties", "visibility", "hidden")
    for number, page in enumerate(package.elements(CONTENT, "page"), start=1):
        where = f"slide {number}"
        notes = child(page, "notes")
        if attribute(page, "style-name") in hidden_styles:
            findings["hidden_slides"].add(paragraph_text(page), where=where)
        if notes is not None:
            findings["notes"].add(paragraph_text(notes), where=where)
        for author, text in annotations(page):
            findings["comments"].add(text, where=where, author=author)


# What surrounds them ------------------------------------------------------------------------------


def embedded_documents(package: Package) -> list[str]:
    """Return the names of the files inside an OpenDocument package, charts and formulas left out."""
    root = package.root(MANIFEST)
    names = []
    for entry in root if root is not None else ():
        path, type_ = attribute(entry, "full-path"), attribute(entry, "media-type")
        is_object = "oleobject" in type_ or ("vnd.oasis.opendocument" in type_ and not type_.endswith(DRAWN))
        if is_object and path.strip("/"):
            names.append(display_text(path.strip("/")))
    return names[:MAX_ITEMS]


def count_versions(package: Package) -> int:
    """Return how many earlier versions of itself a package contains."""
    return len({name for name in package.names if name.startswith("Versions/")})


def outside_addresses(package: Package) -> list[str]:
    """Return where a package reaches outside of itself, as ``properties.external_links`` does."""
    found = []
    for part, names in ((CONTENT, LINKS), ("meta.xml", ("template",))):
        for element in package.elements(part, *names):
            address = attribute(element, "href")
            is_outside = address.startswith(("../", "/")) or ":" in address.partition("/")[0]
            if is_outside and (local_name(element.tag) != "a" or is_local_address(address)):
                found.append(display_text(address, MAX_ADDRESS))
    return list(dict.fromkeys(found))[:MAX_ITEMS]
