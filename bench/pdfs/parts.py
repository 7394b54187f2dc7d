"""Building blocks of test files, as reportlab, fpdf2, Pillow and pikepdf make them."""

import io
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from . import writing

A4 = (595.0, 842.0)
# Comes with reportlab; has the letters of western Europe alone.
VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
# Comes with most systems, and has those of the other languages of the corpus.
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def register(name: str, path: Path) -> str:
    """Make a font known to reportlab under a name, and return the name. ``SystemExit`` where it is not installed."""
    if not path.exists():
        raise SystemExit(f"{path} is missing. On Debian and Ubuntu: apt install fonts-dejavu-core")
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(path)))
    return name


def drawn(draw: Callable[[Canvas], None], size: tuple[float, float] = A4, **facts: str) -> bytes:
    """Return a PDF whose pages a function draws with reportlab; ``facts`` are author, title and subject."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size, invariant=True)
    for name, value in facts.items():
        getattr(canvas, f"set{name.capitalize()}")(value)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def body(
    canvas: Canvas, chance: random.Random, top: float = 760, paragraphs: int = 5, font: str = "Helvetica"
) -> float:
    """Write paragraphs from ``top`` downwards and return where the next line would be."""
    size = chance.choice([10, 11, 12])
    canvas.setFont(font, size)
    canvas.setFillGray(0)
    for _ in range(paragraphs):
        for line in simpleSplit(writing.paragraph(chance), font, size, 450):
            canvas.drawString(72, top, line)
            top -= size * 1.35
        top -= size
    return top


def line_with(canvas: Canvas, chance: random.Random, secret: str, y: float) -> tuple[float, float, float, float]:
    """
    Write a line that holds a secret, in a font and size of its own, and return the secret's place.

    The place is left, bottom, width and height of a box that a person would draw over it.
    """
    font = chance.choice(["Helvetica", "Times-Roman", "Courier", "Helvetica-Bold"])
    size = chance.choice([9, 10, 11, 12, 14])
    before = chance.choice(["The mother of ", "We spoke to ", "Contact: ", "Referred by "])
    canvas.setFont(font, size)
    canvas.setFillGray(0)
    canvas.drawString(72, y, before)
    left = 72 + canvas.stringWidth(before)
    canvas.drawString(left, y, secret)
    width = canvas.stringWidth(secret)
    canvas.drawString(left + width, y, " about the visit in June.")
    return left - 1, y - 0.3 * size, width + 2, 1.35 * size


def picture(draw: Callable[[ImageDraw.ImageDraw], None], size: tuple[int, int], paper: str = "white") -> ImageReader:
    """Return a picture that a function draws with Pillow."""
    image = Image.new("RGB", size, paper)
    draw(ImageDraw.Draw(image))
    return ImageReader(image)


def scan(
    lines: list[tuple[float, str]],
    *,
    boxes: Sequence[tuple[float, float, float, float]] = (),
    grey: int = 12,
    ink: int = 25,
    scale: float = 2.0,
    noise: int = 0,
) -> Image.Image:
    """
    Return a picture of an A4 page with lines of text (height above the bottom in points, text), as a scanner makes it.

    ``boxes``: left, bottom, width and height of places blackened (or whitened: ``grey``) on paper, in points.
    """
    image = Image.new("L", (int(A4[0] * scale), int(A4[1] * scale)), 250)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(VERA), int(12 * scale))
    for y, text in lines:
        pen.text((72 * scale, (A4[1] - y) * scale), text, fill=ink, font=font, anchor="ls")
    for left, bottom, width, height in boxes:
        top = A4[1] - bottom - height
        pen.rectangle((left * scale, top * scale, (left + width) * scale, (top + height) * scale), fill=grey)
    if noise:
        image = Image.blend(image, Image.effect_noise(image.size, noise), 0.15)
    return image


def printed_width(text: str) -> float:
    """Return how wide a text is on a scan, in points."""
    return ImageFont.truetype(str(VERA), 24).getlength(text) / 2


def recognised(canvas: Canvas, lines: list[tuple[float, str]], mode: int = 3) -> None:
    """Write the text of a scan over its picture, unseen (mode 3), each word where it is on the picture."""
    for y, text in lines:
        left = 72.0
        for word in text.split(" "):
            width = printed_width(word)
            own = canvas.stringWidth(word, "Times-Roman", 12)
            line = canvas.beginText(left, y)
            line.setFont("Times-Roman", 12)
            line.setTextRenderMode(mode)
            line.setHorizScale(100 * width / own)
            line.textOut(word)
            canvas.drawText(line)
            left += width + printed_width(" ")
    # The mode is part of the state of the page.
    line = canvas.beginText(0, 0)
    line.setTextRenderMode(0)
    canvas.drawText(line)


def changed(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return a PDF after a change with pikepdf."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(file, deterministic_id=True)
    return file.getvalue()


def annotate(content: bytes, *, page: int = 0, appearance: bytes | None = None, **entries) -> bytes:
    """
    Return a PDF with an annotation on a page.

    ``appearance`` is the content stream that draws it, from 0, 0; without one, viewers draw it themselves.
    """

    def change(pdf: pikepdf.Pdf) -> None:
        annotation = pikepdf.Dictionary(
            {"/Type": pikepdf.Name.Annot, "/F": 4, **{f"/{key}": value for key, value in entries.items()}}
        )
        if appearance is not None:
            x1, y1, x2, y2 = (float(side) for side in entries["Rect"])
            stream = pdf.make_stream(appearance)
            stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            stream.BBox = pikepdf.Array([0, 0, x2 - x1, y2 - y1])
            stream.Resources = pikepdf.Dictionary(
                Font=pikepdf.Dictionary(
                    F1=pikepdf.Dictionary(
                        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                    )
                )
            )
            annotation.AP = pikepdf.Dictionary(N=stream)
        target = pdf.pages[page].obj
        if "/Annots" not in target:
            target.Annots = pikepdf.Array([])
        target.Annots.append(pdf.make_indirect(annotation))

    return changed(content, change)


def appended(content: bytes, objects: dict[int, bytes]) -> bytes:
    """
    Return a PDF with an incremental update: objects by number, in place of earlier ones or new, written at the end.

    Takes files with a plain table of objects, as reportlab writes them.
    """
    previous = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    old = content[content.rindex(b"trailer") :]
    size = max([int(old.split(b"/Size")[1].split()[0]), *(number + 1 for number in objects)])
    root = content[content.rindex(b"/Root") + 5 :].split(b"R")[0].strip()
    parts, table = [content if content.endswith(b"\n") else content + b"\n"], [b"xref\n"]
    place = len(parts[0])
    for number, value in sorted(objects.items()):
        part = b"%d 0 obj\n%s\nendobj\n" % (number, value)
        table.append(b"%d 1\n%010d 00000 n \n" % (number, place))
        parts.append(part)
        place += len(part)
    trailer = b"trailer\n<< /Size %d /Root %s R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, previous, place)
    return b"".join([*parts, *table, trailer])
