"""What a PDF gives away without showing it is found; what only looks like it gives no alarm."""

import io
import random

import pikepdf
import pytest
from pikepdf import Array, Name
from reportlab.pdfbase.pdfmetrics import stringWidth

from bench.pdf_hidden import ALARMS, CAUGHT, FALSE_ALARMS, alarm, catch
from bench.pdfs.harmless import LAYOUTS, harmless
from bench.pdfs.parts import annotate, appended, changed, drawn
from bench.pdfs.redactions import COVERED, OTHERS, gives_away, half_a_number
from board.engines.pdfinspect import hidden_information as hidden
from board.engines.pdfinspect import incremental_updates as revisions
from board.engines.pdfinspect.redactions import covered_text as covered

SECRET = "Edda Jessop"
BOX = (98, 695, 80, 16)


@pytest.fixture
def find(tmp_path):
    """Return a function that says what bytes give away."""

    def find_in(content, **options):
        path = tmp_path / "file.pdf"
        path.write_bytes(content)
        with pikepdf.open(path) as pdf:
            return hidden.find_hidden(path, pdf, **options)

    return find_in


def line(*, before=None, after=None, text=SECRET):
    """Return a page with a line of text, and what functions draw before and after it."""

    def draw(canvas):
        for step in (before, lambda it: it.drawString(100, 700, text), after):
            canvas.saveState()
            if step:
                step(canvas)
            canvas.restoreState()

    return drawn(draw)


def box(grey=0.0, opacity=1.0, place=BOX):
    def draw(canvas):
        canvas.setFillGray(grey)
        canvas.setFillAlpha(opacity)
        canvas.rect(*place, fill=1, stroke=0)

    return draw


def texts(found):
    return [finding["text"] for finding in found["covered"]]


class TestBench:
    @pytest.mark.parametrize("way", COVERED, ids=lambda way: way.__name__)
    def test_covered_text_is_told_with_its_page(self, find, way):
        secret = "01632 960123" if way is half_a_number else SECRET
        found = find(way(random.Random(8), secret))
        assert found["unread"] == []
        told = " ".join(texts(found)).replace(" ", "")
        assert secret.replace(" ", "") in told
        assert {finding["page"] for finding in found["covered"]} == {37 if "long" in way.__name__ else 1}

    @pytest.mark.parametrize(
        ("aspect", "way"),
        [(aspect, way) for aspect, ways in OTHERS.items() for way in ways],
        ids=lambda it: str(it)[:30],
    )
    def test_anything_else_is_told_and_nothing_is_covered(self, find, aspect, way):
        found = find(way(random.Random(8), SECRET))
        assert found[aspect]
        assert not found["covered"]

    @pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
    def test_a_harmless_layout_gives_no_alarm(self, find, layout):
        found = find(layout(random.Random(8)))
        assert {name: found[name] for name in ALARMS if found[name]} == {}

    @pytest.mark.test_all("A hundred and forty files; make test tries one of each kind.")
    def test_the_figures_that_were_promised(self, tmp_path):
        files = list(gives_away())
        assert len(files) == 40
        assert sum(outcome.is_alarm for outcome in catch(files, tmp_path)) >= CAUGHT
        files = list(harmless())
        assert len(files) == 100
        assert len({file.content for file in files}) > 80
        assert sum(outcome.is_alarm for outcome in alarm(files, tmp_path)) <= FALSE_ALARMS


class TestCovered:
    def test_what_is_drawn_later_covers_and_what_is_drawn_before_does_not(self, find):
        assert texts(find(line(after=box()))) == [SECRET]
        assert texts(find(line(before=box(grey=0.8)))) == []

    def test_text_as_dark_as_the_box_under_it(self, find):
        assert texts(find(line(before=box(grey=0)))) == [SECRET]

    @pytest.mark.parametrize(("opacity", "is_covered"), [(1, True), (0.95, True), (0.7, False), (0.3, False)])
    def test_how_dense_a_box_must_be(self, find, opacity, is_covered):
        assert bool(texts(find(line(after=box(opacity=opacity))))) is is_covered

    def test_only_the_words_under_the_box_are_told(self, find):
        assert texts(find(line(text="The child Edda is nine", after=box(place=(99, 695, 48, 16))))) == ["The child"]

    def test_the_end_of_a_long_word(self, find):
        begin, end = "https://example.org/families/", "jessop"
        place = (99.5 + stringWidth(begin, "Helvetica", 12), 690, 100, 24)
        assert texts(find(line(text=begin + end, after=box(place=place)))) == [end]

    def test_words_of_one_place_are_one_finding(self, find):
        def draw(canvas):
            for height in (700, 686, 500):
                canvas.drawString(100, height, SECRET)
                canvas.rect(98, height - 4, 80, 14, fill=1)

        assert texts(find(drawn(draw))) == [f"{SECRET} {SECRET}", SECRET]

    def test_a_box_that_only_touches_a_word(self, find):
        assert texts(find(line(after=box(place=(163, 695, 50, 16))))) == []

    def test_a_box_that_is_cut_away(self, find):
        def cut_away(canvas):
            path = canvas.beginPath()
            path.rect(300, 300, 50, 50)
            canvas.clipPath(path, stroke=0)
            box()(canvas)

        assert texts(find(line(after=cut_away))) == []

    def test_a_layer_that_is_switched_off_covers_nothing(self, find):
        content = line(
            after=lambda canvas: (canvas.addLiteral("/OC /Layer BDC"), box()(canvas), canvas.addLiteral("EMC"))
        )

        def switch_off(pdf):
            layer = pdf.make_indirect(pikepdf.Dictionary(Type=Name.OCG, Name="Notes"))
            pdf.pages[0].Resources.Properties = pikepdf.Dictionary(Layer=layer)
            pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=Array([layer]), D=pikepdf.Dictionary(OFF=Array([layer])))

        assert texts(find(content)) == [SECRET]
        assert texts(find(changed(content, switch_off))) == []

    def test_a_mark_that_is_switched_off_covers_nothing(self, find):
        mark = {"Subtype": Name.Square, "Rect": Array([95, 690, 200, 715]), "IC": Array([0, 0, 0])}
        assert texts(find(annotate(line(), **mark))) == [SECRET]
        assert texts(find(annotate(line(), **mark, F=2))) == []

    def test_a_redaction_that_was_only_marked_on_a_picture(self, find):
        content = annotate(line(), Subtype=Name.Redact, Rect=Array([300, 300, 400, 400]))
        assert texts(find(content)) == [covered.UNAPPLIED]

    def test_the_same_words_written_again_on_top_can_be_read(self, find):
        def again(canvas):
            box()(canvas)
            canvas.setFillGray(1)
            canvas.drawString(100, 700, SECRET)

        assert texts(find(line(after=again))) == []

    def test_findings_are_counted_and_cut(self, find):
        def draw(canvas):
            for _ in range(covered.FINDINGS + 5):
                canvas.drawString(20, 700, "a" * 90)
                canvas.rect(10, 690, 580, 30, fill=1)
                canvas.showPage()

        assert len(find(drawn(draw))["covered"]) == covered.FINDINGS

    def test_when_the_time_is_over_it_says_so(self, find):
        found = find(line(after=box()), seconds=-1)
        assert (found["covered"], found["unread"]) == ([], ["covered"])

    def test_too_many_parts_on_one_page_lose_no_other_page(self, find, monkeypatch):
        monkeypatch.setattr("board.engines.pdfinspect.redactions.page_objects.OBJECTS_OF_A_PAGE", 10)

        def draw(canvas):
            for number in range(20):
                canvas.rect(number, number, 5, 5, fill=1)
            canvas.showPage()
            canvas.drawString(100, 700, SECRET)
            canvas.rect(*BOX, fill=1)

        found = find(drawn(draw))
        assert found["covered"] == [{"page": 2, "text": SECRET}]
        assert found["unread"] == ["covered"]

    def test_it_can_be_left_out(self, find):
        found = find(line(after=box()), looks_under=False)
        assert (found["covered"], found["unread"]) == ([], ["covered"])


class TestRevisions:
    def test_each_saved_change_counts(self, find):
        content = line()
        assert find(content)["earlier_revisions"] == 0
        for number in range(1, 4):
            content = appended(content, {90 + number: b"(changed)"})
            assert find(content)["earlier_revisions"] == number

    def test_a_file_for_slow_connections_has_none_and_counts_its_changes(self, tmp_path):
        path = tmp_path / "file.pdf"
        with pikepdf.open(io.BytesIO(line())) as pdf:
            pdf.save(path, linearize=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        assert revisions.count_earlier_revisions(path) == 0
        path.write_bytes(appended(path.read_bytes(), {90: b"(changed)"}))
        assert revisions.count_earlier_revisions(path) == 1

    def test_compressed_tables(self, tmp_path):
        path = tmp_path / "file.pdf"
        with pikepdf.open(io.BytesIO(line())) as pdf:
            pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        assert revisions.count_earlier_revisions(path) == 0

    @pytest.mark.parametrize("end", [b"", b"startxref\n0\n%%EOF", b"startxref\n99999999\n%%EOF", b"trailer"])
    def test_a_damaged_end_ends_the_search(self, tmp_path, end):
        path = tmp_path / "file.pdf"
        path.write_bytes(b"xref\n0 1\ntrailer <</Prev 0>>\n" + end)
        assert revisions.count_earlier_revisions(path) == 0


class TestOfTheDocument:
    def test_author_and_program(self, find):
        found = find(drawn(lambda canvas: None, author="Edda\x00 \u202eJessop", producer="A program"))
        assert (found["author"], found["producer"]) == ("Edda Jessop", "A program")

    def test_author_in_the_metadata_alone(self, find):
        def move(pdf):
            del pdf.docinfo
            with pdf.open_metadata(update_docinfo=False) as metadata:
                metadata["dc:creator"] = [SECRET, "Finn Farrow"]

        assert find(changed(line(), move))["author"] == f"{SECRET}, Finn Farrow"

    def test_comments_say_who_and_where(self, find):
        content = annotate(
            line(), Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents="Name\x07 her?\r\nE\u0301", T=SECRET
        )
        assert find(content)["comments"] == [{"page": 1, "author": SECRET, "text": "Name her? É"}]

    def test_comments_are_counted_and_cut(self, find, monkeypatch):
        monkeypatch.setattr(hidden, "COMMENTS", 2)
        content = line()
        for _ in range(3):
            content = annotate(content, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents="x" * 900)
        comments = find(content)["comments"]
        assert [len(comment["text"]) for comment in comments] == [hidden.CHARACTERS] * 2

    def test_a_link_is_no_comment(self, find):
        content = annotate(line(), Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Contents="Our address")
        assert find(content)["comments"] == []

    def test_names_of_attachments_have_no_controls(self, find):
        def attach(pdf):
            pdf.attachments["a"] = pikepdf.AttachedFileSpec(pdf, b"x", filename="../\u202efdp\x00.exe")

        assert find(changed(line(), attach))["attachments"] == ["../ fdp .exe"]

    def test_scripts_anywhere(self, find):
        def add(pdf):
            script = pikepdf.Dictionary(S=Name.JavaScript, JS="app.alert(1)")
            pdf.Root.OpenAction = script
            pdf.pages[0].AA = pikepdf.Dictionary(O=pdf.make_indirect(pikepdf.Dictionary(script)))

        assert find(line())["scripts"] == 0
        assert find(changed(line(), add))["scripts"] == 2


class TestDamage:
    def test_one_broken_part_hides_no_other(self, find, monkeypatch):
        def fail(*_):
            raise pikepdf.PdfError

        monkeypatch.setattr(hidden, "comments_of", fail)
        monkeypatch.setattr(hidden, "count_scripts", fail)
        found = find(drawn(lambda canvas: (canvas.drawString(100, 700, SECRET), canvas.rect(*BOX, fill=1)), author="A"))
        assert found["unread"] == ["comments", "scripts"]
        assert (found["comments"], found["scripts"], found["author"]) == ([], 0, "A")
        assert texts(found) == [SECRET]

    @pytest.mark.parametrize("annotations", [Name.Nonsense, Array([1, None, Array([])]), Array([pikepdf.Dictionary()])])
    def test_annotations_that_are_none(self, find, annotations):
        def spoil(pdf):
            pdf.pages[0].obj.Annots = annotations

        found = find(changed(line(after=box()), spoil))
        assert (texts(found), found["unread"]) == ([SECRET], [])

    @pytest.mark.parametrize(
        "entries",
        [{"Rect": Name.x}, {"Rect": Array([1])}, {"QuadPoints": 5}, {"F": "x"}, {"IC": 7}, {"Contents": Array([])}],
        ids=str,
    )
    def test_an_annotation_that_is_broken(self, find, entries):
        def spoil(pdf):
            pdf.pages[0].obj.Annots = Array([pikepdf.Dictionary({"/Subtype": Name.Square})])
            for key, value in entries.items():
                pdf.pages[0].obj.Annots[0][f"/{key}"] = value

        found = find(changed(line(after=box()), spoil))
        assert (texts(found), found["unread"]) == ([SECRET], [])

    def test_a_file_that_only_one_library_opens(self, tmp_path):
        path = tmp_path / "file.pdf"
        path.write_bytes(b"no PDF at all")
        with pikepdf.open(io.BytesIO(drawn(lambda canvas: None, author="A"))) as pdf:
            found = hidden.find_hidden(path, pdf)
        assert (found["author"], found["unread"]) == ("A", ["covered"])
