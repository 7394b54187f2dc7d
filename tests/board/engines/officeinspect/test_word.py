"""Tracked changes, comments and hidden text of Word documents are found, with place, words and author."""

import pytest

from tests.board.engines.officeinspect.office_files import W, docx, item, office_open, paragraph, relationships, run

KNOWN = paragraph(run("The family was known to services."))
AT = "the paragraph “The family was known to services.”"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            KNOWN + paragraph(f'<w:del w:author="Jo">{run("Harry ", "", "delText")}{run("P.", "", "delText")}</w:del>'),
            {"deleted": [item("Harry P.", f"after {AT}", "Jo")]},
            id="deletion",
        ),
        pytest.param(
            paragraph(run("The mother "), f'<w:del w:author="Jo">{run("Ann", "", "delText")}</w:del>', run("said so.")),
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
def test_words_that_readers_do_not_see(find, body, expected):
    assert find(docx(body)) == expected


def test_text_that_a_style_hides(find):
    styles = (
        f'<w:styles {W}><w:style w:styleId="Child"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="z"><w:name w:val="z-Top of Form"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    body = paragraph('<w:pPr><w:pStyle w:val="Child"/></w:pPr>', run("Unseen.")) + paragraph(
        run("By a run.", '<w:rStyle w:val="Base"/>'), run("Top of Form", '<w:rStyle w:val="z"/>')
    )
    assert [each["text"] for each in find(docx(body, {"word/styles.xml": styles}))["hidden_text"]] == [
        "Unseen.",
        "By a run.",
    ]


def test_comment_with_its_place(find):
    comments = f'<w:comments {W}><w:comment w:id="1" w:author="Jo">{paragraph(run("Check."))}</w:comment></w:comments>'
    body = paragraph(run("The review."), '<w:r><w:commentReference w:id="1"/></w:r>')
    found = find(docx(body, {"word/comments.xml": comments}))
    assert found == {"comments": [item("Check.", "in the paragraph “The review.”", "Jo")]}


def test_deletion_in_a_footnote(find):
    body = paragraph(f'<w:del w:author="Jo">{run("Ann", "", "delText")}</w:del>')
    footnotes = f'<w:footnotes {W}><w:footnote w:id="1">{body}</w:footnote></w:footnotes>'
    assert find(docx(parts={"word/footnotes.xml": footnotes})) == {"deleted": [item("Ann", "", "Jo")]}


def test_main_part_of_any_name_in_a_strict_package(find):
    body = f"<w:document {W.replace('schemas.openxmlformats.org', 'purl.oclc.org/ooxml')}><w:body>" + paragraph(
        f'<w:del w:author="Jo">{run("Ann", "", "delText")}</w:del>'
    )
    content = office_open("docx", f"{body}</w:body></w:document>", main="word/document2.xml", strict=True)
    assert find(content) == {"deleted": [item("Ann", "", "Jo")]}


def test_names_files_and_links(find):
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
