"""Small real PDFs for the demo."""

import datetime as dt
import io

import pikepdf
from fpdf import FPDF, ViewerPreferences
from pikepdf import Array, Dictionary, Name, Operator

MADE = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
HEADING_SIZE, TEXT_SIZE = 20, 12
# In millimetres.
LINE_HEIGHT, PARAGRAPH_GAP = 7, 4
POINTS_PER_MM = 72 / 25.4


def make_pdf(title: str, pages: list[list[str]], *, tagged: bool = True) -> bytes:
    """
    Return a PDF with a title, the language en-GB and a bookmark for each page.

    Each page is a list of texts: the first is its heading, the others are paragraphs. Without tags it is what many
    programs still make, and fails a screen reader.
    """
    document = FPDF()
    document.set_title(title)
    document.set_lang("en-GB")
    document.viewer_preferences = ViewerPreferences(display_doc_title=True)
    # The demo is the same whenever it is loaded.
    document.set_creation_date(MADE)
    for heading, *paragraphs in pages:
        document.add_page()
        document.start_section(heading)
        document.set_font("helvetica", style="B", size=HEADING_SIZE)
        document.multi_cell(0, 10, latin_1(heading), new_x="LMARGIN", new_y="NEXT")
        document.set_font("helvetica", size=TEXT_SIZE)
        for paragraph in paragraphs:
            document.ln(PARAGRAPH_GAP)
            document.multi_cell(0, LINE_HEIGHT, latin_1(paragraph), new_x="LMARGIN", new_y="NEXT")
    content = bytes(document.output())
    return add_tags(content) if tagged else content


def latin_1(text: str) -> str:
    """Return text with straight apostrophes: the built-in fonts of PDF know Latin-1 only."""
    return text.replace("’", "'").replace("–", "-")


def add_tags(content: bytes) -> bytes:
    """Return one of our PDFs with tags: a heading and paragraphs for each page (ISO 32000-1, 14.7 and 14.8)."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
        parents = Array()
        for number, page in enumerate(pdf.pages):
            marked, lines = mark_lines(page)
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(marked))
            page.StructParents = number
            page.Tabs = Name.S
            of_page = Array()
            for tag, marks in paragraphs_of(lines):
                kids = Array(marks)
                element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=tag, P=body, Pg=page.obj, K=kids))
                body.K.append(element)
                of_page.extend([element] * len(marks))
            parents.append(number)
            parents.append(pdf.make_indirect(of_page))
        root.K = body
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=parents))
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        tagged = io.BytesIO()
        pdf.save(tagged, deterministic_id=True)
    return tagged.getvalue()


def mark_lines(page) -> tuple[list, list[tuple[bool, float]]]:
    """
    Return a page's instructions with each line of text marked by its number.

    Beside them: of each line whether it is a heading, and its height on the page in points.
    """
    marked: list = []
    lines: list[tuple[bool, float]] = []
    size, height, start = 0.0, 0.0, 0
    for instruction in pikepdf.parse_content_stream(page):
        name, operands = str(instruction.operator), instruction.operands
        if name == "BT":
            start = len(marked)
        elif name == "Tf":
            size = float(operands[1])
        elif name == "Td":
            height = float(operands[1])
        elif name in {"Tj", "TJ"}:
            # A text object without such an instruction only sets the font.
            marked.insert(start, ([Name.P, Dictionary(MCID=len(lines))], Operator("BDC")))
            lines.append((size == HEADING_SIZE, height))
        marked.append((operands, instruction.operator))
        if name == "ET" and len(marked) > start and str(marked[start][1]) == "BDC":
            marked.append(([], Operator("EMC")))
    return marked, lines


def paragraphs_of(lines: list[tuple[bool, float]]) -> list[tuple[Name, list[int]]]:
    """Return the tag of each heading or paragraph with the numbers of its lines."""
    paragraphs: list[tuple[Name, list[int]]] = []
    above = 0.0
    for number, (is_heading, height) in enumerate(lines):
        tag = Name.H1 if is_heading else Name.P
        is_same = bool(paragraphs) and paragraphs[-1][0] == tag
        is_near = above - height < (LINE_HEIGHT + PARAGRAPH_GAP / 2) * POINTS_PER_MM
        if is_same and (is_heading or is_near):
            paragraphs[-1][1].append(number)
        else:
            paragraphs.append((tag, [number]))
        above = height
    return paragraphs
