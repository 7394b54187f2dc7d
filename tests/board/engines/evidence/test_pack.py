"""An evidence pack: signed, read with the public key alone, and refused if anything in it is not as it was signed."""

import datetime as dt
import hashlib
import io
import shutil
import subprocess
import zipfile

import pytest

from board.engines.evidence.errors import KeyFormatError, PackError
from board.engines.evidence.keys import (
    fingerprint,
    load_private_key,
    load_public_key,
    make_private_key,
    public_pem,
)
from board.engines.evidence.pack import canonical_manifest, member_name, write_pack
from board.engines.evidence.verify import verify_pack

AT = dt.datetime(2026, 11, 2, 14, 30, tzinfo=dt.UTC)
MANIFEST = {"title": "Größe", "files": [{"name": "Bericht über Ärzte.pdf"}]}
MEMBERS = {
    "words.txt": b"We are sorry.",
    "files/01-Bericht-über-Ärzte.pdf": b"%PDF-1.7 " * 50,
    "manifest.json": canonical_manifest(MANIFEST),
}


@pytest.fixture(scope="module")
def key():
    return load_private_key(make_private_key())


def pack_of(members, key):
    """Return the bytes of a pack."""
    file = io.BytesIO()
    write_pack(file, [(name, [content]) for name, content in members.items()], key, AT)
    return file.getvalue()


def contents_of(pack):
    """Return the members of a ZIP by name."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_of(members, compression=zipfile.ZIP_DEFLATED):
    """Return a ZIP of members, as any program makes one."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.fixture
def problems(tmp_path, key):
    """Return a function that verifies bytes and returns what is wrong with them."""

    def problems_of(pack, by=key):
        path = tmp_path / "pack.zip"
        path.write_bytes(pack)
        try:
            verify_pack(path, by.public_key())
        except PackError as error:
            return " ".join(error.problems)
        return ""

    return problems_of


def test_pack_is_verified_and_gives_its_manifest(tmp_path, key):
    path = tmp_path / "pack.zip"
    path.write_bytes(pack_of(MEMBERS, key))
    assert verify_pack(path, key.public_key()) == MANIFEST


def test_same_content_makes_the_same_bytes(key):
    assert pack_of(MEMBERS, key) == pack_of(dict(MEMBERS), key)


def test_pack_that_was_packed_anew_is_verified(problems, key):
    assert problems(zip_of(contents_of(pack_of(MEMBERS, key)))) == ""


@pytest.mark.parametrize("name", [*MEMBERS, "SHA256SUMS", "SHA256SUMS.sig"])
def test_one_changed_byte_is_named(problems, key, name):
    contents = contents_of(pack_of(MEMBERS, key))
    contents[name] = contents[name][:-3] + bytes([contents[name][-3] ^ 1]) + contents[name][-2:]
    said = problems(zip_of(contents))
    assert ("SHA256SUMS" if name.endswith(".sig") else name) in said
    if name in MEMBERS:
        assert all(other not in said for other in MEMBERS if other != name)


def test_one_changed_byte_in_the_zip_itself_is_named(problems, key):
    pack = pack_of(MEMBERS, key)
    assert "words.txt was changed" in problems(pack.replace(b"We are sorry.", b"We are merry."))


def test_consistent_change_is_refused_by_the_signature(problems, key):
    contents = contents_of(pack_of(MEMBERS, key))
    old, new = (hashlib.sha256(words).hexdigest().encode() for words in (b"We are sorry.", b"We are merry."))
    contents["words.txt"] = b"We are merry."
    contents = {name: content.replace(old, new) for name, content in contents.items()}
    said = problems(zip_of(contents))
    assert "changed after it was signed, or another key has signed it" in said
    assert "words.txt" not in said


def test_pack_signed_by_another_key_is_refused(problems, key):
    other = load_private_key(make_private_key())
    assert "another key" in problems(pack_of(MEMBERS, other))


def test_missing_and_added_members_are_named(problems, key):
    contents = contents_of(pack_of(MEMBERS, key))
    assert "words.txt is missing" in problems(zip_of({k: v for k, v in contents.items() if k != "words.txt"}))
    assert "extra.txt is not in the table" in problems(zip_of({**contents, "extra.txt": b"Also approved."}))
    for name in ("manifest.json", "SHA256SUMS", "SHA256SUMS.sig"):
        assert f"{name} is missing" in problems(zip_of({k: v for k, v in contents.items() if k != name}))


def with_member(contents, name, content=b"x", **attributes):
    """Return a ZIP with one more member, of which some attributes are set."""
    file = io.BytesIO(zip_of(contents))
    with zipfile.ZipFile(file, "a") as archive:
        information = zipfile.ZipInfo(name)
        for attribute, value in attributes.items():
            setattr(information, attribute, value)
        archive.writestr(information, content)
    return file.getvalue()


@pytest.mark.parametrize("name", ["../words.txt", "/etc/passwd", "C:\\words.txt", "a/../../b", "~/words.txt"])
def test_name_that_leads_out_is_refused(problems, key, name):
    assert "leads out of the pack" in problems(with_member(contents_of(pack_of(MEMBERS, key)), name))


def test_what_nobody_signed_is_refused(problems, key):
    contents = contents_of(pack_of(MEMBERS, key))
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = with_member(contents, "words.txt")
    assert "words.txt is there 2 times" in problems(twice)
    assert "has a comment" in problems(with_member(contents, "note.txt", comment=b"Approved!"))
    file = io.BytesIO(pack_of(MEMBERS, key))
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"Approved!"
    assert "has a comment" in problems(file.getvalue())


def test_bomb_is_refused_before_it_is_unpacked(problems):
    assert "would unpack to" in problems(zip_of({"words.txt": b"\0" * 30_000_000}))
    assert "no pack has more than" in problems(zip_of(dict.fromkeys(map(str, range(1001)), b"")))


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_zip_is_refused(problems, content):
    assert "not a whole ZIP file" in problems(content)


def test_cut_off_pack_is_refused(problems, key):
    pack = pack_of(MEMBERS, key)
    assert all(problems(pack[:length]) for length in range(0, len(pack), 97))


def test_any_flipped_byte_is_refused_or_changes_nothing(tmp_path, key):
    """Whatever byte of the file is changed, nothing but the signed content is ever verified."""
    pack = bytearray(pack_of(MEMBERS, key))
    path = tmp_path / "pack.zip"
    for position in range(0, len(pack), 7):
        changed = bytearray(pack)
        changed[position] ^= 0x55
        path.write_bytes(changed)
        try:
            manifest = verify_pack(path, key.public_key())
        except PackError:
            continue
        assert manifest == MANIFEST
        with zipfile.ZipFile(path) as archive:
            assert {name: archive.read(name) for name in MEMBERS} == MEMBERS


def test_names_keep_letters_and_lose_paths():
    assert member_name(1, "Bericht über Ärzte.pdf") == "files/01-Bericht-über-Ärzte.pdf"
    assert member_name(12, "../../etc/pass\nwd") == "files/12-etc-pass-wd"
    assert member_name(2, "отчёт 2026.pdf") == "files/02-отчёт-2026.pdf"
    assert len(member_name(3, "a" * 300 + ".pdf")) < 120
    assert member_name(4, "") == "files/04-"


def test_keys_of_other_kinds_are_refused(key):
    pem = public_pem(key).encode()
    assert fingerprint(load_public_key(pem)) == fingerprint(key)
    for wrong in (b"", b"no key", make_private_key()):
        with pytest.raises(KeyFormatError):
            load_public_key(wrong)
    for wrong in (b"", pem):
        with pytest.raises(KeyFormatError):
            load_private_key(wrong)


@pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("sha256sum")), reason="Needs openssl and sha256sum.")
def test_pack_is_verified_without_any_of_our_code(tmp_path, key):
    """With the two commands that its README names."""
    with zipfile.ZipFile(io.BytesIO(pack_of(MEMBERS, key))) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "board.pem").write_text(public_pem(key))
    signature = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "board.pem", "-rawin"]
    signature += ["-in", "SHA256SUMS", "-sigfile", "SHA256SUMS.sig"]
    hashes = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    for command in (signature, hashes):
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "words.txt").write_text("We are merry.")
    assert subprocess.run(hashes, cwd=tmp_path, check=False, capture_output=True).returncode
