"""
Forty files that give something away, each in a way of its own or nearly so, and what they give away.

The ways are those that are met with: boxes of word processors, drawing programs and viewers' comment tools, scans, and
programs that cover instead of removing.
"""

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
from fpdf import FPDF
from PIL import Image
from reportlab.lib.colors import black, darkblue
from reportlab.lib.utils import ImageReader

from . import writing
from .parts import (
    A4,
    VERA,
    annotate,
    appended,
    body,
    changed,
    drawn,
    line_with,
    printed_width,
    recognised,
    register,
    scan,
)

Name, Array = pikepdf.Name, pikepdf.Array


@dataclass(frozen=True)
class GivesAway:
    """A file, the way in which it gives something away, where ``find_hidden`` must say so, and the words."""

    name: str
    content: bytes
    aspect: str
    secret: str


# Each of these returns a file; the box is left, bottom, width, height.


def _page(chance: random.Random, secret: str, cover: Callable, *, size: tuple[float, float] = A4) -> bytes:
    """Return a page with a secret in its text, over which a function draws something."""

    def draw(canvas) -> None:
        below = body(canvas, chance, paragraphs=2)
        box = line_with(canvas, chance, secret, below)
        canvas.saveState()
        cover(canvas, box)
        canvas.restoreState()
        body(canvas, chance, below - 40, paragraphs=2)

    return drawn(draw, size)


def _page_and_box(chance: random.Random, secret: str) -> tuple[bytes, tuple[float, float, float, float]]:
    """Return a page with a secret and the secret's place, for annotations."""
    place: list = []
    content = _page(chance, secret, lambda _canvas, box: place.append(box))
    return content, place[0]


def _corners(box) -> Array:
    left, bottom, width, height = (round(each, 2) for each in box)
    return Array([left, bottom, left + width, bottom + height])


def _quad(box) -> Array:
    left, bottom, width, height = (round(each, 2) for each in box)
    right, top = left + width, bottom + height
    return Array([left, top, right, top, left, bottom, right, bottom])


def black_box(chance, secret):
    def cover(canvas, box):
        canvas.setFillGray(0)
        canvas.rect(*box, fill=1)

    return _page(chance, secret, cover)


def white_box(chance, secret):
    def cover(canvas, box):
        canvas.setFillGray(1)
        canvas.rect(*box, fill=1, stroke=0)

    return _page(chance, secret, cover)


def nearly_opaque_box(chance, secret):
    def cover(canvas, box):
        canvas.setFillAlpha(0.95)
        canvas.rect(*box, fill=1, stroke=0)

    return _page(chance, secret, cover)


def broad_pen(chance, secret):
    def cover(canvas, box):
        left, bottom, width, height = box
        canvas.setLineWidth(height)
        canvas.line(left, bottom + height / 2, left + width, bottom + height / 2)

    return _page(chance, secret, cover)


def hatching(chance, secret):
    def cover(canvas, box):
        left, bottom, width, height = box
        step = 0
        while step * 0.8 < height:
            canvas.rect(left, bottom + step * 0.8, width, 0.9, fill=1, stroke=0)
            step += 1

    return _page(chance, secret, cover)


def polygon(chance, secret):
    def cover(canvas, box):
        left, bottom, width, height = box
        path = canvas.beginPath()
        path.moveTo(left - 4, bottom)
        path.lineTo(left, bottom + height)
        path.lineTo(left + width + 5, bottom + height + 1)
        path.lineTo(left + width, bottom - 2)
        path.close()
        canvas.drawPath(path, fill=1)

    return _page(chance, secret, cover)


def gradient(chance, secret):
    def cover(canvas, box):
        left, bottom, width, height = box
        path = canvas.beginPath()
        path.rect(*box)
        canvas.clipPath(path, stroke=0)
        canvas.linearGradient(left, bottom, left + width, bottom + height, (black, darkblue))

    return _page(chance, secret, cover)


def blocks_of_letters(chance, secret):
    """Black squares out of a font of signs."""

    def cover(canvas, box):
        left, bottom, width, height = box
        canvas.setFont("ZapfDingbats", 1.5 * height)
        canvas.drawString(left - 3, bottom - 0.1 * height, "■" * (int(width / canvas.stringWidth("■")) + 2))

    return _page(chance, secret, cover)


def black_picture(chance, secret):
    def cover(canvas, box):
        canvas.drawImage(ImageReader(Image.new("RGB", (40, 10), "black")), *box)

    return _page(chance, secret, cover)


def mosaic_picture(chance, secret):
    def cover(canvas, box):
        tiles = Image.new("L", (12, 3))
        tiles.putdata([chance.randrange(60, 230) for _ in range(36)])
        canvas.drawImage(ImageReader(tiles.resize((240, 60), Image.Resampling.NEAREST).convert("RGB")), *box)

    return _page(chance, secret, cover)


def black_marker_in_word_processor(chance, secret):
    """The text's background is black, as black as the text, and is drawn first."""

    def draw(canvas):
        below = body(canvas, chance, paragraphs=3)
        canvas.setFont("Helvetica", 11)
        width = canvas.stringWidth(secret)
        canvas.drawString(72, below, "Name of the child: ")
        canvas.rect(169, below - 3, width + 2, 14, fill=1, stroke=0)
        canvas.drawString(170, below, secret)

    return drawn(draw)


def blue_on_blue(chance, secret):
    def draw(canvas):
        below = body(canvas, chance, paragraphs=2)
        canvas.setFillColorRGB(0.05, 0.1, 0.35)
        canvas.rect(60, below - 40, 475, 60, fill=1, stroke=0)
        canvas.setFillColorRGB(0.06, 0.1, 0.34)
        canvas.drawString(80, below - 10, secret)

    return drawn(draw)


def box_in_an_overlaid_page(chance, secret):
    content, box = _page_and_box(chance, secret)
    overlay = drawn(lambda canvas: canvas.rect(*box, fill=1))

    def change(pdf):
        with pikepdf.open(io.BytesIO(overlay)) as other:
            pdf.pages[0].add_overlay(other.pages[0])

    return changed(content, change)


def text_in_a_form(chance, secret):
    def draw(canvas):
        canvas.beginForm("letterhead")
        canvas.setFont("Helvetica", 12)
        canvas.drawString(20, 20, f"From {secret} to the board")
        canvas.endForm()
        canvas.saveState()
        canvas.translate(60, 600)
        canvas.scale(1.2, 1.2)
        canvas.doForm("letterhead")
        canvas.restoreState()
        left = 60 + 1.2 * (20 + canvas.stringWidth("From ", "Helvetica", 12))
        canvas.rect(left, 600 + 1.2 * 16, 1.2 * canvas.stringWidth(secret, "Helvetica", 12), 18, fill=1)
        body(canvas, chance, 500, 2)

    return drawn(draw)


def drawn_by_fpdf(chance, secret):
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.multi_cell(0, 6, writing.paragraph(chance, 6))
    pdf.ln(4)
    x, y = pdf.get_x(), pdf.get_y()
    pdf.cell(0, 8, f"Telephone: {secret}")
    pdf.set_fill_color(20)
    pdf.rect(x + pdf.get_string_width("Telephone: "), y, pdf.get_string_width(secret) + 3, 8, style="F")
    return bytes(pdf.output())


def square_with_appearance(chance, secret):
    content, box = _page_and_box(chance, secret)
    ink = b"0 g 0 0 %.1f %.1f re f" % (box[2], box[3])
    return annotate(content, Subtype=Name.Square, Rect=_corners(box), IC=Array([0, 0, 0]), appearance=ink)


def square_without_appearance(chance, secret):
    content, box = _page_and_box(chance, secret)
    return annotate(content, Subtype=Name.Square, Rect=_corners(box), IC=Array([0, 0, 0]), C=Array([0, 0, 0]))


def redaction_never_applied(chance, secret):
    content, box = _page_and_box(chance, secret)
    return annotate(content, Subtype=Name.Redact, Rect=_corners(box), QuadPoints=_quad(box), IC=Array([0, 0, 0]))


def black_highlighter(chance, secret):
    content, box = _page_and_box(chance, secret)
    return annotate(content, Subtype=Name.Highlight, Rect=_corners(box), QuadPoints=_quad(box), C=Array([0, 0, 0]))


def white_text_box(chance, secret):
    content, box = _page_and_box(chance, secret)
    ink = b"1 g 0 0 %.1f %.1f re f 0 g BT /F1 7 Tf 2 3 Td (name removed) Tj ET" % (box[2], box[3])
    return annotate(content, Subtype=Name.FreeText, Rect=_corners(box), DA="/F1 7 Tf", appearance=ink)


def _scanned(chance, secret, *, paper_grey: int | None = None, cover_grey: float | None = None) -> bytes:
    lines = [(760 - 20 * number, writing.sentence(chance)) for number in range(20)]
    before = "The family of "
    lines[8] = (lines[8][0], f"{before}{secret} was visited.")
    box = (72 + printed_width(before) - 1, lines[8][0] - 4, printed_width(secret) + 2, 16)
    image = scan(lines, boxes=[] if paper_grey is None else [box], grey=paper_grey or 0, noise=30)

    def draw(canvas):
        canvas.drawImage(ImageReader(image), 0, 0, *A4)
        recognised(canvas, lines)
        if cover_grey is not None:
            canvas.setFillGray(cover_grey)
            canvas.rect(*box, fill=1, stroke=0)

    return drawn(draw)


def box_over_a_scan(chance, secret):
    return _scanned(chance, secret, cover_grey=0)


def white_box_over_a_scan(chance, secret):
    return _scanned(chance, secret, cover_grey=1)


def blackened_picture_with_its_text(chance, secret):
    return _scanned(chance, secret, paper_grey=12)


def whitened_picture_with_its_text(chance, secret):
    return _scanned(chance, secret, paper_grey=252)


def on_a_page_that_is_turned(chance, secret):
    def turn(pdf):
        pdf.pages[0].Rotate = 90

    return changed(black_box(chance, secret), turn)


def on_a_page_that_is_cropped(chance, secret):
    def crop(pdf):
        pdf.pages[0].MediaBox = Array([-20, -30, 600, 850])
        pdf.pages[0].CropBox = Array([40, 60, 570, 800])

    return changed(white_box(chance, secret), crop)


def half_a_number(chance, secret):
    """Only the last digits are covered; the finding is what is covered."""

    def draw(canvas):
        below = body(canvas, chance, paragraphs=3)
        canvas.setFont("Courier", 12)
        canvas.drawString(72, below, f"Case-{secret.replace(' ', '')}-Z")
        left = 72 + canvas.stringWidth("Case-")
        canvas.rect(left - 0.5, below - 3, canvas.stringWidth(secret.replace(" ", "")) + 1, 14, fill=1, stroke=0)

    return drawn(draw)


def in_a_footnote(chance, secret):
    def draw(canvas):
        body(canvas, chance, paragraphs=4)
        canvas.setFont("Helvetica", 5.5)
        canvas.drawString(72, 60, f"1 Interview with {secret}, second visit.")
        left = 72 + canvas.stringWidth("1 Interview with ")
        canvas.rect(left, 58, canvas.stringWidth(secret), 7, fill=1, stroke=0)

    return drawn(draw)


def deep_in_a_long_report(chance, secret):
    def draw(canvas):
        for number in range(60):
            below = body(canvas, chance, paragraphs=3)
            if number == 36:
                box = line_with(canvas, chance, secret, below)
                canvas.rect(*box, fill=1)
            canvas.showPage()

    return drawn(draw)


def letters_placed_one_by_one(chance, secret):
    def draw(canvas):
        below = body(canvas, chance, paragraphs=2)
        canvas.setFont("Times-Roman", 12)
        left = 100.0
        for letter in secret:
            canvas.drawString(left, below, letter)
            left += canvas.stringWidth(letter) + 0.4
        canvas.rect(99, below - 3, left - 98, 15, fill=1)

    return drawn(draw)


def in_a_font_of_its_own(chance, secret):
    """Only the letters that are used are in the file, under numbers of its own."""

    def draw(canvas):
        canvas.setFont(register("Own", VERA), 12)
        canvas.drawString(72, 700, "L’élève " + secret + " aujourd’hui")
        left = 72 + canvas.stringWidth("L’élève ")
        canvas.rect(left, 696, canvas.stringWidth(secret), 16, fill=1)

    return drawn(draw)


def field_over_text(chance, secret):
    content, box = _page_and_box(chance, secret)
    ink = b"0.9 g 0 0 %.1f %.1f re f" % (box[2], box[3])

    def add_field(pdf):
        look = pdf.make_stream(ink, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, box[2], box[3]]))
        field = pikepdf.Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="remarks", F=4, V="", Rect=_corners(box)
        )
        field.AP = pikepdf.Dictionary(N=look)
        field = pdf.make_indirect(field)
        pdf.pages[0].Annots = Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=Array([field]), DA="/F1 0 Tf")

    return changed(content, add_field)


def slanted(chance, secret):
    def draw(canvas):
        body(canvas, chance, paragraphs=2)
        canvas.translate(100, 200)
        canvas.rotate(33)
        canvas.setFont("Helvetica", 14)
        canvas.drawString(0, 0, f"Shown to {secret} only")
        left = canvas.stringWidth("Shown to ")
        canvas.rect(left, -4, canvas.stringWidth(secret), 18, fill=1)

    return drawn(draw)


def box_too_low(chance, secret):
    """The tips of the letters look out."""

    def cover(canvas, box):
        left, bottom, width, height = box
        canvas.rect(left, bottom, width, 0.67 * height, fill=1, stroke=0)

    return _page(chance, secret, cover)


def note_of_a_reviewer(chance, secret):
    content, box = _page_and_box(chance, "the family")
    return annotate(content, Subtype=Name.Text, Rect=_corners(box), Contents=f"Is {secret} named?", T="A. Reviewer")


def comment_on_a_highlight(chance, secret):
    content, box = _page_and_box(chance, "the school")
    return annotate(
        content, Subtype=Name.Highlight, Rect=_corners(box), QuadPoints=_quad(box), C=Array([1, 1, 0]), Contents=secret
    )


def attached_file(chance, secret):
    def attach(pdf):
        pdf.attachments[f"{secret}.csv"] = b"name,age\n"

    return changed(drawn(lambda canvas: body(canvas, chance)), attach)


def file_pinned_to_the_page(chance, secret):
    content = drawn(lambda canvas: body(canvas, chance))

    def pin(pdf):
        file = pikepdf.AttachedFileSpec(pdf, b"notes", filename=f"{secret}.docx")
        pdf.pages[0].Annots = Array(
            [
                pdf.make_indirect(
                    pikepdf.Dictionary(
                        Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([20, 20, 40, 40]), FS=file.obj
                    )
                )
            ]
        )

    return changed(content, pin)


def saved_after_a_change(chance, secret):
    content = drawn(lambda canvas: body(canvas, chance), author=secret)
    return appended(content, {500: b"<< /Note (changed) >>"})


def saved_after_three_changes(chance, secret):
    content = drawn(lambda canvas: body(canvas, chance))
    for number in range(3):
        content = appended(content, {600 + number: b"(changed again)"})
    return content


COVERED: list[Callable] = [
    black_box, white_box, nearly_opaque_box, broad_pen, hatching, polygon, gradient, blocks_of_letters, black_picture,
    mosaic_picture, black_marker_in_word_processor, blue_on_blue, box_in_an_overlaid_page, text_in_a_form,
    drawn_by_fpdf, square_with_appearance, square_without_appearance, redaction_never_applied, black_highlighter,
    white_text_box, box_over_a_scan, white_box_over_a_scan, blackened_picture_with_its_text,
    whitened_picture_with_its_text, on_a_page_that_is_turned, on_a_page_that_is_cropped, half_a_number, in_a_footnote,
    deep_in_a_long_report, letters_placed_one_by_one, in_a_font_of_its_own, field_over_text, slanted, box_too_low,
]  # fmt: skip
OTHERS: dict[str, list[Callable]] = {
    "comments": [note_of_a_reviewer, comment_on_a_highlight],
    "attachments": [attached_file, file_pinned_to_the_page],
    "earlier_revisions": [saved_after_a_change, saved_after_three_changes],
}


def gives_away(seed: int = 5) -> Iterator[GivesAway]:
    """Yield the files that give something away; the same ones for the same seed."""
    all_ways = [("covered", way) for way in COVERED] + [
        (aspect, way) for aspect, ways in OTHERS.items() for way in ways
    ]
    for aspect, way in all_ways:
        chance = random.Random(f"{seed} {way.__name__}")
        secret = chance.choice([writing.person, writing.telephone, writing.address])(chance)
        if way is half_a_number:
            secret = writing.telephone(chance)
        yield GivesAway(way.__name__, way(chance, secret), aspect, secret)
