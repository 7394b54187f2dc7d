"""
Failed redactions that are hard to tell from the designs of ``designs.py``: each must be told.

A box on a slide, in a table, over a number; with words on it; of many pieces; over a whole page.
"""

import random
from collections.abc import Callable, Iterator

import pikepdf
from PIL import Image
from reportlab.lib.utils import ImageReader

from . import writing
from .parts import A4, annotate, body, changed, drawn, line_with
from .redactions import GivesAway, black_box

Name, Array = pikepdf.Name, pikepdf.Array
WIDTH, HEIGHT = A4


def _covered_line(chance, secret: str, cover: Callable, *, before: Callable | None = None) -> bytes:
    """Return a page with a line that holds a secret, and what functions draw first and over it."""

    def draw(canvas) -> None:
        if before:
            before(canvas)
        below = body(canvas, chance, paragraphs=2)
        box = line_with(canvas, chance, secret, below)
        canvas.saveState()
        canvas.setFillGray(0)
        cover(canvas, box)
        canvas.restoreState()

    return drawn(draw)


def digits_one_by_one(chance, secret):
    def draw(canvas):
        body(canvas, chance, paragraphs=2)
        canvas.setFont("Helvetica", 10)
        for number, letter in enumerate(secret):
            canvas.drawString(100 + 6.2 * number, 400, letter)
        canvas.rect(95, 395, 6.2 * len(secret) + 10, 16, fill=1)

    return drawn(draw)


def box_with_a_note_on_it(chance, secret):
    def cover(canvas, box):
        canvas.rect(*box, fill=1)
        canvas.setFillGray(1)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(box[0] + 2, box[1] + 4, "REDACTED")

    return _covered_line(chance, secret, cover)


def large_box_on_a_name(chance, secret):
    return _covered_line(chance, secret, lambda canvas, box: canvas.rect(40, box[1] - 150, 500, 240, fill=1))


def whole_page_whitened(chance, secret):
    def cover(canvas, _box):
        canvas.setFillGray(1)
        canvas.rect(0, 0, WIDTH, HEIGHT, fill=1, stroke=0)

    return _covered_line(chance, secret, cover)


def box_on_a_dark_slide(chance, secret):
    def draw(canvas):
        canvas.setFillColorRGB(0.07, 0.19, 0.36)
        canvas.rect(0, 0, 960, 540, fill=1, stroke=0)
        canvas.setFillGray(1)
        canvas.setFont("Helvetica", 24)
        canvas.drawString(60, 300, f"Visit by {secret}")
        canvas.setFillGray(0)
        canvas.rect(60 + canvas.stringWidth("Visit by "), 292, canvas.stringWidth(secret), 30, fill=1)

    return drawn(draw, (960, 540))


def age_in_a_sentence(chance, secret):
    def draw(canvas):
        below = body(canvas, chance, paragraphs=2)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, below, f"He was {secret} when it began.")
        left = 72 + canvas.stringWidth("He was ")
        canvas.rect(left - 1, below - 3, canvas.stringWidth(secret) + 2, 14, fill=1)

    return drawn(draw)


def date_of_birth(chance, secret):
    return _covered_line(chance, secret, lambda canvas, box: canvas.rect(*box, fill=1))


def small_number_in_a_table(chance, secret):
    def draw(canvas):
        canvas.setFont("Helvetica", 9)
        for row in range(6):
            canvas.drawString(72, 700 - 18 * row, writing.person(chance))
            canvas.drawString(300, 700 - 18 * row, str(chance.randrange(100, 900)))
        canvas.drawString(72, 592, "Boys under five")
        canvas.drawString(300, 592, secret)
        canvas.rect(292, 588, 60, 14, fill=1)

    return drawn(draw)


def column_of_a_table(chance, secret):
    def draw(canvas):
        canvas.setFont("Helvetica", 9)
        for row in range(8):
            canvas.drawString(72, 700 - 18 * row, writing.person(chance))
            canvas.drawString(300, 700 - 18 * row, secret if row == 2 else str(chance.randrange(1000, 9000)))
        canvas.rect(290, 560, 60, 160, fill=1)

    return drawn(draw)


def opaque_yellow(chance, secret):
    def cover(canvas, box):
        canvas.setFillColorRGB(1, 0.95, 0)
        canvas.rect(*box, fill=1, stroke=0)

    return _covered_line(chance, secret, cover)


def multiplied_black(chance, secret):
    def cover(canvas, box):
        canvas.setBlendMode("Multiply")
        canvas.rect(*box, fill=1, stroke=0)

    return _covered_line(chance, secret, cover)


def inline_image(chance, secret):
    def cover(canvas, box):
        canvas.drawInlineImage(Image.new("RGB", (8, 4), "black"), *box)

    return _covered_line(chance, secret, cover)


def picture_turned(chance, secret):
    def cover(canvas, box):
        left, bottom, width, height = box
        canvas.translate(left + width, bottom)
        canvas.rotate(90)
        canvas.drawImage(ImageReader(Image.new("L", (10, 40), 20)), 0, 0, height, width)

    return _covered_line(chance, secret, cover)


def scribble_of_a_pen(chance, secret):
    def cover(canvas, box):
        left, bottom, width, height = box
        canvas.setLineWidth(4)
        path = canvas.beginPath()
        path.moveTo(left, bottom)
        steps = max(12, int(width / 2.5))
        for step in range(steps):
            path.lineTo(left + width * step / steps, bottom + (height if step % 2 else 0))
        canvas.drawPath(path)

    return _covered_line(chance, secret, cover)


def stamp_over_words(chance, secret):
    place: list = []
    content = _covered_line(chance, secret, lambda _canvas, box: place.append(box))
    left, bottom, width, height = (round(each, 2) for each in place[0])
    ink = b"0 g 0 0 %.1f %.1f re f" % (width, height)
    rect = Array([left, bottom, left + width, bottom + height])
    return annotate(content, Subtype=Name.Stamp, Rect=rect, appearance=ink)


def upside_down(chance, secret):
    def turn(pdf):
        pdf.pages[0].Rotate = 180

    return changed(black_box(chance, secret), turn)


def two_lines_under_one_box(chance, secret):
    def draw(canvas):
        below = body(canvas, chance, paragraphs=2)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, below, "They lived at the time with")
        canvas.drawString(72, below - 15, f"{secret}, her grandmother.")
        canvas.rect(70, below - 20, 200, 34, fill=1)

    return drawn(draw)


def name_at_the_foot(chance, secret):
    def draw(canvas):
        body(canvas, chance, paragraphs=4)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 40, f"Written by {secret}")
        left = 72 + canvas.stringWidth("Written by ")
        canvas.rect(left, 37, canvas.stringWidth(secret), 11, fill=1)

    return drawn(draw)


def beside_a_divider(chance, secret):
    """The file has a page in one colour too, over its number."""

    def draw(canvas):
        canvas.drawString(300, 30, "12")
        canvas.setFillColorRGB(0.8, 0.1, 0.1)
        canvas.rect(0, 0, WIDTH, HEIGHT, fill=1, stroke=0)
        canvas.showPage()
        box = line_with(canvas, chance, secret, 600)
        canvas.rect(*box, fill=1)

    return drawn(draw)


def number(chance: random.Random) -> str:
    """Return a small number, as an age or a count."""
    return str(chance.randrange(3, 18))


def birthday(chance: random.Random) -> str:
    """Return a day."""
    return f"{chance.randrange(1, 28):02d}/{chance.randrange(1, 12):02d}/20{chance.randrange(10, 20)}"


WAYS: dict[Callable, list[Callable]] = {
    writing.person: [
        box_with_a_note_on_it, large_box_on_a_name, whole_page_whitened, box_on_a_dark_slide, opaque_yellow,
        multiplied_black, inline_image, picture_turned, scribble_of_a_pen, stamp_over_words, upside_down,
        two_lines_under_one_box, name_at_the_foot, beside_a_divider, column_of_a_table,
    ],
    writing.telephone: [digits_one_by_one],
    number: [age_in_a_sentence, small_number_in_a_table],
    birthday: [date_of_birth],
}  # fmt: skip


def more_redactions(seed: int = 5) -> Iterator[GivesAway]:
    """Yield the files; the same ones for the same seed."""
    for make_secret, ways in WAYS.items():
        for way in ways:
            chance = random.Random(f"{seed} {way.__name__}")
            secret = make_secret(chance)
            yield GivesAway(way.__name__, way(chance, secret), "covered", secret)
