"""What an office file holds that readers don't see is found, with its place, its words and its author."""

import io
import zipfile

import pytest

from board.engines.officeinspect.child import inspect
from tests.board.engines.officeinspect.office_files import (
    P,
    R,
    S,
    W,
    archive,
    cells,
    docx,
    office_open,
    open_document,
    pptx,
    relationships,
    shape,
    xlsx,
)


@pytest.fixture
def find(tmp_path):
    """Return a function that returns what is found in bytes, without what is empty."""

    def find_in(content):
        path = tmp_path / "file"
        path.write_bytes(content)
        facts = inspect(path)
        assert facts["state"] == "read"
        return {name: value for name, value in facts["hidden"].items() if value}

    return find_in


def item(text, where="", author=""):
    return {"where": where, "author": author, "text": text}


def run(text, properties="", tag="t"):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:{tag}>{text}</w:{tag}></w:r>"


def paragraph(*content):
    return f"<w:p>{''.join(content)}</w:p>"


KNOWN = paragraph(run("The family was known to services."))
AT = "the paragraph “The family was known to services.”"


class TestWord:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            pytest.param(
                KNOWN
                + paragraph(f'<w:del w:author="Jo">{run("Harry ", "", "delText")}{run("P.", "", "delText")}</w:del>'),
                {"deleted": [item("Harry P.", f"after {AT}", "Jo")]},
                id="deletion",
            ),
            pytest.param(
                paragraph(
                    run("The mother "), f'<w:del w:author="Jo">{run("Ann", "", "delText")}</w:del>', run("said so.")
                ),
                {"deleted": [item("Ann", "in the paragraph “The mother said so.”", "Jo")]},
                id="deletion within a paragraph",
            ),
            pytest.param(
                paragraph(run("It was "), f'<w:ins w:author="Jo">{run("not")}</w:ins>', run(" seen.")),
                {"inserted": [item("not", "in the paragraph “It was not seen.”", "Jo")]},
                id="insertion",
            ),
            pytest.param(
                paragraph(f'<w:ins w:author="Al"><w:del w:author="Jo">{run("Ann", "", "delText")}</w:del></w:ins>'),
                {"deleted": [item("Ann", "", "Jo")]},
                id="deletion of an insertion",
            ),
            pytest.param(
                paragraph(f'<w:moveFrom w:author="Jo">{run("Moved.")}</w:moveFrom>')
                + paragraph(f'<w:moveTo w:author="Jo">{run("Moved.")}</w:moveTo>'),
                {"inserted": [item("Moved.", "in the paragraph “Moved.”", "Jo")]},
                id="what was moved is read where it is",
            ),
            pytest.param(
                paragraph(run("Seen. "), run("Unseen.", "<w:vanish/>")),
                {"hidden_text": [item("Unseen.", "in the paragraph “Seen. Unseen.”")]},
                id="hidden text",
            ),
            pytest.param(paragraph(run("Seen.", '<w:vanish w:val="0"/>')), {}, id="text that is expressly shown"),
            pytest.param(paragraph(run(" | – ", "<w:vanish/>")), {}, id="hidden signs that are no words"),
            pytest.param(
                paragraph(
                    "<w:r><w:txbxContent>",
                    paragraph(run("Box. "), run("Unseen.", "<w:vanish/>")),
                    "</w:txbxContent></w:r>",
                ),
                {"hidden_text": [item("Unseen.", "in the paragraph “Box. Unseen.”")]},
                id="hidden text in a text box",
            ),
            pytest.param(
                paragraph(
                    "<w:r><AlternateContent><Fallback>",
                    paragraph(run("Box.", "<w:vanish/>")),
                    "</Fallback></AlternateContent></w:r>",
                ),
                {},
                id="copy of a text box for older programs",
            ),
            pytest.param("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>", {}, id="hidden mark of a paragraph"),
        ],
    )
    def test_words_that_readers_do_not_see(self, find, body, expected):
        assert find(docx(body)) == expected

    def test_text_that_a_style_hides(self, find):
        styles = (
            f'<w:styles {W}><w:style w:styleId="Child"><w:basedOn w:val="Base"/></w:style>'
            '<w:style w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
            '<w:style w:styleId="z"><w:name w:val="HTML Top of Form"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
        )
        body = paragraph('<w:pPr><w:pStyle w:val="Child"/></w:pPr>', run("Unseen.")) + paragraph(
            run("By a run.", '<w:rStyle w:val="Base"/>'), run("Top of Form", '<w:rStyle w:val="z"/>')
        )
        assert [each["text"] for each in find(docx(body, {"word/styles.xml": styles}))["hidden_text"]] == [
            "Unseen.",
            "By a run.",
        ]

    def test_comment_with_its_place(self, find):
        comments = (
            f'<w:comments {W}><w:comment w:id="1" w:author="Jo">{paragraph(run("Check."))}</w:comment></w:comments>'
        )
        body = paragraph(run("The review."), '<w:r><w:commentReference w:id="1"/></w:r>')
        found = find(docx(body, {"word/comments.xml": comments}))
        assert found == {"comments": [item("Check.", "in the paragraph “The review.”", "Jo")]}

    def test_deletion_in_a_footnote(self, find):
        body = paragraph(f'<w:del w:author="Jo">{run("Ann", "", "delText")}</w:del>')
        footnotes = f'<w:footnotes {W}><w:footnote w:id="1">{body}</w:footnote></w:footnotes>'
        assert find(docx(parts={"word/footnotes.xml": footnotes})) == {"deleted": [item("Ann", "", "Jo")]}

    def test_main_part_of_any_name_in_a_strict_package(self, find):
        body = f"<w:document {W.replace('schemas.openxmlformats.org', 'purl.oclc.org/ooxml')}><w:body>" + paragraph(
            f'<w:del w:author="Jo">{run("Ann", "", "delText")}</w:del>'
        )
        content = office_open("docx", f"{body}</w:body></w:document>", main="word/document2.xml", strict=True)
        assert find(content) == {"deleted": [item("Ann", "", "Jo")]}

    def test_names_files_and_links(self, find):
        core = (
            '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Jo</dc:creator>'
            "<lastModifiedBy>Al</lastModifiedBy></c>"
        )
        links = relationships(
            ("attachedTemplate", "file:///\\\\server\\children\\t.dotx"),
            ("hyperlink", "https://www.example.org/"),
            ("hyperlink", "file:///C:/cases/harry.docx"),
        )
        parts = {
            "docProps/core.xml": core,
            "docProps/app.xml": "<p><Application>Word</Application><Company>Council</Company></p>",
            "word/_rels/document.xml.rels": links,
            "word/embeddings/cases.xlsx": "x",
        }
        assert find(docx(parts=parts)) == {
            "author": "Jo",
            "last_modified_by": "Al",
            "producer": "Word",
            "company": "Council",
            "attachments": ["word/embeddings/cases.xlsx"],
            "external_links": ["file:///\\\\server\\children\\t.dotx", "file:///C:/cases/harry.docx"],
        }


class TestExcel:
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
    def test_cells_that_readers_do_not_see(self, find, attributes, content, expected):
        assert find(xlsx([("Names", attributes, content)])) == expected

    def test_shared_strings_of_hidden_cells(self, find):
        shared = f"<sst {S}><si><t>Seen</t></si><si><r><t>Har</t></r><r><t>ry</t></r></si></sst>"
        content = (
            '<sheetData><row r="1" hidden="true"><c r="A1" t="s"><v>1</v></c><c r="B1"><v>7</v></c></row></sheetData>'
        )
        found = find(xlsx([("Names", "", content)], {"xl/sharedStrings.xml": shared}))
        assert found == {"hidden_cells": [item("Harry | 7", "sheet “Names”, row 1")]}

    def test_format_that_shows_nothing(self, find):
        styles = (
            f'<styleSheet {S}><numFmts><numFmt numFmtId="200" formatCode=";;;"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>'
        )
        content = '<sheetData><row r="1"><c r="A1" s="1"><v>7</v></c><c r="B1" s="0"><v>8</v></c></row></sheetData>'
        found = find(xlsx([("Names", "", content)], {"xl/styles.xml": styles}))
        assert found == {"hidden_cells": [item("7", "sheet “Names”, cells whose format shows nothing")]}

    def test_comments_and_threads(self, find):
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

    def test_data_that_a_pivot_table_keeps(self, find):
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

    def test_values_of_another_workbook(self, find):
        link = (
            f'<externalLink {S}><externalBook><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str">'
            "<v>Harry</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>"
        )
        parts = {
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": relationships(
                ("externalLinkPath", "file:///S:/cases.xlsx")
            ),
        }
        assert find(xlsx([("Seen", "", "<sheetData/>")], parts)) == {
            "cached_data": [item("Harry", "values of another workbook")],
            "external_links": ["file:///S:/cases.xlsx"],
        }

    def test_connection_to_a_database(self, find):
        connection = f'<connections {S}><connection><dbPr connection="Server=cases;PWD=x"/></connection></connections>'
        found = find(xlsx([("Seen", "", "<sheetData/>")], {"xl/connections.xml": connection}))
        assert found == {"external_links": ["Server=cases;PWD=x"]}

    def test_history_of_a_shared_workbook(self, find):
        log = (
            f'<revisions {S}><rcc rId="1" sId="1"><oc r="A1" t="inlineStr"><is><t>Harry</t></is></oc></rcc></revisions>'
        )
        headers = f'<headers {S} {R}><header r:id="rId1" userName="Jo"/></headers>'
        parts = {
            "xl/revisions/revisionHeaders.xml": headers,
            "xl/revisions/revisionLog1.xml": log,
            "xl/revisions/_rels/revisionHeaders.xml.rels": relationships(("revisionLog", "revisionLog1.xml")),
        }
        assert find(xlsx([("Seen", "", "<sheetData/>")], parts)) == {"deleted": [item("Harry", "cell A1", "Jo")]}


class TestPowerPoint:
    def test_hidden_slide_hidden_shape_notes_and_comments(self, find):
        notes = (
            f"<p:notes {P}>{shape('Say her name.', placeholder='<p:ph type=' + chr(34) + 'body' + chr(34) + '/>')}"
            + shape("7", placeholder='<p:ph type="sldNum"/>')
            + "<p:sp><p:txBody><a:p><a:fld><a:t>7</a:t></a:fld></a:p></p:txBody></p:sp></p:notes>"
        )
        comments = f'<p:cmLst {P}><p:cm authorId="1"><p:text>Who?</p:text></p:cm></p:cmLst>'
        links = [("notesSlide", "../notesSlides/n1.xml"), ("comments", "../comments/c1.xml")]
        parts = {
            "ppt/notesSlides/n1.xml": notes,
            "ppt/comments/c1.xml": comments,
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst {P}><p:cmAuthor id="1" name="Jo"/></p:cmAuthorLst>',
        }
        content = pptx(
            [("", shape("Seen") + shape("Unseen", 'hidden="1"'), links), ('show="0"', shape("Harry"), [])], parts
        )
        assert find(content) == {
            "hidden_text": [item("Unseen", "slide 1")],
            "notes": [item("Say her name.", "slide 1")],
            "comments": [item("Who?", "slide 1", "Jo")],
            "hidden_slides": [item("Harry", "slide 2")],
        }

    def test_comments_of_newer_programs_with_answers(self, find):
        namespace = f'{P} xmlns:q="http://schemas.microsoft.com/office/powerpoint/2018/8/main"'

        def body(text):
            return f"<q:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></q:txBody>"

        comments = (
            f'<q:cmLst {namespace}><q:cm authorId="{{1}}"><q:replyLst><q:reply authorId="{{2}}">{body("No.")}</q:reply>'
            f"</q:replyLst>{body('Name her?')}</q:cm></q:cmLst>"
        )
        authors = (
            f'<q:authorLst {namespace}><q:author id="{{1}}" name="Jo"/><q:author id="{{2}}" name="Al"/></q:authorLst>'
        )
        parts = {"ppt/comments/modern.xml": comments, "ppt/authors.xml": authors}
        links = [("http://schemas.microsoft.com/office/2018/10/relationships/comments", "../comments/modern.xml")]
        assert find(pptx([("", shape("Seen"), links)], parts)) == {
            "comments": [item("Name her?", "slide 1", "Jo"), item("No.", "slide 1", "Al")]
        }


CHANGE_INFO = (
    "<office:change-info><dc:creator>Jo</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info>"
)


class TestOpenDocument:
    def test_tracked_changes_comments_and_hidden_text(self, find):
        body = (
            '<text:tracked-changes><text:changed-region text:id="d"><text:deletion>'
            f"{CHANGE_INFO}<text:p>Harry</text:p></text:deletion></text:changed-region>"
            f'<text:changed-region text:id="i"><text:insertion>{CHANGE_INFO}</text:insertion></text:changed-region>'
            "</text:tracked-changes>"
            '<text:p>The child<text:change text:change-id="d"/> was <text:change-start text:change-id="i"/>not'
            '<text:change-end text:change-id="i"/> seen.<office:annotation><dc:creator>Al</dc:creator>'
            "<text:p>Check.</text:p></office:annotation></text:p>"
            '<text:p>Seen <text:span text:style-name="T1">unseen</text:span></text:p>'
            '<text:section text:display="none"><text:p>Section.</text:p></text:section>'
        )
        styles = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
        at = "in the paragraph “The child was not seen.”"
        assert find(open_document("odt", body, styles=styles)) == {
            "deleted": [item("Harry", at, "Jo")],
            "inserted": [item("not", at, "Jo")],
            "comments": [item("Check.", at, "Al")],
            "hidden_text": [
                item("unseen", "in the paragraph “Seen unseen”"),
                item("Section.", "in the paragraph “Section.”"),
            ],
        }

    def test_hidden_sheets_rows_and_columns(self, find):
        def table(name, style, columns, rows):
            return f'<table:table table:name="{name}" table:style-name="{style}">{columns}{rows}</table:table>'

        def row(*texts, attributes=""):
            inside = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts)
            return f"<table:table-row {attributes}>{inside}</table:table-row>"

        body = table(
            "Seen",
            "ta1",
            '<table:table-column/><table:table-column table:visibility="collapse"/>',
            row("a", "Harry")
            + row("b", attributes='table:number-rows-repeated="3"')
            + row("Filtered", attributes='table:visibility="filter"'),
        ) + table("Raw", "ta2", "<table:table-column/>", row("Road"))
        styles = (
            '<style:style style:name="ta1"><style:table-properties table:display="true"/></style:style>'
            '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
        )
        assert find(open_document("ods", body, styles=styles)) == {
            "hidden_cells": [item("Harry", "sheet “Seen”, column B"), item("Filtered", "sheet “Seen”, row 5")],
            "hidden_sheets": [item("Road", "sheet “Raw”, hidden")],
        }

    def test_hidden_slides_and_notes(self, find):
        body = (
            '<draw:page draw:style-name="dp1"><text:p>Seen</text:p><presentation:notes><text:p>Say her name.</text:p>'
            "</presentation:notes></draw:page>"
            '<draw:page draw:style-name="dp2"><text:p>Harry</text:p></draw:page>'
        )
        properties = '<style:drawing-page-properties presentation:visibility="hidden"/>'
        styles = f'<style:style style:name="dp2">{properties}</style:style>'
        assert find(open_document("odp", body, styles=styles)) == {
            "notes": [item("Say her name.", "slide 1")],
            "hidden_slides": [item("Harry", "slide 2")],
        }

    def test_names_files_versions_and_links(self, find):
        manifest = (
            '<manifest:file-entry manifest:full-path="Object 1/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            '<manifest:file-entry manifest:full-path="Object 2/" '
            'manifest:media-type="application/vnd.oasis.opendocument.chart"/>'
        )
        meta = "<meta:initial-creator>Jo</meta:initial-creator><dc:creator>Al</dc:creator>"
        body = (
            '<text:p><text:a xlink:href="https://www.example.org">a</text:a>'
            '<text:a xlink:href="file:///S:/cases/">b</text:a><draw:image xlink:href="Pictures/1.png"/>'
            '<draw:image xlink:href="../harry.png"/></text:p>'
        )
        parts = {"Versions/Version1": "x"}
        assert find(open_document("odt", body, manifest=manifest, meta=meta, parts=parts)) == {
            "author": "Jo",
            "last_modified_by": "Al",
            "attachments": ["Object 1"],
            "external_links": ["file:///S:/cases/", "../harry.png"],
            "earlier_revisions": 1,
        }


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
