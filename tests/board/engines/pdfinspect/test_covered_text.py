"""Covered text is found; what only looks like it raises no alarm."""

import pikepdf
import pytest
from pikepdf import Array, Name
from reportlab.pdfbase.pdfmetrics import stringWidth

from bench.pdfs.parts import annotate, changed, drawn
from board.engines.pdfinspect import resource_limits
from board.engines.pdfinspect.redactions import covered_text
from tests.board.engines.pdfinspect.drawing import BOX, SECRET, box, covered_texts, line


def test_box_painted_later_covers_and_one_painted_before_does_not(find_hidden):
    assert covered_texts(find_hidden(line(after=box()))) == [SECRET]
    assert covered_texts(find_hidden(line(before=box(grey=0.8)))) == []


def test_text_in_the_colour_of_the_box_under_it_is_covered(find_hidden):
    assert covered_texts(find_hidden(line(before=box(grey=0)))) == [SECRET]


@pytest.mark.parametrize(("opacity", "is_covered"), [(1, True), (0.95, True), (0.7, False), (0.3, False)])
def test_only_an_opaque_box_covers(find_hidden, opacity, is_covered):
    assert bool(covered_texts(find_hidden(line(after=box(opacity=opacity))))) is is_covered


def test_only_words_under_the_box_are_found(find_hidden):
    assert covered_texts(find_hidden(line(text="The child Edda is nine", after=box(place=(99, 695, 48, 16))))) == [
        "The child"
    ]


def test_covered_end_of_a_long_word_is_found(find_hidden):
    begin, end = "https://example.org/families/", "jessop"
    place = (99.5 + stringWidth(begin, "Helvetica", 12), 690, 100, 24)
    assert covered_texts(find_hidden(line(text=begin + end, after=box(place=place)))) == [end]


def test_covered_words_of_one_place_are_one_text(find_hidden):
    def draw(canvas):
        for height in (700, 686, 500):
            canvas.drawString(100, height, SECRET)
            canvas.rect(98, height - 4, 80, 14, fill=1)

    assert covered_texts(find_hidden(drawn(draw))) == [f"{SECRET} {SECRET}", SECRET]


def test_box_that_only_touches_a_word_covers_nothing(find_hidden):
    assert covered_texts(find_hidden(line(after=box(place=(163, 695, 50, 16))))) == []


def test_box_outside_the_clipping_path_covers_nothing(find_hidden):
    def cut_away(canvas):
        path = canvas.beginPath()
        path.rect(300, 300, 50, 50)
        canvas.clipPath(path, stroke=0)
        box()(canvas)

    assert covered_texts(find_hidden(line(after=cut_away))) == []


def test_optional_content_that_is_off_covers_nothing(find_hidden):
    content = line(after=lambda canvas: (canvas.addLiteral("/OC /Layer BDC"), box()(canvas), canvas.addLiteral("EMC")))

    def switch_off(pdf):
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=Name.OCG, Name="Notes"))
        pdf.pages[0].Resources.Properties = pikepdf.Dictionary(Layer=layer)
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=Array([layer]), D=pikepdf.Dictionary(OFF=Array([layer])))

    assert covered_texts(find_hidden(content)) == [SECRET]
    assert covered_texts(find_hidden(changed(content, switch_off))) == []


def test_hidden_annotation_covers_nothing(find_hidden):
    mark = {"Subtype": Name.Square, "Rect": Array([95, 690, 200, 715]), "IC": Array([0, 0, 0])}
    assert covered_texts(find_hidden(annotate(line(), **mark))) == [SECRET]
    assert covered_texts(find_hidden(annotate(line(), **mark, F=2))) == []


def test_unapplied_redaction_without_text_is_found(find_hidden):
    content = annotate(line(), Subtype=Name.Redact, Rect=Array([300, 300, 400, 400]))
    assert covered_texts(find_hidden(content)) == [covered_text.UNAPPLIED]


def test_words_repeated_on_top_are_not_covered(find_hidden):
    def again(canvas):
        box()(canvas)
        canvas.setFillGray(1)
        canvas.drawString(100, 700, SECRET)

    assert covered_texts(find_hidden(line(after=again))) == []


def test_number_of_covered_texts_is_limited(find_hidden, monkeypatch):
    monkeypatch.setattr(resource_limits, "COVERED_TEXTS", 3)

    def draw(canvas):
        for number in range(5):
            canvas.drawString(20, 700, f"{SECRET} {number}")
            canvas.rect(10, 690, 580, 30, fill=1)
            canvas.showPage()

    hidden = find_hidden(drawn(draw))
    assert (len(hidden["covered"]), hidden["searched_pages"]) == (3, 3)


def test_page_with_too_many_objects_loses_no_other_page(find_hidden, monkeypatch):
    monkeypatch.setattr("board.engines.pdfinspect.redactions.page_objects.MAX_OBJECTS", 10)

    def draw(canvas):
        for number in range(20):
            canvas.rect(number, number, 5, 5, fill=1)
        canvas.showPage()
        canvas.drawString(100, 700, SECRET)
        canvas.rect(*BOX, fill=1)

    hidden = find_hidden(drawn(draw))
    assert hidden["covered"] == [{"page": 2, "text": SECRET}]
    assert (hidden["not_searched"], hidden["not_examined"]) == ([1], ["covered"])
