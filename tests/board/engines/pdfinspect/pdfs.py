"""PDFs of all kinds for tests."""

import io
import zlib

import pikepdf
from fpdf import FPDF
from PIL import Image

from home.demo.pdf import make_pdf


def tagged(*pages: str) -> bytes:
    """Return a PDF with everything that a screen reader needs, one text for each page."""
    return make_pdf("A report", [[page] for page in pages or ["A first page"]])


def untagged(text: str = "Words without tags") -> bytes:
    """Return a PDF as many programs make them: without tags, language and title."""
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=12)
    document.cell(text=text)
    return bytes(document.output())


def scan() -> bytes:
    """Return a PDF that is a picture of a page."""
    picture = io.BytesIO()
    Image.new("RGB", (200, 280), "white").save(picture, format="PDF")
    return picture.getvalue()


def encrypted() -> bytes:
    """Return a PDF that opens with a password alone."""
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(tagged())) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return locked.getvalue()


def bomb() -> bytes:
    """Return a small PDF whose page unpacks to more than the reader's memory."""
    packer = zlib.compressobj(9)
    zeros = b" " * 1024**2
    packed = b"".join(packer.compress(zeros) for _ in range(1536)) + packer.flush()
    twice = zlib.compress(packed, 9)
    pdf = pikepdf.new()
    pdf.add_blank_page()
    stream = pikepdf.Stream(pdf, twice)
    stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    pdf.pages[0].Contents = pdf.make_indirect(stream)
    made = io.BytesIO()
    pdf.save(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return made.getvalue()
