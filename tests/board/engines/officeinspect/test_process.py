"""No office file hangs or ends the process that inspects it, and each gets a state and a message."""

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.engines.officeinspect import packages
from board.engines.officeinspect.child import LIMITS, inspect
from board.engines.officeinspect.process import MESSAGES, inspect_office_file
from tests.board.engines.officeinspect.office_files import (
    W,
    archive,
    cells,
    compound_file,
    docx,
    office_open,
    open_document,
    pptx,
    shape,
    xlsx,
)

ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
BILLION_LAUGHS = f'<!DOCTYPE w [<!ENTITY e0 "ha">{ENTITIES}]><w:document {W}><w:p w:x="&e29;">&e29;</w:p></w:document>'
EXTERNAL = f'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {W}><w:p>&e;</w:p></w:document>'


def zip_anew(content):
    """Return an archive with the same parts, stored without compression; anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        return archive({name: zipped.read(name) for name in zipped.namelist()}, zipfile.ZIP_STORED)


@pytest.fixture
def inspect_bytes(tmp_path):
    """Return a function that inspects bytes within this process."""

    def inspect_file(content):
        path = tmp_path / "file"
        path.write_bytes(content)
        return inspect(path)

    return inspect_file


def with_password_on_its_entries():
    content = bytearray(docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := content.find(signature, start)) >= 0:
            content[start + offset] |= 1
            start += 4
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (b"", "damaged"),
        (b"PK", "damaged"),
        (b"PK\x03\x04" + bytes(5000), "damaged"),
        (docx()[: len(docx()) // 2], "damaged"),
        (docx()[:-10], "damaged"),
        (archive({"any.txt": "x"}), "damaged"),
        (archive({"[Content_Types].xml": "<Types"}), "damaged"),
        (office_open("docm"), "damaged"),
        (compound_file("WordDocument"), "damaged"),
        (compound_file("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        (with_password_on_its_entries(), "encrypted"),
        (
            open_document(
                "odt",
                "",
                manifest='<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
                "</manifest:file-entry>",
            ),
            "encrypted",
        ),
    ],
    ids=[
        "empty",
        "signature alone",
        "zeros",
        "half of it",
        "without its end",
        "other archive",
        "broken types",
        "macros",
        "before 2007",
        "locked",
        "locked entries",
        "locked OpenDocument",
    ],
)
def test_unreadable_file_has_a_state(inspect_bytes, content, state):
    assert inspect_bytes(content)["state"] == state
    assert MESSAGES[state]


@pytest.mark.parametrize("content", [BILLION_LAUGHS, EXTERNAL], ids=["entities without end", "external entity"])
def test_entities_are_not_expanded(inspect_bytes, content):
    facts = inspect_bytes(office_open("docx", content))
    assert facts["hidden"]["not_examined"] == ["content"]
    assert "root:" not in str(facts)


def test_truncated_part_is_not_examined(inspect_bytes):
    facts = inspect_bytes(office_open("docx", f"<w:document {W}><w:body><w:p>"))
    assert facts["hidden"]["not_examined"] == ["content"]


def test_file_that_unpacks_without_end_is_not_examined(inspect_bytes, monkeypatch):
    monkeypatch.setattr(packages, "MAX_UNPACKED", 100_000)
    content = xlsx([("A", "", f"<sheetData>{'<row/>' * 50_000}</sheetData>")])
    assert len(content) < 20_000
    assert "content" in inspect_bytes(content)["hidden"]["not_examined"]


def test_child_inspects_a_file_by_its_bytes(tmp_path):
    path = tmp_path / "-a b'\"$(id).docx"
    path.write_bytes(xlsx([("Raw", 'state="hidden"', f"<sheetData>{cells('Harry')}</sheetData>")]))
    inspection = inspect_office_file(path)
    assert (inspection.state, inspection.message) == ("read", MESSAGES["read"])
    assert inspection.hidden["hidden_sheets"][0]["text"] == "Harry"
    assert 0 < inspection.peak_memory < LIMITS.memory


@pytest.mark.test_all("Unpacks gigabytes.")
def test_bomb_ends_only_the_child(tmp_path):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(xlsx([("A", "", f"<sheetData><row r='1' hidden='1'><c><v>{'9' * 300_000_000}</v></c></row>")]))
    inspection = inspect_office_file(path)
    assert inspection.state in {"too_costly", "read"}
    assert inspection.peak_memory <= LIMITS.memory
    if inspection.state == "read":
        assert inspection.hidden["not_examined"] == ["content"]


def test_child_that_only_the_clock_ended_is_not_judged(tmp_path):
    path = tmp_path / "report.docx"
    path.write_bytes(b"")
    inspection = inspect_office_file(path, wall_seconds=1e-6)
    assert (inspection.state, inspection.is_finished) == ("unfinished", False)


# Stored without compression, so that damage is in the XML as well as in the archive.
WHOLE = [
    zip_anew(content)
    for content in (
        docx(),
        xlsx([("A", 'state="hidden"', f"<sheetData>{cells('a', 'b')}</sheetData>")]),
        pptx([("", shape("a"), [])]),
        open_document("odt", "<text:p>a</text:p>"),
        open_document("ods", "<table:table><table:table-row><table:table-cell/></table:table-row></table:table>"),
        compound_file("WordDocument"),
    )
]
damage = st.lists(st.tuples(st.integers(0, 2500), st.binary(max_size=4)), min_size=1, max_size=5)


def check_damaged_file(whole, changes):
    content = bytearray(whole)
    for position, piece in changes:
        content[position : position + len(piece)] = piece
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(content)
        assert inspect(Path(file.name))["state"] in MESSAGES


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(WHOLE), damage)
def test_damaged_file_has_a_state(whole, changes):
    check_damaged_file(whole, changes)


@pytest.mark.test_all("Two thousand files more.")
@settings(max_examples=2000, deadline=None)
@given(st.sampled_from(WHOLE), damage)
def test_any_damaged_file_has_a_state(whole, changes):
    check_damaged_file(whole, changes)
