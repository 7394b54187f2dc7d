"""PDFs of all kinds for tests."""

import datetime as dt
import io
import zlib

import pikepdf
from fpdf import FPDF, ViewerPreferences
from pikepdf import Name
from PIL import Image

from home.demo.pdf import add_tags


def _saved(pdf: pikepdf.Pdf, **options) -> bytes:
    output = io.BytesIO()
    pdf.save(output, **options)
    return output.getvalue()


def tagged(*pages: str) -> bytes:
    """Return a PDF that claims everything that a screen reader needs; each page shows one text."""
    document = FPDF()
    document.set_title("A report")
    document.set_lang("en-GB")
    document.viewer_preferences = ViewerPreferences(display_doc_title=True)
    # The same bytes each time.
    document.set_creation_date(dt.datetime(2026, 11, 2, tzinfo=dt.UTC))
    document.set_font("helvetica", size=12)
    for text in pages or ["A first page"]:
        document.add_page()
        document.start_section(text)
        document.cell(text=text)
    return add_tags(bytes(document.output()))


def untagged(text: str = "Words without tags") -> bytes:
    """Return a PDF as many programs make them: without tags, language and title."""
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=12)
    document.cell(text=text)
    return bytes(document.output())


def scan_behind_a_letter(scanned: int = 9) -> bytes:
    """Return a PDF with a page of text and pages that are pictures behind it."""
    with pikepdf.open(io.BytesIO(tagged("A covering letter"))) as pdf, pikepdf.open(io.BytesIO(scan())) as picture:
        for _ in range(scanned):
            pdf.pages.extend(picture.pages)
        return _saved(pdf, deterministic_id=True)


def scan() -> bytes:
    """Return a PDF that is a picture of a page."""
    picture = io.BytesIO()
    Image.new("RGB", (200, 280), "white").save(picture, format="PDF")
    return picture.getvalue()


def encrypted() -> bytes:
    """Return a PDF that opens with a password alone."""
    with pikepdf.open(io.BytesIO(tagged())) as pdf:
        return _saved(pdf, encryption=pikepdf.Encryption(user="secret", owner="secret"))


def bomb() -> bytes:
    """Return a small PDF whose page unpacks to more than a child's memory."""
    # After a full flush the same bytes are packed in the same way, so one megabyte is packed for them all.
    packer, spaces, times = zlib.compressobj(9), b" " * 1024**2, 1536
    first, same = (packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    checksum = 1
    for _ in range(times):
        checksum = zlib.adler32(spaces, checksum)
    packed = first + same * (times - 1) + packer.flush()[:-4] + checksum.to_bytes(4)
    pdf = pikepdf.new()
    pdf.add_blank_page()
    stream = pikepdf.Stream(pdf, zlib.compress(packed, 9))
    stream.Filter = pikepdf.Array([Name.FlateDecode, Name.FlateDecode])
    pdf.pages[0].Contents = pdf.make_indirect(stream)
    return _saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
