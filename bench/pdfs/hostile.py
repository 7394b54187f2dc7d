"""
Sixty files made to harm or to confuse their reader, and the names under which a person might upload them.

They are small: what is large in them is what a reader makes of them.
"""

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from .parts import body, drawn


@dataclass(frozen=True)
class Hostile:
    """A file, what is wrong with it, and the name under which it comes."""

    name: str
    content: bytes
    upload_name: str = "report.pdf"


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
TEXT = b"BT /F1 12 Tf 72 700 Td (A report that means harm) Tj ET"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream with its dictionary."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def pdf(objects: dict[int, bytes] | None = None, trailer: bytes = b"", root: bytes = b"") -> bytes:
    """Return a PDF of one page; ``objects`` by number replace its parts or add some, whatever they are."""
    parts = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: PAGE,
        4: stream(TEXT),
        5: FONT,
        **(objects or {}),
    }
    content, places = io.BytesIO(), {}
    content.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    for number, part in sorted(parts.items()):
        places[number] = content.tell()
        content.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = content.tell()
    content.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        content.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    content.write(b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (max(parts) + 1, trailer, start))
    return content.getvalue()


def _page_with(resources: bytes, more: bytes = b"") -> bytes:
    return PAGE.replace(b"/Resources<<", b"/Resources<<" + resources).replace(b"/Type/Page", b"/Type/Page" + more, 1)


def _deflated(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter[" + b"/FlateDecode" * times + b"]")


def _zeros(megabytes: int, times: int) -> bytes:
    """Return a stream of that many megabytes of nothing, deflated without ever being whole in memory."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(bytes(1024**2)) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter[" + b"/FlateDecode" * times + b"]")


def _broken() -> Iterator[tuple[str, bytes]]:
    whole = drawn(lambda canvas: body(canvas, random.Random(5)), title="Annual report")
    for percent in (5, 25, 50, 75, 95):
        yield f"cut after {percent} %", whole[: len(whole) * percent // 100]
    yield "nothing", b""
    yield "one byte", b"%"
    yield "only its first line", b"%PDF-1.7\n"
    yield "zeros", bytes(10_000)
    yield "without a table", whole[: whole.rindex(b"xref\n0")]
    yield "the table elsewhere", whole.replace(b"startxref\n", b"startxref\n9")
    yield "rubbish before it", random.Random(5).randbytes(300_000) + whole
    yield "rubbish behind it", whole + random.Random(6).randbytes(300_000)
    yield "two files in one", whole + whole
    yield "lines end otherwise", whole.replace(b"\n", b"\r\n")
    yield "middle overwritten", whole[:800] + random.Random(7).randbytes(600) + whole[1400:]


def _of_another_type() -> Iterator[tuple[str, bytes]]:
    yield "a web page", b"<!DOCTYPE html><title>x</title><script>alert(1)</script><p>%PDF-1.7</p>"
    yield "a drawing", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(30 * 1024**2))
    yield "an archive that swells", file.getvalue()
    file = io.BytesIO()
    Image.new("RGB", (30, 30)).save(file, "PNG")
    yield "a picture", file.getvalue()
    yield "a program", b"MZ" + bytes(200) + b"PE\0\0" + bytes(800)
    yield "packed", gzip.compress(pdf())
    yield "a page and a PDF at once", b"%PDF-1.7\n<html><script>alert(1)</script></html>\n" + pdf()


def _bombs() -> Iterator[tuple[str, bytes]]:
    yield "a stream of 1 GB", pdf({4: _zeros(1024, 1)})
    yield "a stream of 1 GB, packed twice", pdf({4: _zeros(1024, 2)})
    yield "packed forty times", pdf({4: _deflated(TEXT, 40)})
    yield "64 MB of text", pdf({4: _deflated(b"BT /F1 12 Tf 72 700 Td (A) Tj ET\n" * 2_000_000)})
    yield "a million boxes over a text", pdf({4: _deflated(TEXT + b" 70 690 200 20 re f" * 1_000_000)})
    many = dict.fromkeys(range(6, 200000), b"<</Type/Annot>>")
    yield "200,000 objects", pdf(many)
    yield "a table for a thousand million objects", pdf(trailer=b"/Size 1000000000")
    kids = b" ".join(b"3 0 R" for _ in range(100_000))
    yield "100,000 times the same page", pdf({2: b"<</Type/Pages/Kids[%s]/Count 100000>>" % kids})
    yield "thousands of millions of pages, it says", pdf({2: b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"})
    picture = stream(
        b"\0" * 100, b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB"
    )
    yield (
        "a picture of 60,000 by 60,000",
        pdf({3: _page_with(b"/XObject<</I 6 0 R>>"), 4: stream(TEXT + b" q 500 0 0 500 0 300 cm /I Do Q"), 6: picture}),
    )
    notes = b" ".join(b"<</Type/Annot/Subtype/Square/Rect[70 690 300 720]/IC[0 0 0]>>" for _ in range(50_000))
    yield "50,000 notes on one text", pdf({3: PAGE.replace(b"/Contents", b"/Annots[" + notes + b"]/Contents")})
    yield "an author of 5 MB", pdf({6: b"<</Author(" + b"A" * 5_000_000 + b")>>"}, trailer=b"/Info 6 0 R")


def _loops() -> Iterator[tuple[str, bytes]]:
    yield "pages within themselves", pdf({2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"})
    deep = {number: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 1) for number in range(6, 12_000)}
    yield "12,000 floors of pages", pdf({2: b"<</Type/Pages/Kids[6 0 R]/Count 1>>", **deep, 12_000: PAGE})
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %d 0 R>>>>"
    yield (
        "a form that draws itself",
        pdf({3: _page_with(b"/XObject<</X 6 0 R>>"), 4: stream(TEXT + b" /X Do"), 6: stream(b"/X Do", form % 6)}),
    )
    doubling = {number: stream(b"/X Do /X Do", form % (number + 1)) for number in range(6, 46)} | {
        46: stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    }
    yield (
        "forty forms, each twice the next",
        pdf({3: _page_with(b"/XObject<</X 6 0 R>>"), 4: stream(TEXT + b" /X Do"), **doubling}),
    )
    yield "an array of 100,000 floors", pdf({6: b"[" * 100_000 + b"]" * 100_000})
    yield "a dictionary of 50,000 floors", pdf({6: b"<</A" * 50_000 + b" 1" + b">>" * 50_000})
    yield "a length that is itself", pdf({4: b"<</Length 4 0 R>>\nstream\n" + TEXT + b"\nendstream"})
    yield "an object that is itself", pdf({5: b"5 0 R", 3: PAGE})
    yield (
        "bookmarks in a circle",
        pdf(
            {6: b"<</First 7 0 R/Last 7 0 R>>", 7: b"<</Title(a)/Parent 6 0 R/Next 7 0 R/First 7 0 R>>"},
            root=b"/Outlines 6 0 R",
        ),
    )
    yield "attachments in a circle", pdf({6: b"<</Kids[6 0 R]>>"}, root=b"/Names<</EmbeddedFiles 6 0 R>>")
    plain = pdf()
    start = plain[plain.rindex(b"startxref") + 9 :].split()[0]
    yield "a table before itself", plain.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev " + start)
    yield (
        "letters made of themselves",
        pdf(
            {
                5: b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</A 6 0 R>>"
                b"/FirstChar 65/LastChar 65/Widths[9]/Encoding<</Differences[65/A]>>/Resources<</Font<</F1 5 0 R>>>>>>",
                6: stream(b"9 0 d0 BT /F1 1 Tf (A) Tj ET"),
            }
        ),
    )


def _sizes() -> Iterator[tuple[str, bytes]]:
    for box in (b"0 0 14400 14400", b"0 0 1e9 1e9", b"0 0 0 0", b"9 9 -9 -9", b"(a) null 3 /x", b"0 0 1e-9 842"):
        yield f"a page of {box.decode()}", pdf({3: PAGE.replace(b"0 0 595 842", box)})


def _actions() -> Iterator[tuple[str, bytes]]:
    script = b"<</S/JavaScript/JS(while(1){app.alert('x')})>>"
    yield "a script on opening", pdf(root=b"/OpenAction " + script)
    yield "a script by name", pdf(root=b"/Names<</JavaScript<</Names[(a)%s]>>>>" % script)
    yield "a program to launch", pdf(root=b"/OpenAction<</S/Launch/F(cmd.exe)>>")


def _names() -> Iterator[tuple[str, bytes, str]]:
    def attached(name: bytes) -> bytes:
        return pdf(
            {6: b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F 7 0 R>>>>" % (name, name), 7: stream(b"x")},
            root=b"/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>",
        )

    yield "attached ../../etc/passwd", attached(b"../../etc/passwd"), "../../../etc/passwd.pdf"
    yield "attached with NUL", attached(b"a\\000.pdf\\000.exe"), "report\x00.exe.pdf"
    yield "attached right to left", attached(b"\\376\\377\\040\\056\\000f\\000d\\000p\\056"), "report\u202efdp.exe"
    yield "a title of controls", pdf({6: b"<</Title(\\000\\001\\033[31m\\177)>>"}, trailer=b"/Info 6 0 R"), ".pdf"


NUMBER = 60


def hostile() -> Iterator[Hostile]:
    """Yield the files, always the same."""
    for group in (_broken, _of_another_type, _bombs, _loops, _sizes, _actions):
        for name, content in group():
            yield Hostile(name, content)
    for name, content, upload_name in _names():
        yield Hostile(name, content, upload_name)
