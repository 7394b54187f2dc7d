"""What a PDF gives away without showing it is found, also in damaged files."""

import pikepdf
import pytest
from pikepdf import Array, Name

from bench.pdf_hidden import found_in
from bench.pdfs.parts import annotate, changed, drawn
from board.engines.pdfinspect import hidden_information
from tests.board.engines.pdfinspect.drawing import BOX, SECRET, box, covered_texts, line


def test_author_and_producer_are_found(find_hidden):
    hidden = find_hidden(drawn(lambda canvas: None, author="Edda\x00 \u202eJessop", producer="A program"))
    assert (hidden["author"], hidden["producer"]) == ("Edda Jessop", "A program")


def test_author_in_xmp_metadata_alone_is_found(find_hidden):
    def move(pdf):
        del pdf.docinfo
        with pdf.open_metadata(update_docinfo=False) as metadata:
            metadata["dc:creator"] = [SECRET, "Finn Farrow"]

    assert find_hidden(changed(line(), move))["author"] == f"{SECRET}, Finn Farrow"


def test_comment_has_author_and_page(find_hidden):
    content = annotate(
        line(), Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents="Name\x07 her?\r\nE\u0301", T=SECRET
    )
    assert find_hidden(content)["comments"] == [{"page": 1, "author": SECRET, "text": "Name her? É"}]


def test_number_and_length_of_comments_are_limited(find_hidden, monkeypatch):
    monkeypatch.setattr(hidden_information, "MAX_COMMENTS", 2)
    content = line()
    for _ in range(3):
        content = annotate(content, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents="x" * 900)
    comments = find_hidden(content)["comments"]
    assert [len(comment["text"]) for comment in comments] == [hidden_information.MAX_CHARACTERS] * 2


def test_link_is_no_comment(find_hidden):
    content = annotate(line(), Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Contents="Our address")
    assert find_hidden(content)["comments"] == []


def test_attachment_name_has_no_control_characters(find_hidden):
    def attach(pdf):
        pdf.attachments["a"] = pikepdf.AttachedFileSpec(pdf, b"x", filename="../\u202efdp\x00.exe")

    assert find_hidden(changed(line(), attach))["attachments"] == ["../ fdp .exe"]


def test_javascript_actions_are_counted_anywhere(find_hidden):
    def add(pdf):
        script = pikepdf.Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = script
        pdf.pages[0].AA = pikepdf.Dictionary(O=pdf.make_indirect(pikepdf.Dictionary(script)))

    assert find_hidden(line())["scripts"] == 0
    assert find_hidden(changed(line(), add))["scripts"] == 2


def test_broken_part_hides_no_other(find_hidden, monkeypatch):
    def fail(*_):
        raise pikepdf.PdfError

    monkeypatch.setattr(hidden_information, "list_comments", fail)
    monkeypatch.setattr(hidden_information, "count_scripts", fail)
    hidden = find_hidden(
        drawn(lambda canvas: (canvas.drawString(100, 700, SECRET), canvas.rect(*BOX, fill=1)), author="A")
    )
    assert hidden["not_examined"] == ["comments", "scripts"]
    assert (hidden["comments"], hidden["scripts"], hidden["author"]) == ([], 0, "A")
    assert covered_texts(hidden) == [SECRET]


@pytest.mark.parametrize("annotations", [Name.Nonsense, Array([1, None, Array([])]), Array([pikepdf.Dictionary()])])
def test_entries_that_are_no_annotations_are_skipped(find_hidden, annotations):
    def spoil(pdf):
        pdf.pages[0].obj.Annots = annotations

    hidden = find_hidden(changed(line(after=box()), spoil))
    assert (covered_texts(hidden), hidden["not_examined"]) == ([SECRET], [])


@pytest.mark.parametrize(
    "entries",
    [{"Rect": Name.x}, {"Rect": Array([1])}, {"QuadPoints": 5}, {"F": "x"}, {"IC": 7}, {"Contents": Array([])}],
    ids=str,
)
def test_broken_annotation_is_skipped(find_hidden, entries):
    def spoil(pdf):
        pdf.pages[0].obj.Annots = Array([pikepdf.Dictionary({"/Subtype": Name.Square})])
        for key, value in entries.items():
            pdf.pages[0].obj.Annots[0][f"/{key}"] = value

    hidden = find_hidden(changed(line(after=box()), spoil))
    assert (covered_texts(hidden), hidden["not_examined"]) == ([SECRET], [])


def test_file_that_pdfium_cannot_open_is_reported_as_not_examined(tmp_path, monkeypatch):
    def fail(*_args, **_options):
        raise OSError
        yield

    monkeypatch.setattr(hidden_information, "search_pages", fail)
    hidden = found_in(drawn(lambda canvas: canvas.drawString(9, 9, "Words"), author="A"), tmp_path)
    assert (hidden["author"], hidden["not_examined"]) == ("A", ["covered"])
