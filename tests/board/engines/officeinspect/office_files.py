"""Small office files: packages of the parts that a test is about, as Office and LibreOffice write them."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "presentation", "meta", "manifest")
) + (
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)

# Content types of main parts, by the endings of names.
TYPES = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "dotx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
    "docm": ("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    "xlsb": ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
    "pptx": (
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ),
    "ppsx": ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml"),
}
# Content types of other parts, by words in their names.
PART_TYPES = {
    "comments": "application/vnd.openxmlformats-officedocument.{}ml.comments+xml",
    "styles": "application/vnd.openxmlformats-officedocument.{}ml.styles+xml",
    "footnotes": "application/vnd.openxmlformats-officedocument.{}ml.footnotes+xml",
    "sharedStrings": "application/vnd.openxmlformats-officedocument.{}ml.sharedStrings+xml",
    "pivotCacheDefinition": "application/vnd.openxmlformats-officedocument.{}ml.pivotCacheDefinition+xml",
    "externalLink": "application/vnd.openxmlformats-officedocument.{}ml.externalLink+xml",
    "commentAuthors": "application/vnd.openxmlformats-officedocument.{}ml.commentAuthors+xml",
    "authors": "application/vnd.ms-powerpoint.authors+xml",
    "person": "application/vnd.ms-excel.person+xml",
    "revisionHeaders": "application/vnd.openxmlformats-officedocument.{}ml.revisionHeaders+xml",
    "revisionLog": "application/vnd.openxmlformats-officedocument.{}ml.revisionLog+xml",
    "connections": "application/vnd.openxmlformats-officedocument.{}ml.connections+xml",
    "project": "application/vnd.ms-office.vbaProject",
}
LANGUAGES = {"word": "wordprocessing", "xl": "spreadsheet", "ppt": "presentation"}


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    """Return a ZIP archive with parts by their names."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return output.getvalue()


def relationships(*links):
    """Return a relationships part of pairs of kind and target; one with a scheme is external."""
    rows = []
    for number, (kind, target) in enumerate(links, start=1):
        type_ = kind if ":" in kind else f"{RELATIONSHIPS}/{kind}"
        mode = ' TargetMode="External"' if ":" in target or target.startswith("\\\\") else ""
        rows.append(f'<Relationship Id="rId{number}" Type="{type_}" Target="{target}"{mode}/>')
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{"".join(rows)}</Relationships>'


def content_types(main, type_, names):
    """Return the part of content types."""
    overrides = [(main, type_)]
    language = LANGUAGES.get(main.partition("/")[0], "")
    for name in names:
        words = [word for word in PART_TYPES if word in name.rpartition("/")[2] and not name.endswith(".rels")]
        if words:
            overrides.append((name, PART_TYPES[max(words, key=len)].format(language)))
    rows = "".join(f'<Override PartName="/{name}" ContentType="{each}"/>' for name, each in overrides)
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rows}</Types>'


def office_open(ending, content="<x/>", parts=None, *, main="", strict=False):
    """Return an Office Open XML package: the content of its main part, and other parts by their names."""
    parts = parts or {}
    standard, type_ = TYPES[ending]
    main = main or standard
    kind = f"{STRICT_RELATIONSHIPS if strict else RELATIONSHIPS}/officeDocument"
    links = [(kind, main)]
    if "docProps/core.xml" in parts:
        links.append((CORE, "docProps/core.xml"))
    if "docProps/app.xml" in parts:
        links.append(("extended-properties", "docProps/app.xml"))
    return archive(
        {
            "[Content_Types].xml": content_types(main, type_, parts),
            "_rels/.rels": relationships(*links),
            main: content,
            **parts,
        }
    )


def docx(body="<w:p><w:r><w:t>Words.</w:t></w:r></w:p>", parts=None, **options):
    """Return a Word document with a body."""
    return office_open("docx", f"<w:document {W}><w:body>{body}</w:body></w:document>", parts, **options)


def xlsx(sheets, parts=None, links=()):
    """Return a workbook with sheets: name, attributes, and what is in the worksheet."""
    rows = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}" {attributes}/>'
        for number, (name, attributes, _) in enumerate(sheets, start=1)
    )
    worksheets = {
        f"xl/worksheets/sheet{number}.xml": f"<worksheet {S} {R}>{content}</worksheet>"
        for number, (_, _, content) in enumerate(sheets, start=1)
    }
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    return office_open(
        "xlsx",
        f"<workbook {S} {R}><sheets>{rows}</sheets></workbook>",
        {"xl/_rels/workbook.xml.rels": relationships(*targets, *links), **worksheets, **(parts or {})},
    )


def cells(*texts, row=1, attributes=""):
    """Return a row of texts."""
    inside = "".join(
        f'<c r="{chr(ord("A") + number)}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        for number, text in enumerate(texts)
    )
    return f'<row r="{row}" {attributes}>{inside}</row>'


def pptx(slides, parts=None):
    """Return a presentation with slides: attributes, what is in the shape tree, and relationships."""
    ids = "".join(f'<p:sldId id="{255 + number}" r:id="rId{number}"/>' for number in range(1, len(slides) + 1))
    made = {
        "ppt/_rels/presentation.xml.rels": relationships(*[("slide", f"slides/slide{n}.xml") for n in ids_of(slides)])
    }
    for number, (attributes, content, links) in enumerate(slides, start=1):
        made[f"ppt/slides/slide{number}.xml"] = (
            f"<p:sld {P} {attributes}><p:cSld><p:spTree>{content}</p:spTree></p:cSld></p:sld>"
        )
        if links:
            made[f"ppt/slides/_rels/slide{number}.xml.rels"] = relationships(*links)
    content = f"<p:presentation {P} {R}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    return office_open("pptx", content, made | (parts or {}))


def ids_of(slides):
    """Return the numbers of slides."""
    return range(1, len(slides) + 1)


def shape(text, properties="", placeholder=""):
    """Return a shape with a text."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Shape" {properties}/><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>'
        f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def open_document(ending, body, *, styles="", parts=None, manifest="", meta=""):
    """Return an OpenDocument package with a body, automatic styles, entries of its manifest, and metadata."""
    kinds = {"t": "text", "s": "spreadsheet", "p": "presentation"}
    kind = kinds[ending[2]]
    media_type = f"application/vnd.oasis.opendocument.{kind}{'-template' if ending[1] == 't' else ''}"
    root = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
    return archive(
        {
            "mimetype": media_type,
            "content.xml": (
                f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
                f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
            ),
            "meta.xml": f"<office:document-meta {ODF}><office:meta>{meta}</office:meta></office:document-meta>",
            "META-INF/manifest.xml": f"<manifest:manifest {ODF}>{root}{manifest}</manifest:manifest>",
            **(parts or {}),
        }
    )


def compound_file(*names):
    """Return a compound file (MS-CFB) as far as programs look at its streams' names."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in ("Root Entry", *names))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + directory


def run(text, properties="", tag="t"):
    """Return a run of a Word document."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:{tag}>{text}</w:{tag}></w:r>"


def paragraph(*content):
    """Return a paragraph of a Word document."""
    return f"<w:p>{''.join(content)}</w:p>"


def item(text, where="", author=""):
    """Return what an inspection says of a text that it found."""
    return {"where": where, "author": author, "text": text}
