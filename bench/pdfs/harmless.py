"""A hundred files in which nothing is hidden, though they have dark boxes, tables, scans, stamps and marks."""

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
from fpdf import FPDF
from fpdf.fonts import FontFace
from PIL import Image, ImageDraw
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.utils import ImageReader

from . import writing
from .parts import A4, annotate, body, drawn, line_with, printed_width, recognised, scan

Name, Array = pikepdf.Name, pikepdf.Array
DARK = ["#000000", "#1a1a1a", "#12305c", "#3b0f0f", "#0b3d2e"]


@dataclass(frozen=True)
class Harmless:
    """A file that gives nothing away."""

    name: str
    content: bytes


def _table(canvas, chance, top, *, columns=4, rows=8, header=None, stripe=None, grid=False):
    """Draw a table as reports have it: fillings first, then words."""
    width, height = 440 / columns, chance.choice([16, 18, 22])
    if header:
        canvas.setFillColor(HexColor(header))
        canvas.rect(72, top, 440, height, fill=1, stroke=0)
    for row in range(rows):
        if stripe and row % 2:
            canvas.setFillColor(HexColor(stripe))
            canvas.rect(72, top - height * (row + 1), 440, height, fill=1, stroke=0)
    canvas.setFont("Helvetica-Bold", 9)
    canvas.setFillGray(1 if header else 0)
    for column in range(columns):
        canvas.drawString(76 + width * column, top + 5, f"Year {2019 + column}")
    canvas.setFont("Helvetica", 9)
    canvas.setFillGray(0)
    for row in range(rows):
        for column in range(columns):
            word = writing.person(chance) if not column else str(chance.randrange(900))
            canvas.drawString(76 + width * column, top - height * (row + 1) + 5, word)
    if grid:
        for row in range(rows + 2):
            canvas.rect(72, top - height * (row - 1) - 0.3, 440, 0.6, fill=1, stroke=0)
        for column in range(columns + 1):
            canvas.rect(72 + width * column - 0.3, top - height * rows, 0.6, height * (rows + 1), fill=1, stroke=0)


def dark_table_heading(chance):
    return drawn(lambda canvas: _table(canvas, chance, body(canvas, chance, paragraphs=3), header=chance.choice(DARK)))


def striped_table_with_grid(chance):
    return drawn(lambda canvas: _table(canvas, chance, 700, header="#222222", stripe="#dddddd", grid=True))


def table_by_fpdf(chance):
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    heading = FontFace(color=255, fill_color=chance.randrange(60), emphasis="BOLD")
    with pdf.table(headings_style=heading) as table:
        for number in range(8):
            row = table.row()
            for _ in range(4):
                row.cell(writing.person(chance) if number else "Name")
    for _ in range(3):
        pdf.set_fill_color(chance.randrange(60))
        pdf.set_text_color(255)
        pdf.cell(60, 8, writing.person(chance), fill=True, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def truly_redacted(chance):
    """The name is gone; the box touches the words beside it."""

    def draw(canvas):
        below = body(canvas, chance, paragraphs=3)
        for number in range(5):
            y = below - 18 * number
            canvas.setFont("Helvetica", 11)
            canvas.setFillGray(0)
            canvas.drawString(72, y, "The father,")
            left = 72 + canvas.stringWidth("The father, ") - chance.choice([0.5, 1, 2])
            canvas.rect(left, y - 3, 90, 14, fill=1)
            canvas.drawString(left + 90.5, y, ", was not told about the plan.")

    return drawn(draw)


def redacted_with_a_label(chance):
    def draw(canvas):
        below = body(canvas, chance, paragraphs=3)
        for number in range(4):
            y = below - 20 * number
            canvas.setFillGray(0)
            canvas.rect(120, y - 3, 100, 14, fill=1)
            canvas.setFillGray(1)
            canvas.setFont("Helvetica-Bold", 8)
            canvas.drawString(125, y, "REDACTED s.40(2)")

    return drawn(draw)


def slide_with_dark_background(chance):
    def draw(canvas):
        for _ in range(5):
            canvas.setFillColor(HexColor(chance.choice(DARK)))
            canvas.rect(0, 0, 960, 540, fill=1, stroke=0)
            canvas.setFillGray(1)
            canvas.setFont("Helvetica", 28)
            canvas.drawString(60, 440, writing.sentence(chance)[:50])
            canvas.setFillColor(HexColor("#ffcc00"))
            canvas.setFont("Helvetica", 18)
            for line in range(4):
                canvas.drawString(60, 360 - 40 * line, writing.sentence(chance))
            canvas.showPage()

    return drawn(draw, (960, 540))


def marked_with_transparent_yellow(chance):
    def draw(canvas):
        below = body(canvas, chance, paragraphs=3)
        box = line_with(canvas, chance, writing.person(chance), below)
        canvas.setFillColor(Color(1, chance.uniform(0.8, 1), 0, alpha=chance.uniform(0.2, 0.5)))
        canvas.rect(*box, fill=1, stroke=0)

    return drawn(draw)


def marked_by_multiplying(chance):
    def draw(canvas):
        below = body(canvas, chance, paragraphs=3)
        box = line_with(canvas, chance, writing.person(chance), below)
        canvas.saveState()
        canvas.setBlendMode("Multiply")
        canvas.setFillColorRGB(chance.uniform(0.6, 1), 1, chance.uniform(0, 0.5))
        canvas.rect(*box, fill=1, stroke=0)
        canvas.restoreState()

    return drawn(draw)


def highlighted_in_a_viewer(chance):
    place = []

    def draw(canvas):
        place.append(line_with(canvas, chance, writing.person(chance), body(canvas, chance, paragraphs=3)))

    left, bottom, width, height = (round(each, 1) for each in (drawn(draw), place[0])[1])
    right, top = left + width, bottom + height
    return annotate(
        drawn(draw), Subtype=Name.Highlight, Rect=Array([left, bottom, right, top]), C=Array([1, 1, 0]),
        QuadPoints=Array([left, top, right, top, left, bottom, right, bottom]),
    )  # fmt: skip


def linked_and_framed(chance):
    place = []

    def draw(canvas):
        place.append(line_with(canvas, chance, writing.person(chance), body(canvas, chance, paragraphs=3)))

    content = drawn(draw)
    left, bottom, width, height = (round(each, 1) for each in place[0])
    rect = Array([left, bottom, left + width, bottom + height])
    content = annotate(content, Subtype=Name.Link, Rect=rect, Border=Array([0, 0, 1]), C=Array([0, 0, 1]))
    return annotate(content, Subtype=Name.Square, Rect=rect, C=Array([1, 0, 0]), BS=pikepdf.Dictionary(W=2))


def underlined_and_struck_out(chance):
    def draw(canvas):
        top = 760
        for number in range(20):
            canvas.setFont("Helvetica", 11)
            canvas.setFillGray(0)
            line = writing.sentence(chance)
            canvas.drawString(72, top, line)
            width = canvas.stringWidth(line)
            if number % 3 == 0:
                canvas.rect(72, top - 2, width, 0.8, fill=1, stroke=0)
            if number % 3 == 1:
                canvas.setLineWidth(chance.choice([0.8, 1.2]))
                canvas.line(72, top + 3.5, 72 + width, top + 3.5)
            top -= 22

    return drawn(draw)


def bars_of_a_chart(chance):
    def draw(canvas):
        below = body(canvas, chance, paragraphs=2) - 20
        for number in range(10):
            height = chance.randrange(20, 180)
            canvas.setFillColor(HexColor(chance.choice(DARK)))
            canvas.rect(80 + 42 * number, below - 220, 34, height, fill=1, stroke=0)
            canvas.setFont("Helvetica", 8)
            canvas.setFillGray(0)
            canvas.drawCentredString(97 + 42 * number, below - 217 + height, str(height))
            canvas.drawCentredString(97 + 42 * number, below - 232, f"Q{number}")
            canvas.setFillGray(1)
            canvas.drawCentredString(97 + 42 * number, below - 214, f"{height}%")

    return drawn(draw)


def pie_chart(chance):
    def draw(canvas):
        body(canvas, chance, paragraphs=2)
        start = 0.0
        for number in range(6):
            canvas.setFillColor(HexColor(chance.choice([*DARK, "#888888", "#5577aa"])))
            canvas.wedge(180, 300, 400, 520, start, 60, fill=1)
            start += 60
            canvas.setFillGray(0)
            canvas.drawString(420, 480 - 18 * number, writing.person(chance))
            canvas.rect(408, 480 - 18 * number, 8, 8, fill=1, stroke=0)

    return drawn(draw)


def photograph_with_caption(chance):
    def draw(canvas):
        body(canvas, chance, paragraphs=2)
        noise = Image.effect_noise((300, 180), 80).convert("RGB")
        canvas.drawImage(ImageReader(noise), 72, 300, 450, 270)
        canvas.setFillGray(0)
        canvas.rect(72, 300, 450, 26, fill=1, stroke=0)
        canvas.setFillGray(1)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(80, 308, writing.sentence(chance))

    return drawn(draw)


def picture_cut_to_shape(chance):
    """A clipping path keeps a large dark picture off the words it would cover."""

    def draw(canvas):
        below = body(canvas, chance, paragraphs=3)
        canvas.saveState()
        path = canvas.beginPath()
        path.circle(400, below - 100, 40)
        canvas.clipPath(path, stroke=0)
        canvas.setFillGray(0)
        canvas.rect(40, below - 200, 520, 700, fill=1, stroke=0)
        canvas.restoreState()

    return drawn(draw)


def frame_around_the_page(chance):
    """One path with a hole: its box is the page, its ink only the margin."""

    def draw(canvas):
        body(canvas, chance, paragraphs=5)
        canvas.setFillColor(HexColor(chance.choice(DARK)))
        path = canvas.beginPath()
        path.rect(10, 10, 575, 822)
        path.rect(40, 40, 515, 762)
        canvas.drawPath(path, fill=1, stroke=0, fillMode=0)

    return drawn(draw)


def transparent_watermark(chance):
    def draw(canvas):
        body(canvas, chance, paragraphs=6)
        canvas.saveState()
        canvas.translate(150, 250)
        canvas.rotate(45)
        canvas.setFillColor(Color(0.6, 0, 0, alpha=0.25))
        canvas.setFont("Helvetica-Bold", 90)
        canvas.drawString(0, 0, chance.choice(["DRAFT", "COPY", "SAMPLE"]))
        canvas.restoreState()

    return drawn(draw)


def transparent_logo(chance):
    def draw(canvas):
        body(canvas, chance, paragraphs=6)
        logo = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
        ImageDraw.Draw(logo).ellipse((10, 10, 190, 190), outline=(20, 20, 120, 255), width=2)
        canvas.drawImage(ImageReader(logo), 150, 500, 250, 250, mask="auto")

    return drawn(draw)


def signature_over_typed_name(chance):
    def draw(canvas):
        below = body(canvas, chance, paragraphs=4)
        canvas.drawString(72, below, writing.person(chance))
        canvas.setLineWidth(1.6)
        for _ in range(4):
            canvas.bezier(72, below, *(chance.uniform(70, 160) if n % 2 == 0 else below + chance.uniform(-8, 20)
                                       for n in range(4)), 160, below + 8)  # fmt: skip

    return drawn(draw)


def empty_form(chance):
    def draw(canvas):
        top = 740
        for number in range(12):
            canvas.setFillGray(0)
            canvas.setFont("Helvetica", 10)
            canvas.drawString(72, top, chance.choice(["Name of the child", "School", "Date of birth", "Concern"]))
            canvas.setFillColor(HexColor("#eef2f7"))
            canvas.rect(200, top - 5, 300, 18, fill=1)
            canvas.acroForm.textfield(name=f"f{number}", x=202, y=top - 4, width=296, height=16, value="")
            top -= 30

    return drawn(draw)


def fields_on_dotted_lines(chance):
    """A printed form made into one to fill in: white fields lie over the dots to write on."""

    def draw(canvas):
        top = 700
        for number in range(10):
            canvas.setFillGray(0)
            canvas.setFont("Times-Roman", 11)
            canvas.drawString(72, top, chance.choice(["Name", "School", "Signed"]))
            canvas.drawString(140, top, "." * 80)
            canvas.setFillGray(1)
            canvas.rect(138, top - 4, 250, chance.choice([14, 18]), fill=1)
            canvas.acroForm.textfield(name=f"f{number}", x=138, y=top - 4, width=250, height=18, fillColor=white)
            top -= 30

    return drawn(draw)


def scan_with_recognised_text(chance, *, under=False, mode=3, shift=0.0, **how):
    lines = [(760 - 22 * number, writing.sentence(chance)) for number in range(26)]
    image = scan(lines, noise=chance.choice([0, 25]), **how)

    def draw(canvas):
        if under:
            recognised(canvas, [(y + shift, text) for y, text in lines], mode)
        canvas.drawImage(ImageReader(image), 0, 0, *A4)
        if not under:
            recognised(canvas, [(y + shift, text) for y, text in lines], mode)

    return drawn(draw)


def scan_over_its_text(chance):
    return scan_with_recognised_text(chance, under=True, mode=0)


def faint_scan_with_text_askew(chance):
    return scan_with_recognised_text(chance, ink=chance.choice([215, 225, 190]), shift=chance.choice([3, 8, 11]))


def scan_redacted_before_recognition(chance):
    """The picture has black boxes; what is under them was never recognised."""
    lines = [(760 - 22 * number, writing.sentence(chance)) for number in range(20)]
    boxes = [(72 + printed_width(text) + 3, y - 4, 80, 17) for y, text in lines[::3]]
    image = scan(lines, boxes=boxes, noise=20)

    def draw(canvas):
        canvas.drawImage(ImageReader(image), 0, 0, *A4)
        recognised(canvas, lines)
        canvas.setFillGray(0)
        canvas.rect(300, 60, 200, 20, fill=1)

    return drawn(draw)


def button_drawn_twice(chance):
    """A drawing program writes the label, the button over it, and the label again."""

    def draw(canvas):
        below = body(canvas, chance, paragraphs=3)
        label = writing.person(chance)
        canvas.setFont("Helvetica", 12)
        canvas.drawString(90, below, label)
        canvas.setFillColor(HexColor(chance.choice(DARK)))
        canvas.roundRect(80, below - 8, 160, 26, 5, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(90, below, label)

    return drawn(draw)


def cards_with_shadows(chance):
    def draw(canvas):
        top = 700
        for _ in range(4):
            canvas.setFillGray(0.15)
            canvas.rect(78, top - 86, 440, 80, fill=1, stroke=0)
            canvas.setFillGray(1)
            canvas.rect(72, top - 80, 440, 80, fill=1)
            canvas.setFont("Helvetica", 11)
            for shade, offset in ((0.7, 0.6), (0, 0)):
                canvas.setFillGray(shade)
                canvas.drawString(84 + offset, top - 30 - offset, writing.SUBJECTS[0])
            top -= 120

    return drawn(draw)


def coloured_side_band(chance):
    def draw(canvas):
        canvas.setFillColor(HexColor(chance.choice(DARK)))
        canvas.rect(0, 0, 60, 842, fill=1, stroke=0)
        canvas.saveState()
        canvas.translate(36, 200)
        canvas.rotate(90)
        canvas.setFillGray(1)
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(0, 0, writing.sentence(chance)[:40])
        canvas.restoreState()
        body(canvas, chance, paragraphs=5)

    return drawn(draw)


def barcode_and_bullets(chance):
    def draw(canvas):
        top = body(canvas, chance, paragraphs=2)
        for _ in range(6):
            canvas.rect(72, top, 6, 6, fill=1)
            canvas.drawString(84, top, writing.sentence(chance))
            top -= 18
        for column in range(25):
            for row in range(25):
                if chance.random() < 0.5:
                    canvas.rect(400 + 4 * column, 80 + 4 * row, 4, 4, fill=1, stroke=0)
        canvas.drawString(400, 68, "01632 960123")

    return drawn(draw)


def slow_connection_and_metadata(chance):
    """A linearized file with a title, an author and bookmarks, dark header included."""
    content = drawn(lambda canvas: _table(canvas, chance, 700, header="#000000"), title="Annual report")
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(file, linearize=True, deterministic_id=True)
    return file.getvalue()


def as_word_ends_its_files(chance):
    """Word appends an empty section to what it writes."""
    content = drawn(lambda canvas: _table(canvas, chance, 700, header="#000000", grid=True))
    start = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    trailer = content[content.rindex(b"trailer") : content.rindex(b"startxref")].rstrip()
    trailer = trailer[: trailer.rindex(b">>")] + b"/Prev %d >>" % start
    place = len(content)
    return content + b"xref\n0 0\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, place)


def organisation_chart(chance):
    def draw(canvas):
        for row in range(4):
            for column in range(3):
                x, y = 80 + 150 * column, 640 - 110 * row
                canvas.setFillColor(HexColor(chance.choice([*DARK, "#ffffff", "#ccddee"])))
                canvas.roundRect(x, y, 120, 50, 6, fill=1)
                canvas.setFillGray(0.5)
                canvas.setFont("Helvetica", 9)
                canvas.drawCentredString(x + 60, y + 22, writing.person(chance))
                canvas.setLineWidth(2)
                canvas.line(x + 60, y, x + 60, y - 60)

    return drawn(draw)


LAYOUTS: list[Callable] = [
    dark_table_heading, striped_table_with_grid, table_by_fpdf, truly_redacted, redacted_with_a_label,
    slide_with_dark_background, marked_with_transparent_yellow, marked_by_multiplying, highlighted_in_a_viewer,
    linked_and_framed, underlined_and_struck_out, bars_of_a_chart, pie_chart, photograph_with_caption,
    picture_cut_to_shape, frame_around_the_page, transparent_watermark, transparent_logo, signature_over_typed_name,
    empty_form, fields_on_dotted_lines, scan_with_recognised_text, scan_over_its_text, faint_scan_with_text_askew,
    scan_redacted_before_recognition, button_drawn_twice, cards_with_shadows, coloured_side_band, barcode_and_bullets,
    slow_connection_and_metadata, as_word_ends_its_files, organisation_chart,
]  # fmt: skip
NUMBER = 100


def made_of(layouts: list[Callable], count: int, seed: int) -> Iterator[Harmless]:
    """Yield so many files of some layouts in turn; the same ones for the same seed."""
    for number in range(count):
        layout = layouts[number % len(layouts)]
        yield Harmless(f"{layout.__name__}-{number // len(layouts) + 1}", layout(random.Random(f"{seed} {number}")))


def harmless(seed: int = 5) -> Iterator[Harmless]:
    """Yield the harmless files; the same ones for the same seed."""
    return made_of(LAYOUTS, NUMBER, seed)
