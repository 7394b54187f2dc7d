"""What OpenDocument files hold that readers don't see is found as it is in those of Microsoft Office."""

from tests.board.engines.officeinspect.office_files import item, open_document

CHANGE_INFO = (
    "<office:change-info><dc:creator>Jo</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info>"
)


def test_tracked_changes_comments_and_hidden_text(find):
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


def test_hidden_sheets_rows_and_columns(find):
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


def test_hidden_slides_and_notes(find):
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


def test_names_files_versions_and_links(find):
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
