"""
Fifty-four harmless files whose design covers words: covers, dividers, charts, slides, OCR layers, styles of links.

The words under something are numbers of pages and charts, words that can be read elsewhere in the file, what a template
left behind, or have no ink at all. No reader of these pages would think that something was blacked out.
"""

import random
from collections.abc import Callable, Iterator

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader, simpleSplit

from . import writing
from .harmless import DARK, Harmless, made_of
from .parts import A4, VERA, body, drawn, printed_width, recognised, register, scan

BRIGHT = ["#cc1a1a", "#1f6fb5", "#2a9d4b", "#e07b00", "#8e3fb0", "#00a3a3"]
WIDTH, HEIGHT = A4
SLIDE = (960, 540)


def _photograph(chance: random.Random, size: tuple[int, int] = (300, 420)) -> ImageReader:
    picture = Image.effect_noise(size, 90).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        pen.ellipse((x - 40, y - 40, x + 40, y + 40), fill=chance.choice(BRIGHT))
    return ImageReader(picture)


def _header(canvas, title: str, number: int) -> None:
    canvas.setFillGray(0)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(72, 805, title)
    canvas.drawString(300, 30, str(number))


def _words_on(canvas, words: str, y: float, size: int = 30, left: float = 72) -> None:
    canvas.setFillGray(1)
    canvas.setFont("Helvetica-Bold", size)
    for line in simpleSplit(words, "Helvetica-Bold", size, 440):
        canvas.drawString(left, y, line)
        y -= 1.3 * size


def divider_over_page_number(chance):
    def draw(canvas):
        for number in range(36, 39):
            _header(canvas, "Annual report", number)
            if number == 37:
                canvas.setFillColor(HexColor(chance.choice([*BRIGHT, "#12305c", "#333333"])))
                canvas.rect(0, 0, WIDTH, HEIGHT, fill=1, stroke=0)
                _words_on(canvas, f"Part two: {writing.sentence(chance)}", 500)
            else:
                body(canvas, chance, paragraphs=4)
            canvas.showPage()

    return drawn(draw)


def divider_over_running_header(chance):
    title = f"Safeguarding in {chance.choice(writing.STREETS)} and beyond"

    def draw(canvas):
        for number in range(4, 8):
            _header(canvas, title, number)
            if number == 5:
                canvas.setFillColor(HexColor(chance.choice(BRIGHT)))
                canvas.rect(-3, -3, WIDTH + 6, HEIGHT + 6, fill=1, stroke=0)
                _words_on(canvas, "What we found", 420)
            else:
                body(canvas, chance, paragraphs=4)
            canvas.showPage()

    return drawn(draw)


def photograph_as_a_cover(chance):
    title = writing.sentence(chance)

    def draw(canvas):
        _header(canvas, title, 1)
        canvas.drawImage(_photograph(chance), 0, 0, WIDTH, HEIGHT)
        _words_on(canvas, title, 600)
        canvas.showPage()
        _header(canvas, title, 2)
        body(canvas, chance, paragraphs=4)

    return drawn(draw)


def cover_over_what_its_template_left(chance):
    def draw(canvas):
        canvas.setFont("Helvetica", 18)
        canvas.drawString(72, 500, chance.choice(["Document title", "Type the title here", "Insert picture"]))
        canvas.drawImage(_photograph(chance), 0, 0, WIDTH, HEIGHT)
        _words_on(canvas, writing.sentence(chance), 700)
        canvas.showPage()
        body(canvas, chance, paragraphs=4)

    return drawn(draw)


def dark_picture_as_a_cover(chance):
    def draw(canvas):
        canvas.setFont("Helvetica", 18)
        canvas.drawString(72, 500, chance.choice(["Subtitle goes here", "Author name", "Place logo"]))
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), chance.choice(DARK))), 0, 0, WIDTH, HEIGHT)
        _words_on(canvas, writing.sentence(chance), 700)
        canvas.showPage()
        body(canvas, chance, paragraphs=4)

    return drawn(draw)


def photograph_over_a_footer(chance):
    footer = "Published by the board"

    def draw(canvas):
        for number in range(3):
            body(canvas, chance, paragraphs=2)
            canvas.setFont("Helvetica", 9)
            canvas.drawString(72, 60, footer)
            if number == 1:
                canvas.drawImage(_photograph(chance), 40, 30, 515, 340)
            canvas.showPage()

    return drawn(draw)


def bars_over_their_numbers(chance):
    def draw(canvas):
        below = body(canvas, chance, paragraphs=2) - 20
        for number in range(8):
            value = chance.randrange(20, 180)
            canvas.setFont("Helvetica", 8)
            canvas.setFillGray(0)
            canvas.drawCentredString(97 + 42 * number, below - 200, str(value))
            canvas.setFillColor(HexColor(chance.choice(BRIGHT)))
            canvas.rect(80 + 42 * number, below - 220, 34, 30 + value, fill=1, stroke=0)
            canvas.setFillGray(0)
            canvas.drawCentredString(97 + 42 * number, below - 232, f"Q{number % 4 + 1}")

    return drawn(draw)


def axis_under_the_plot(chance):
    step = chance.choice([5, 10, 20, 25])

    def draw(canvas):
        below = body(canvas, chance, paragraphs=2) - 20
        canvas.setFont("Helvetica", 8)
        for number in range(6):
            canvas.drawString(82, below - 200 + 36 * number, str(number * step))
        canvas.setFillColor(HexColor(chance.choice(["#eeeeee", "#f7f7ff", "#ffffff"])))
        canvas.rect(78, below - 210, 400, 220, fill=1)
        canvas.setFillColor(HexColor(chance.choice(BRIGHT)))
        for number in range(9):
            canvas.circle(110 + 40 * number, below - 190 + chance.randrange(180), 4, fill=1)

    return drawn(draw)


def area_over_a_category(chance):
    def draw(canvas):
        below = body(canvas, chance, paragraphs=2) - 20
        for number, name in enumerate(["Neglect", "Harm", "Other", "Early help"]):
            canvas.setFont("Helvetica", 8)
            canvas.setFillGray(0)
            canvas.drawString(84 + 100 * number, below - 190, name)
            canvas.setFillColor(HexColor(chance.choice(BRIGHT)))
            canvas.rect(80 + 100 * number, below - 220, 80, 120 + 20 * number, fill=1, stroke=0)

    return drawn(draw)


def panel_over_a_slide_s_prompt(chance):
    def draw(canvas):
        for number in range(4):
            canvas.setFont("Helvetica", 20)
            canvas.setFillGray(0.4)
            canvas.drawString(90, 430, "Click to add title")
            canvas.drawString(900, 20, str(number + 1))
            canvas.setFillColor(HexColor(chance.choice([*DARK, *BRIGHT])))
            canvas.rect(0, 0, *SLIDE, fill=1, stroke=0)
            _words_on(canvas, writing.sentence(chance), 420, 24, left=90)
            canvas.showPage()

    return drawn(draw, SLIDE)


def slide_with_a_picture_over_its_number(chance):
    def draw(canvas):
        for number in range(4):
            canvas.setFillGray(0)
            canvas.setFont("Helvetica", 12)
            canvas.drawString(890, 24, f"{number + 1}")
            canvas.drawString(60, 24, "Learning from reviews")
            if number % 2:
                canvas.drawImage(_photograph(chance, (480, 270)), 0, 0, *SLIDE)
            else:
                canvas.setFont("Helvetica", 26)
                canvas.drawString(60, 400, writing.sentence(chance))
            canvas.showPage()

    return drawn(draw, SLIDE)


def link_with_a_black_full_stop(chance):
    """A black area that is clipped away, a link in blue, and its full stop in black: only that could be covered."""

    def draw(canvas):
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(0, 0, 50, 50)
        canvas.clipPath(path, stroke=0)
        canvas.setFillGray(0)
        canvas.rect(0, 0, WIDTH, HEIGHT, fill=1, stroke=0)
        canvas.restoreState()
        canvas.setFont("Helvetica", 11)
        for number in range(6):
            y, address = 700 - 20 * number, f"https://www.example.org/{chance.choice(writing.FIRST_NAMES).lower()}"
            canvas.setFillColorRGB(0, 0, 0.8)
            canvas.drawString(72, y, address)
            canvas.rect(72, y - 1.5, canvas.stringWidth(address), 0.6, fill=1, stroke=0)
            canvas.setFillGray(0)
            canvas.drawString(72 + canvas.stringWidth(address), y, chance.choice([".", ",", ")"]))

    return drawn(draw)


def programs_in_many_colours(chance):
    """Each word of a listing has a colour of its own, one of them that of the frame around it."""

    def draw(canvas):
        body(canvas, chance, paragraphs=2)
        canvas.setFillColor(HexColor("#333333"))
        canvas.rect(70, 300, 420, 200, fill=1, stroke=0)
        canvas.setFillColor(HexColor("#f4f4f4"))
        canvas.rect(71, 301, 418, 198, fill=1, stroke=0)
        canvas.setFont("Courier", 10)
        for line in range(12):
            left = 80.0
            for part in ("report(", '"', chance.choice(writing.LAST_NAMES), '"', ", ", "2024", ")"):
                canvas.setFillColor(HexColor(chance.choice(["#333333", "#1f6fb5", "#2a9d4b", "#444444"])))
                canvas.drawString(left, 480 - 14 * line, part)
                left += canvas.stringWidth(part)

    return drawn(draw)


def words_drawn_twice_in_pieces(chance):
    name = f"{chance.choice(writing.STREETS)} Directorate"

    def draw(canvas):
        body(canvas, chance, paragraphs=3)
        canvas.setFont("Helvetica", 10)
        canvas.setFillGray(0)
        canvas.drawString(100, 300, name)
        canvas.setFillGray(chance.choice([0.93, 1, 0.8]))
        canvas.rect(80, 285, 250, 36, fill=1, stroke=0)
        canvas.setFillGray(0)
        left, start = 100.4, 0
        while start < len(name):
            piece = name[start : start + chance.randrange(1, 6)]
            canvas.drawString(left, 300, piece)
            left += canvas.stringWidth(piece)
            start += len(piece)

    return drawn(draw)


def flattened_transparency(chance):
    """A drawing program lays a picture of the words, as seen through a translucent panel, over the words."""

    def draw(canvas):
        body(canvas, chance, paragraphs=2)
        words = writing.sentence(chance)
        size = 14
        canvas.setFont(register("Vera", VERA), size)
        canvas.setFillGray(0)
        canvas.drawString(90, 300, words)
        picture = Image.new("L", (1600, 200), 225)
        font = ImageFont.truetype(str(VERA), size * 4)
        ImageDraw.Draw(picture).text((40, 120), words, fill=chance.choice([40, 70]), font=font, anchor="ls")
        canvas.drawImage(ImageReader(picture.convert("RGB")), 80, 280, 400, 50)

    return drawn(draw)


def recognised_words_beyond_the_page(chance):
    lines = [(760 - 22 * number, writing.sentence(chance)) for number in range(20)]
    image = scan(lines, noise=20)

    def draw(canvas):
        canvas.drawImage(ImageReader(image), 0, 0, *A4)
        recognised(canvas, [*lines, (-25, "stray words of the next page"), (860, "and of the one before")])

    return drawn(draw)


def recognised_words_that_drift(chance):
    """The text layer takes each word for broader than it is, so that the last of a line lie in the margin."""
    lines = [(760 - 22 * number, writing.sentence(chance)) for number in range(20)]
    image, breadth = scan(lines, noise=20), chance.uniform(1.12, 1.2)

    def draw(canvas):
        canvas.drawImage(ImageReader(image), 0, 0, *A4)
        canvas.setFont("Times-Roman", 12)
        for y, text in lines:
            left = 72.0
            for word in text.split(" "):
                hidden = canvas.beginText(left, y)
                hidden.setTextRenderMode(3)
                hidden.textOut(word)
                canvas.drawText(hidden)
                left += breadth * printed_width(f"{word} ")

    return drawn(draw)


def recognised_layer_on_a_typed_page(chance):
    """A typed page was recognised once more: the same words without ink, under a photograph in part."""
    lines = [(760 - 22 * number, writing.sentence(chance)) for number in range(20)]

    def draw(canvas):
        canvas.setFont(register("Vera", VERA), 12)
        for y, text in lines:
            canvas.drawString(72, y, text)
        recognised(canvas, [*lines, (200, "words that nothing shows")])
        canvas.setFillGray(0)
        canvas.rect(72 + printed_width("words that "), 190, 120, chance.choice([18, 22]), fill=1, stroke=0)
        canvas.drawImage(_photograph(chance), 60, 40, 220, 130)

    return drawn(draw)


DESIGNS: list[Callable] = [
    divider_over_page_number, divider_over_running_header, photograph_as_a_cover, cover_over_what_its_template_left,
    dark_picture_as_a_cover, photograph_over_a_footer, bars_over_their_numbers, axis_under_the_plot,
    area_over_a_category, panel_over_a_slide_s_prompt, slide_with_a_picture_over_its_number,
    link_with_a_black_full_stop, programs_in_many_colours, words_drawn_twice_in_pieces, flattened_transparency,
    recognised_words_beyond_the_page, recognised_words_that_drift, recognised_layer_on_a_typed_page,
]  # fmt: skip
NUMBER = 54


def designs(seed: int = 5) -> Iterator[Harmless]:
    """Yield the harmless designs; the same ones for the same seed."""
    return made_of(DESIGNS, NUMBER, seed)
