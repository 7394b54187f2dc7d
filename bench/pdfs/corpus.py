"""
Three hundred PDFs as boards publish them, with the words that are in them.

Reports, forms, slides and scans; tagged and not; of one page and of five hundred; in ten languages; encrypted; written
by reportlab, fpdf2 and by hand, and rewritten as other programs store them.
"""

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
from fpdf import FPDF
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from . import writing
from .parts import A4, DEJAVU, changed, drawn, recognised, register, scan

Name = pikepdf.Name
NUMBER = 300
PASSWORD = "not told to anybody"


@dataclass(frozen=True)
class Known:
    """A PDF, the words that it shows in the order of reading, and the state that a reader should end with."""

    name: str
    content: bytes
    words: list[str]
    state: str = "read"


def _words(texts: list[str]) -> list[str]:
    return " ".join(texts).split()


def report(chance: random.Random, pages: int, language: str = "en") -> tuple[bytes, list[str]]:
    """Return a report of running text, with headings and page numbers."""
    register("Body", DEJAVU)
    texts: list[str] = []
    font = "Helvetica" if language == "en" and chance.random() < 0.5 else "Body"

    def draw(canvas) -> None:
        for number in range(1, pages + 1):
            title = f"{number}. {writing.LANGUAGES[language]}" if language != "en" else f"Chapter {number}"
            texts.append(title)
            canvas.setFont(font, 15)
            canvas.drawString(72, 780, title[:60] if language == "en" else title)
            canvas.setFont(font, 10)
            top = 750.0
            for _ in range(6):
                text = writing.paragraph(chance) if language == "en" else " ".join([writing.LANGUAGES[language]] * 3)
                texts.append(text)
                for line in simpleSplit(text, font, 10, 440):
                    canvas.drawString(72, top, line)
                    top -= 14
                top -= 8
            canvas.drawCentredString(297, 40, str(number))
            texts.append(str(number))
            canvas.showPage()

    return drawn(draw, title=writing.sentence(chance), author="The board"), _words(texts)


def in_two_columns(chance: random.Random) -> tuple[bytes, list[str]]:
    texts: list[str] = []

    def draw(canvas) -> None:
        for _ in range(3):
            for left in (50, 310):
                text = writing.paragraph(chance, 16)
                texts.append(text)
                canvas.setFont("Times-Roman", 11)
                for number, line in enumerate(simpleSplit(text, "Times-Roman", 11, 235)):
                    canvas.drawString(left, 770 - 14 * number, line)
            canvas.showPage()

    return drawn(draw), _words(texts)


def justified(chance: random.Random) -> tuple[bytes, list[str]]:
    """Return lines stretched to both edges, and some with letters apart, as layout programs write them."""
    texts: list[str] = []

    def draw(canvas) -> None:
        text = writing.paragraph(chance, 20)
        texts.append(text)
        for number, line in enumerate(simpleSplit(text, "Times-Roman", 11, 430)):
            writer = canvas.beginText(72, 770 - 15 * number)
            writer.setFont("Times-Roman", 11)
            if number % 3 == 2:
                writer.setCharSpace(0.4)
            else:
                gaps = max(line.count(" "), 1)
                writer.setWordSpace(min(6, (450 - stringWidth(line, "Times-Roman", 11)) / gaps))
            writer.textOut(line)
            canvas.drawText(writer)

    return drawn(draw), _words(texts)


def divided(chance: random.Random) -> tuple[bytes, list[str]]:
    """Return narrow lines whose last words are divided, with ligatures in them, as layout programs write them."""
    register("Body", DEJAVU)
    texts: list[str] = []

    def draw(canvas) -> None:
        canvas.setFont("Body", 11)
        for row in range(20):
            words = [*writing.sentence(chance).split()[:4], chance.choice(writing.LIGATURES), "safeguarding"]
            texts.extend(words)
            canvas.drawString(72, 770 - 32 * row, f"{' '.join(words[:-1])} safe-")
            follows = writing.person(chance)
            canvas.drawString(72, 770 - 32 * row - 14, f"guarding {follows}")
            texts.extend(follows.split())

    return drawn(draw), texts


def word_by_word(chance: random.Random) -> tuple[bytes, list[str]]:
    """Return a page whose words are placed one by one, without a space between them in the file."""
    texts: list[str] = []

    def draw(canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for row in range(30):
            left = 72.0
            for word in writing.sentence(chance).split():
                canvas.drawString(left, 770 - 22 * row, word)
                left += canvas.stringWidth(word) + 4
                texts.append(word)

    return drawn(draw), texts


def table(chance: random.Random) -> tuple[bytes, list[str]]:
    texts: list[str] = []

    def draw(canvas) -> None:
        for row in range(25):
            canvas.setFillGray(0.1 if row == 0 else 1)
            canvas.rect(60, 740 - 24 * row, 480, 24, fill=1)
            canvas.setFillGray(1 if row == 0 else 0)
            canvas.setFont("Helvetica", 10)
            for column in range(4):
                words = writing.person(chance) if column == 0 else str(chance.randrange(10_000))
                canvas.drawString(66 + 120 * column, 748 - 24 * row, words)
                texts.append(words)

    return drawn(draw), _words(texts)


def by_fpdf(chance: random.Random, pages: int, language: str) -> tuple[bytes, list[str]]:
    """Return a file by fpdf2 with a font of its own, its language and bookmarks."""
    pdf = FPDF()
    pdf.set_lang(language)
    pdf.set_title(writing.sentence(chance))
    pdf.add_font("body", fname=str(DEJAVU))
    texts: list[str] = []
    for number in range(pages):
        pdf.add_page()
        pdf.set_font("body", size=11)
        pdf.start_section(f"Part {number + 1}")
        for _ in range(5):
            text = writing.LANGUAGES[language] + " " + writing.sentence(chance)
            texts.append(text)
            pdf.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output()), _words(texts)


def tagged(chance: random.Random, pages: int) -> tuple[bytes, list[str]]:
    """Return a tagged file: paragraphs marked in the pages and in a tree, a language, a title that is shown."""
    texts: list[str] = []
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    tree = pdf.make_indirect(pikepdf.Dictionary(Type=Name.StructTreeRoot, K=pikepdf.Array([])))
    parents = pikepdf.Array([])
    for number in range(pages):
        lines = [writing.sentence(chance) for _ in range(12)]
        texts += lines
        parts = []
        for index, line in enumerate(lines):
            text = line.encode("cp1252").replace(b"(", b"\\(")
            parts.append(b"/P <</MCID %d>> BDC BT /F1 11 Tf 72 %d Td (%s) Tj ET EMC" % (index, 760 - 30 * index, text))
        page = pdf.add_blank_page(page_size=A4)
        page.Contents = pdf.make_stream(b"\n".join(parts))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.StructParents = number
        own = pikepdf.Array([])
        for index in range(len(lines)):
            part = pdf.make_indirect(pikepdf.Dictionary(Type=Name.StructElem, S=Name.P, P=tree, Pg=page.obj, K=index))
            tree.K.append(part)
            own.append(part)
        parents.extend([number, pdf.make_indirect(own)])
    tree.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=parents))
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    pdf.Root.Lang = "en-GB"
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = writing.sentence(chance)
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True)
    return file.getvalue(), _words(texts)


def scanned(chance: random.Random, *, is_recognised: bool) -> tuple[bytes, list[str]]:
    texts: list[str] = []

    def draw(canvas) -> None:
        for _ in range(chance.choice([1, 2, 4])):
            lines = [(760 - 26 * number, writing.sentence(chance)) for number in range(24)]
            canvas.drawImage(ImageReader(scan(lines, noise=chance.choice([0, 20]))), 0, 0, *A4)
            if is_recognised:
                recognised(canvas, lines)
                texts.extend(text for _, text in lines)
            canvas.showPage()

    return drawn(draw), _words(texts)


def stored_again(content: bytes, **how) -> bytes:
    """Return a PDF as another program would store it; ``how`` is what ``pikepdf.Pdf.save`` takes."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(file, **({} if "encryption" in how else {"deterministic_id": True}), **how)
    return file.getvalue()


def turned(content: bytes) -> bytes:
    """Return a PDF whose pages lie on their side."""

    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Rotate = 90

    return changed(content, change)


PAGES = [1, 1, 1, 2, 2, 3, 4, 6, 8, 12, 16, 24, 40]
LONG = {25: 100, 75: 150, 125: 200, 175: 300, 225: 400, 275: 500}


def _one(number: int, chance: random.Random) -> tuple[str, bytes, list[str], str]:
    """Return kind, content, words and state of one file of the corpus."""
    languages = list(writing.LANGUAGES)
    pages = chance.choice(PAGES)
    if number in LONG:
        return (f"long-{LONG[number]}", *report(chance, LONG[number]), "read")
    makers: list[tuple[str, Callable]] = [
        ("report", lambda: report(chance, pages)),
        ("language", lambda: report(chance, min(pages, 4), chance.choice(languages))),
        ("columns", lambda: in_two_columns(chance)),
        ("justified", lambda: justified(chance)),
        ("placed", lambda: word_by_word(chance)),
        ("table", lambda: table(chance)),
        ("fpdf", lambda: by_fpdf(chance, min(pages, 8), chance.choice(languages))),
        ("tagged", lambda: tagged(chance, pages)),
        ("divided", lambda: divided(chance)),
        ("recognised", lambda: scanned(chance, is_recognised=True)),
    ]
    kind = number % 13
    if kind < len(makers):
        name, make = makers[kind]
        content, words = make()
        match chance.randrange(5):
            case 0:
                content = stored_again(content, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            case 1:
                content = stored_again(content, linearize=True)
            case 2:
                content = turned(content)
        return name, content, words, "read"
    if kind == 10:
        content, words = scanned(chance, is_recognised=False)
        return "scan", content, words, "no_text"
    content, words = report(chance, min(pages, 6))
    user = PASSWORD if kind == 11 else ""
    method = chance.choice([3, 4, 6])
    locked = pikepdf.Encryption(owner=f"{PASSWORD} {number}", user=user, R=method, aes=method > 3, metadata=False)
    content = stored_again(content, encryption=locked)
    return ("locked", content, words, "encrypted") if user else ("guarded", content, words, "read")


def corpus(seed: int = 5, number: int = NUMBER) -> Iterator[Known]:
    """Yield the files of the corpus; the same ones for the same seed (encrypted ones but for their keys)."""
    for index in range(number):
        kind, content, words, state = _one(index, random.Random(f"{seed} {index}"))
        yield Known(f"{index:03d}-{kind}", content, words, state)
