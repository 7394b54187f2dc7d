"""Workbooks: hidden sheets, rows and columns, comments, and data of others that they keep (ECMA-376 part 1, 18)."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .packages import Package, attribute, child, is_on, local_name, relationship_id
from .texts import Findings, joined, quoted

# Cells whose texts are shown of a hidden sheet, or of a hidden row.
MAX_CELLS = 60
MAX_ROWS = 500
STATES = {"hidden": "hidden", "veryhidden": "hidden so that Excel does not offer to show it"}


@dataclass
class Sheet:
    """A sheet of a workbook: its name, its part, and its state if it is hidden."""

    name: str
    part: str
    state: str


@dataclass
class Cells:
    """Cells that readers don't see, from one place; a text may still be the number of a shared string."""

    key: str
    where: str
    texts: list[tuple[str, bool]] = field(default_factory=list)

    def text(self, shared: dict[str, str]) -> str:
        """Return the texts of all cells; ``shared`` are the shared strings by their numbers."""
        return joined(shared.get(text, "") if is_shared else text for text, is_shared in self.texts)


def sheets_of(package: Package) -> list[Sheet]:
    """Return the sheets of a workbook in their order."""
    workbook = package.main_part
    parts = package.targets(workbook)
    sheets = []
    for sheet in package.elements(workbook, "sheet"):
        state = STATES.get(attribute(sheet, "state").casefold(), "")
        sheets.append(Sheet(attribute(sheet, "name"), parts.get(relationship_id(sheet), ""), state))
    return sheets


def find_in_workbook(package: Package, findings: Findings) -> None:
    """Add what a workbook holds that readers don't see to the findings."""
    sheets = sheets_of(package)
    invisible = invisible_formats(package)
    hidden: list[Cells] = []
    for sheet in sheets:
        with findings.examining("content"):
            hidden += hidden_sheet(package, sheet) if sheet.state else hidden_cells(package, sheet, invisible)
        with findings.examining("comments"):
            find_comments(package, sheet, findings)
    shared: dict[str, str] = {}
    with findings.examining("content"):
        shared = shared_strings(package, {text for cells in hidden for text, is_shared in cells.texts if is_shared})
    for cells in hidden:
        findings[cells.key].add(cells.text(shared), where=cells.where)
    with findings.examining("cached_data"):
        find_cached_data(package, sheets, findings)
    with findings.examining("deleted"):
        find_revisions(package, findings)


def cell_text(cell: Any) -> tuple[str, bool] | None:
    """Return the value of a cell and whether it is the number of a shared string; ``None`` for an empty cell."""
    if attribute(cell, "t") == "inlineStr":
        text = "".join(each.text or "" for each in cell.iter("{*}t"))
        return (text, False) if text else None
    value = child(cell, "v")
    if value is None or not value.text:
        return None
    return value.text, attribute(cell, "t") == "s"


def hidden_sheet(package: Package, sheet: Sheet) -> list[Cells]:
    """Return the first cells of a hidden sheet, and the words of its drawings; nothing of an empty one."""
    cells = Cells("hidden_sheets", f"sheet {quoted(sheet.name)}, {sheet.state}")
    for row in package.elements(sheet.part, "row"):
        cells.texts += [text for text in map(cell_text, row) if text]
        if len(cells.texts) >= MAX_CELLS:
            break
    for drawing in package.related(sheet.part, "drawing"):
        cells.texts.append(("a drawing or chart", False))
        cells.texts += [(text.text or "", False) for text in package.elements(drawing, "t")]
    return [Cells(cells.key, cells.where, cells.texts[:MAX_CELLS])] if cells.texts else []


def hidden_cells(package: Package, sheet: Sheet, invisible: set[str]) -> list[Cells]:
    """Return the cells in the hidden rows and columns of a sheet, and those whose number format shows nothing."""
    columns: list[tuple[int, int]] = []
    by_place: dict[str, Cells] = {}
    rows: list[tuple[int, list[tuple[str, bool]]]] = []
    number = 0
    for element in package.elements(sheet.part, "col", "row"):
        if local_name(element.tag) == "col":
            if is_hidden(element, "width"):
                columns.append((int(attribute(element, "min", "1")), int(attribute(element, "max", "1"))))
            continue
        number = int(attribute(element, "r", str(number + 1)))
        if is_hidden(element, "ht"):
            texts = [text for text in map(cell_text, element) if text]
            if texts and len(rows) < MAX_ROWS:
                rows.append((number, texts[:MAX_CELLS]))
        elif columns or invisible:
            for place, text in unseen_in_row(element, columns, invisible):
                where = f"sheet {quoted(sheet.name)}, {place}"
                cells = by_place.setdefault(place, Cells("hidden_cells", where))
                if len(cells.texts) < MAX_CELLS:
                    cells.texts.append(text)
    return [*by_place.values(), *joined_rows(sheet, rows)]


def unseen_in_row(
    row: Any, columns: list[tuple[int, int]], invisible: set[str]
) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Yield place and text of the cells in a row that lie in hidden columns, or whose format shows nothing."""
    position = 0
    for cell in row:
        position = column_number(attribute(cell, "r")) or position + 1
        between = next((each for each in columns if each[0] <= position <= each[1]), None)
        if (between or attribute(cell, "s") in invisible) and (text := cell_text(cell)):
            yield column_names(*between) if between else "cells whose format shows nothing", text


def is_hidden(element: Any, size: str) -> bool:
    """Return whether a row or column is hidden, or has the size nothing."""
    return is_on(attribute(element, "hidden", "0")) or not attribute(element, size, "1").strip("0.")


def joined_rows(sheet: Sheet, rows: list[tuple[int, list[tuple[str, bool]]]]) -> Iterator[Cells]:
    """Yield the cells of hidden rows, those of rows that follow each other together."""
    groups = itertools.groupby(enumerate(rows), key=lambda each: each[1][0] - each[0])
    for _, group in groups:
        numbers, texts = zip(*(row for _, row in group), strict=True)
        first, last = numbers[0], numbers[-1]
        where = f"row {first}" if first == last else f"rows {first} to {last}"
        cells = [text for each in texts for text in each]
        yield Cells("hidden_cells", f"sheet {quoted(sheet.name)}, {where}", cells[:MAX_CELLS])


def column_number(reference: str) -> int:
    """Return the number of the column of a cell such as ``AB12``, counted from 1; 0 where it has no name."""
    number = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_names(first: int, last: int) -> str:
    """Return what columns are called, such as ``columns B to D``."""

    def name(number: int) -> str:
        letters = ""
        while number > 0:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return letters

    return f"column {name(first)}" if first == last else f"columns {name(first)} to {name(last)}"


def shared_strings(package: Package, wanted: set[str]) -> dict[str, str]:
    """Return shared strings by their numbers, those wanted alone (18.4.9)."""
    found: dict[str, str] = {}
    for part in package.parts_of_type("spreadsheetml.sharedStrings+xml"):
        for number, item in enumerate(package.elements(part, "si")):
            if len(found) == len(wanted):
                break
            if str(number) in wanted:
                found[str(number)] = "".join(each.text or "" for each in item.iter("{*}t"))
    return found


def invisible_formats(package: Package) -> set[str]:
    """Return the numbers of the cell formats that show nothing, whatever is in the cell (18.8.10, 18.8.31)."""
    codes, formats = set(), set()
    for part in package.parts_of_type("spreadsheetml.styles+xml"):
        for style in package.elements(part, "numFmt", "cellXfs"):
            if local_name(style.tag) == "numFmt":
                if shows_nothing(attribute(style, "formatCode")):
                    codes.add(attribute(style, "numFmtId"))
            else:
                formats |= {str(number) for number, each in enumerate(style) if attribute(each, "numFmtId") in codes}
    return formats


def shows_nothing(code: str) -> bool:
    """Return whether a number format has sections for numbers and texts, and all of them are empty (18.8.31)."""
    return code.count(";") > 1 and not code.strip('; "')


def find_comments(package: Package, sheet: Sheet, findings: Findings) -> None:
    """Add the comments of a sheet to the findings; threads first, which notes repeat for programs that are older."""
    persons = {
        attribute(person, "id"): attribute(person, "displayName")
        for part in package.parts_of_type("excel.person+xml")
        for person in package.elements(part, "person")
    }
    in_threads = set()
    for part in package.related(sheet.part, "threadedComment"):
        for comment in package.elements(part, "threadedComment"):
            cell = attribute(comment, "ref")
            in_threads.add(cell)
            text = " ".join(each.text or "" for each in comment.iter("{*}text"))
            author = persons.get(attribute(comment, "personId"), "")
            findings["comments"].add(text, where=f"sheet {quoted(sheet.name)}, cell {cell}", author=author)
    for part in package.related(sheet.part, "comments"):
        authors: list[str] = []
        for element in package.elements(part, "author", "comment"):
            if local_name(element.tag) == "author":
                authors.append(element.text or "")
                continue
            cell, number = attribute(element, "ref"), attribute(element, "authorId")
            if cell in in_threads:
                continue
            text = "".join(each.text or "" for each in element.iter("{*}t"))
            author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
            findings["comments"].add(text, where=f"sheet {quoted(sheet.name)}, cell {cell}", author=author)


def find_cached_data(package: Package, sheets: Iterable[Sheet], findings: Findings) -> None:
    """
    Add the data that a workbook keeps of a source that readers don't see: of pivot tables, and of other workbooks.

    A pivot table whose source is a visible sheet of the workbook repeats what is there.
    """
    visible = visible_sources(package, sheets)
    for part in package.parts_of_type("pivotCacheDefinition+xml"):
        source, values = "", []
        for element in package.elements(part, "worksheetSource", "cacheField"):
            if local_name(element.tag) == "worksheetSource":
                is_elsewhere = any(key.endswith("}id") for key in element.attrib)
                source = "" if is_elsewhere else attribute(element, "name") or attribute(element, "sheet")
            else:
                values.append(attribute(element, "name"))
                values += [attribute(each, "v") for each in element.iter("{*}s", "{*}n")][:MAX_CELLS]
        if source not in visible:
            where = f"source of a pivot table, {quoted(source)}" if source else "source of a pivot table"
            findings["cached_data"].add(joined(values[:MAX_CELLS]), where=where)
    for part in package.parts_of_type("externalLink+xml"):
        values = [value.text or "" for value in package.elements(part, "v")]
        findings["cached_data"].add(joined(values[:MAX_CELLS]), where="values of another workbook")


def visible_sources(package: Package, sheets: Iterable[Sheet]) -> set[str]:
    """Return the names by which data on visible sheets is called: of sheets, of tables, and of ranges."""
    visible = {sheet.name: sheet.part for sheet in sheets if not sheet.state}
    names = set(visible)
    for part in visible.values():
        for table in package.related(part, "table"):
            names.add(attribute(package.root(table), "displayName"))
    for defined in package.elements(package.main_part, "definedName"):
        sheet = (defined.text or "").rpartition("!")[0].strip("'").replace("''", "'")
        if sheet in visible:
            names.add(attribute(defined, "name"))
    return names


def find_revisions(package: Package, findings: Findings) -> None:
    """Add the earlier values of cells in a shared workbook's history (18.11) to the findings."""
    authors: dict[str, str] = {}
    for part in package.parts_of_type("revisionHeaders+xml"):
        targets = package.targets(part)
        for header in package.elements(part, "header"):
            authors[targets.get(relationship_id(header), "")] = attribute(header, "userName")
    for part in package.parts_of_type("revisionLog+xml"):
        for change in package.elements(part, "rcc"):
            old = child(change, "oc")
            text = cell_text(old) if old is not None else None
            if text and not text[1]:
                cell = attribute(old, "r")
                findings["deleted"].add(text[0], where=f"cell {cell}", author=authors.get(part, ""))
