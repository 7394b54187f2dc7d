"""Nothing is found in a plain file, and what is found in a broken or long one is not lost."""

import io
import zipfile

import pytest

from tests.board.engines.officeinspect.office_files import (
    archive,
    cells,
    docx,
    item,
    open_document,
    paragraph,
    pptx,
    run,
    shape,
    xlsx,
)


@pytest.mark.parametrize(
    "content",
    [
        docx(),
        xlsx([("Seen", "", f"<sheetData>{cells('Seen')}</sheetData>")]),
        pptx([("", shape("Seen"), [])]),
        open_document("odt", "<text:p>Seen</text:p>"),
        open_document("ods", '<table:table table:name="Seen"/>'),
        open_document("odp", "<draw:page><text:p>Seen</text:p></draw:page>"),
    ],
    ids=["docx", "xlsx", "pptx", "odt", "ods", "odp"],
)
def test_nothing_is_found_in_a_plain_file(find, content):
    assert find(content) == {}


def test_broken_part_does_not_hide_what_the_others_give_away(find):
    body = paragraph(f'<w:del w:author="Jo">{run("Ann", "", "delText")}</w:del>')
    found = find(docx(body, {"word/comments.xml": "<w:comments", "word/embeddings/a.xlsx": "x"}))
    assert found == {
        "deleted": [item("Ann", "", "Jo")],
        "attachments": ["word/embeddings/a.xlsx"],
        "not_examined": ["content"],
    }


def test_broken_sheet_does_not_hide_the_others(find):
    hidden = ("Names", 'state="hidden"', f"<sheetData>{cells('Harry')}</sheetData>")
    found = find(xlsx([("Broken", "", "<cols><col"), hidden]))
    assert found == {"hidden_sheets": [item("Harry", "sheet “Names”, hidden")], "not_examined": ["content"]}


def test_names_of_parts_are_found_whatever_their_letter_case(find):
    body = paragraph(f'<w:del w:author="Jo">{run("Ann", "", "delText")}</w:del>')
    with zipfile.ZipFile(io.BytesIO(docx(body))) as zipped:
        parts = {name.swapcase(): zipped.read(name) for name in zipped.namelist()}
    assert find(archive(parts)) == {"deleted": [item("Ann", "", "Jo")]}


def test_long_lists_and_texts_are_cut(find):
    rows = "".join(cells("x" * 600, row=row, attributes='hidden="1"') for row in range(1, 1000, 2))
    found = find(xlsx([("Names", "", f"<sheetData>{rows}</sheetData>")]))
    assert len(found["hidden_cells"]) == 200
    assert len(found["hidden_cells"][0]["text"]) == 500


def test_parts_with_separators_of_windows_are_read(find):
    content = docx(paragraph(f'<w:del w:author="Jo">{run("Ann", "", "delText")}</w:del>'))
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        parts = {name.replace("/", "\\"): zipped.read(name) for name in zipped.namelist()}
    assert find(archive(parts)) == {"deleted": [item("Ann", "", "Jo")]}
