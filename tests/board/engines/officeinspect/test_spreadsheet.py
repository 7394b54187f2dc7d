"""Hidden sheets, rows, columns and cells of workbooks are found, and the data of others that they keep."""

import pytest

from tests.board.engines.officeinspect.office_files import R, S, cells, item, relationships, xlsx


@pytest.mark.parametrize(
    ("attributes", "content", "expected"),
    [
        pytest.param(
            'state="hidden"',
            f"<sheetData>{cells('Name', 'Harry')}</sheetData>",
            {"hidden_sheets": [item("Name | Harry", "sheet “Names”, hidden")]},
            id="hidden sheet",
        ),
        pytest.param(
            'state="veryHidden"',
            f"<sheetData>{cells('Harry')}</sheetData>",
            {"hidden_sheets": [item("Harry", "sheet “Names”, hidden so that Excel does not offer to show it")]},
            id="very hidden sheet",
        ),
        pytest.param('state="hidden"', "<sheetData/>", {}, id="hidden sheet with nothing in it"),
        pytest.param('state="visible"', f"<sheetData>{cells('Seen')}</sheetData>", {}, id="visible sheet"),
        pytest.param(
            "",
            "<sheetData>"
            + cells("Seen")
            + "".join(cells(f"H{row}", row=row, attributes='hidden="1"') for row in (3, 4, 7))
            + "</sheetData>",
            {
                "hidden_cells": [
                    item("H3 | H4", "sheet “Names”, rows 3 to 4"),
                    item("H7", "sheet “Names”, row 7"),
                ]
            },
            id="hidden rows",
        ),
        pytest.param(
            "",
            '<cols><col min="2" max="3" hidden="1"/><col min="4" max="16384" hidden="1"/></cols><sheetData>'
            + cells("Seen", "Harry", "1 Road")
            + "</sheetData>",
            {"hidden_cells": [item("Harry | 1 Road", "sheet “Names”, columns B to C")]},
            id="hidden columns, and empty ones",
        ),
        pytest.param(
            "",
            f'<cols><col min="1" max="1" width="0"/></cols><sheetData>{cells("Harry")}</sheetData>',
            {"hidden_cells": [item("Harry", "sheet “Names”, column A")]},
            id="column without width",
        ),
        pytest.param(
            "",
            f"<sheetData>{cells('', row=2, attributes='hidden=' + chr(34) + '1' + chr(34))}</sheetData>",
            {},
            id="hidden row with nothing in it",
        ),
    ],
)
def test_cells_that_readers_do_not_see(find, attributes, content, expected):
    assert find(xlsx([("Names", attributes, content)])) == expected


def test_shared_strings_of_hidden_cells(find):
    shared = f"<sst {S}><si><t>Seen</t></si><si><r><t>Har</t></r><r><t>ry</t></r></si></sst>"
    content = '<sheetData><row r="1" hidden="true"><c r="A1" t="s"><v>1</v></c><c r="B1"><v>7</v></c></row></sheetData>'
    found = find(xlsx([("Names", "", content)], {"xl/sharedStrings.xml": shared}))
    assert found == {"hidden_cells": [item("Harry | 7", "sheet “Names”, row 1")]}


def test_format_that_shows_nothing(find):
    styles = (
        f'<styleSheet {S}><numFmts><numFmt numFmtId="200" formatCode=";;;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>'
    )
    content = '<sheetData><row r="1"><c r="A1" s="1"><v>7</v></c><c r="B1" s="0"><v>8</v></c></row></sheetData>'
    found = find(xlsx([("Names", "", content)], {"xl/styles.xml": styles}))
    assert found == {"hidden_cells": [item("7", "sheet “Names”, cells whose format shows nothing")]}


def test_comments_and_threads(find):
    old = (
        f"<comments {S}><authors><author>Jo</author></authors><commentList>"
        '<comment ref="A1" authorId="0"><text><r><t>Old </t></r><r><t>one.</t></r></text></comment>'
        '<comment ref="B2" authorId="0"><text><t>[Threaded comment] Who?</t></text></comment>'
        "</commentList></comments>"
    )
    thread = '<t><threadedComment ref="B2" personId="{1}"><text>Who?</text></threadedComment></t>'
    person = '<personList><person displayName="Al" id="{1}"/></personList>'
    parts = {
        "xl/comments1.xml": old,
        "xl/threadedComments/t1.xml": thread,
        "xl/persons/person.xml": person,
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(
            ("comments", "../comments1.xml"),
            (
                "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                "../threadedComments/t1.xml",
            ),
        ),
    }
    found = find(xlsx([("Data", "", "<sheetData/>")], parts))
    assert found == {
        "comments": [item("Who?", "sheet “Data”, cell B2", "Al"), item("Old one.", "sheet “Data”, cell A1", "Jo")]
    }


def test_data_that_a_pivot_table_keeps(find):
    def cache(sheet):
        return (
            f'<pivotCacheDefinition {S}><cacheSource><worksheetSource ref="A1:B9" sheet="{sheet}"/></cacheSource>'
            '<cacheFields><cacheField name="Name"><sharedItems><s v="Harry"/></sharedItems></cacheField>'
            "</cacheFields></pivotCacheDefinition>"
        )

    sheet = ("Seen", "", f"<sheetData>{cells('Harry')}</sheetData>")
    removed = find(xlsx([sheet], {"xl/pivotCache/pivotCacheDefinition1.xml": cache("Raw")}))
    assert removed == {"cached_data": [item("Name | Harry", "source of a pivot table, “Raw”")]}
    assert find(xlsx([sheet], {"xl/pivotCache/pivotCacheDefinition1.xml": cache("Seen")})) == {}
    of_table = cache("").replace('sheet=""', 'name="Cases"')
    parts = {
        "xl/pivotCache/pivotCacheDefinition1.xml": of_table,
        "xl/tables/table1.xml": f'<table {S} displayName="Cases"/>',
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(("table", "../tables/table1.xml")),
    }
    assert find(xlsx([sheet], parts)) == {}
    parts["xl/pivotCache/pivotCacheDefinition1.xml"] = of_table.replace("name=", f'{R} r:id="rId1" name=')
    assert find(xlsx([sheet], parts)) == {"cached_data": [item("Name | Harry", "source of a pivot table")]}


def test_values_of_another_workbook(find):
    link = (
        f'<externalLink {S}><externalBook><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str">'
        "<v>Harry</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>"
    )
    parts = {
        "xl/externalLinks/externalLink1.xml": link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": relationships(("externalLinkPath", "file:///S:/cases.xlsx")),
    }
    assert find(xlsx([("Seen", "", "<sheetData/>")], parts)) == {
        "cached_data": [item("Harry", "values of another workbook")],
        "external_links": ["file:///S:/cases.xlsx"],
    }


def test_connection_to_a_database(find):
    connection = f'<connections {S}><connection><dbPr connection="Server=cases;PWD=x"/></connection></connections>'
    found = find(xlsx([("Seen", "", "<sheetData/>")], {"xl/connections.xml": connection}))
    assert found == {"external_links": ["Server=cases;PWD=x"]}


def test_history_of_a_shared_workbook(find):
    log = f'<revisions {S}><rcc rId="1" sId="1"><oc r="A1" t="inlineStr"><is><t>Harry</t></is></oc></rcc></revisions>'
    headers = f'<headers {S} {R}><header r:id="rId1" userName="Jo"/></headers>'
    parts = {
        "xl/revisions/revisionHeaders.xml": headers,
        "xl/revisions/revisionLog1.xml": log,
        "xl/revisions/_rels/revisionHeaders.xml.rels": relationships(("revisionLog", "revisionLog1.xml")),
    }
    assert find(xlsx([("Seen", "", "<sheetData/>")], parts)) == {"deleted": [item("Harry", "cell A1", "Jo")]}
