"""Verifying a pack with nothing but its public key: no database, no settings, no network."""

import hashlib
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .errors import PackError
from .pack import MANIFEST, SIGNATURE, TABLE, canonical_manifest

# What a pack may cost to read: members, bytes when unpacked, and how many times its own size.
MOST_MEMBERS = 1000
MOST_BYTES = 2 * 1024**3
MOST_EXPANSION = 200
# The largest table or manifest, in bytes.
MOST_TEXT = 4 * 1024**2
READ_AT_ONCE = 1024**2
LINE = re.compile(r"([0-9a-f]{64}) \*([^\n]+)")
ENCRYPTED = 0x1
# What zipfile raises for damaged archives and members: a place before the beginning of a file is an OSError.
UNREADABLE = (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, struct.error, zlib.error, lzma.LZMAError)


def verify_pack(path: Path, key: Ed25519PublicKey) -> dict[str, Any]:
    """
    Return the manifest of a pack that is as it was signed with the private key of ``key``.

    Raises ``PackError`` with everything that is wrong, and ``OSError`` for a file that can't be read.
    """
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as archive:
                check_archive(archive, path.stat().st_size)
                return verify_members(archive, key)
        except UNREADABLE as error:
            raise PackError(f"The file is not a whole ZIP file: {error}.") from error


def printable(name: str) -> str:
    """Return a name from a file of unknown origin as a terminal may show it."""
    return "".join(character if character.isprintable() else "�" for character in name)


def check_archive(archive: zipfile.ZipFile, size: int) -> None:
    """Raise ``PackError`` for an archive, of ``size`` bytes, that no pack looks like, before any of it is unpacked."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise PackError(f"The file holds {len(members)} members; no pack has more than {MOST_MEMBERS}.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > min(MOST_BYTES, MOST_EXPANSION * size):
        raise PackError(f"The file would unpack to {unpacked:,} bytes, which no pack does.")
    problems = [problem for member in members for problem in member_problems(member)]
    counts = Counter(member.filename for member in members)
    problems += [f"{printable(name)} is there {count} times." for name, count in counts.items() if count > 1]
    if archive.comment:
        problems.append("The file has a comment, which is not signed.")
    if problems:
        raise PackError(*problems)


def member_problems(member: zipfile.ZipInfo) -> list[str]:
    """Return why a member can't be one of a pack, an empty list where it can."""
    name = printable(member.filename)
    return [
        problem
        for is_so, problem in (
            (is_unsafe(member.filename), f"{name} is a name that leads out of the pack."),
            (member.flag_bits & ENCRYPTED, f"{name} is encrypted."),
            (member.comment, f"{name} has a comment, which is not signed."),
        )
        if is_so
    ]


def is_unsafe(name: str) -> bool:
    """Return whether unpacking a member of this name could write outside of the folder that it is unpacked into."""
    return name.startswith(("/", "~")) or "\\" in name or ":" in name or ".." in name.split("/")


def verify_members(archive: zipfile.ZipFile, key: Ed25519PublicKey) -> dict[str, Any]:
    """Return the manifest of an archive; raises ``PackError`` for members that are not as the signed table says."""
    names = set(archive.namelist())
    missing = sorted({TABLE, SIGNATURE, MANIFEST} - names)
    if missing:
        raise PackError(*(f"{name} is missing: this is no evidence pack, or part of one." for name in missing))
    table = read_text(archive, TABLE)
    unsigned = signature_problems(table, read_text(archive, SIGNATURE), key)
    hashes = hashes_in(table)
    listed = set(hashes)
    problems = unsigned + [f"{printable(name)} is missing." for name in sorted(listed - names)]
    extra = names - listed - {TABLE, SIGNATURE}
    problems += [f"{printable(name)} is not in the table {TABLE}: it was added." for name in sorted(extra)]
    # Which of the two was changed can be told only if the table is the one that was signed.
    was_changed = "does not fit the table" if unsigned else "was changed: it is not what the table says"
    problems += [
        f"{printable(name)} {was_changed}." for name in sorted(listed & names) if hash_of(archive, name) != hashes[name]
    ]
    if problems:
        raise PackError(*problems)
    return manifest_in(read_text(archive, MANIFEST))


def signature_problems(table: bytes, signature: bytes, key: Ed25519PublicKey) -> list[str]:
    """Return what is wrong with a table's signature, an empty list where nothing is."""
    try:
        key.verify(signature, table)
    except InvalidSignature:
        return [f"The table {TABLE} was changed after it was signed, or another key has signed it."]
    return []


def hashes_in(table: bytes) -> dict[str, str]:
    """Return the hashes of a table by member names; raises ``PackError`` for a table that no pack has."""
    try:
        lines = [LINE.fullmatch(line) for line in table.decode().removesuffix("\n").split("\n")]
    except UnicodeDecodeError as error:
        raise PackError(f"The table {TABLE} was changed: it is no text in UTF-8.") from error
    if not all(lines):
        raise PackError(f"The table {TABLE} was changed: a line of it is no hash with a name.")
    return {line[2]: line[1] for line in lines if line}


def hash_of(archive: zipfile.ZipFile, name: str) -> str:
    """Return the SHA-256 of a member."""
    digest = hashlib.sha256()
    try:
        with archive.open(name) as member:
            while part := member.read(READ_AT_ONCE):
                digest.update(part)
    except UNREADABLE as error:
        raise PackError(f"{printable(name)} was changed: {error}.") from error
    return digest.hexdigest()


def read_text(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of the table or the manifest; raises ``PackError`` for one that is too long or damaged."""
    if archive.getinfo(name).file_size > MOST_TEXT:
        raise PackError(f"{name} is longer than in any pack.")
    try:
        return archive.read(name)
    except UNREADABLE as error:
        raise PackError(f"{name} was changed: {error}.") from error


def manifest_in(text: bytes) -> dict[str, Any]:
    """Return the manifest of a text; raises ``PackError`` for one that is not in canonical form."""
    try:
        manifest = json.loads(text)
    except ValueError as error:
        raise PackError(f"{MANIFEST} is no JSON.") from error
    if not isinstance(manifest, dict) or canonical_manifest(manifest) != text:
        raise PackError(f"{MANIFEST} is not in canonical form.")
    return manifest
