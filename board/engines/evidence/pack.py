"""Writing a pack: a ZIP with a table of SHA-256 hashes, and an Ed25519 signature of the table."""

import datetime as dt
import hashlib
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# Read by sha256sum, shasum and the like.
TABLE = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"
MANIFEST = "manifest.json"
# The longest name of a file in a pack and the longest ending of it, in characters.
LONGEST_NAME = 100
LONGEST_SUFFIX = 10


def canonical_manifest(manifest: Mapping[str, Any]) -> bytes:
    """Return a manifest as the same bytes for the same content: JSON with sorted keys, two spaces, in UTF-8."""
    return (json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def member_name(number: int, name: str) -> str:
    """
    Return the name in a pack of the file with a number, counted from 1, which was called ``name``.

    Letters of every script stay. Whatever a file system could take for more than a name becomes a hyphen.
    """
    path = PurePath(re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", name)).strip("-."))
    suffix = path.suffix[:LONGEST_SUFFIX]
    return f"files/{number:02}-{path.stem[: LONGEST_NAME - len(suffix)]}{suffix}"


def table_of(hashes: Mapping[str, str]) -> bytes:
    """Return the table of hashes by member names, in their order, as sha256sum writes it for binary files."""
    return "".join(f"{hashes[name]} *{name}\n" for name in sorted(hashes)).encode()


def write_pack(
    file: IO[bytes], members: Iterable[tuple[str, Iterable[bytes]]], key: Ed25519PrivateKey, at: dt.datetime
) -> None:
    """
    Write a signed pack of members, pairs of name and parts of bytes, to an open file.

    The same members, key and time make the same bytes. ``at`` is the time that the ZIP gives its members.
    """
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(file, "w") as archive:
        for name, parts in members:
            hashes[name] = write_member(archive, name, parts, at)
        table = table_of(hashes)
        write_member(archive, TABLE, [table], at)
        write_member(archive, SIGNATURE, [key.sign(table)], at)


def write_member(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes], at: dt.datetime) -> str:
    """Write one member, uncompressed, and return its SHA-256."""
    digest = hashlib.sha256()
    information = zipfile.ZipInfo(name, at.timetuple()[:6])
    # Unix, with the permissions of an ordinary file, whatever system writes the pack.
    information.create_system = 3
    information.external_attr = 0o644 << 16
    with archive.open(information, "w") as member:
        for part in parts:
            digest.update(part)
            member.write(part)
    return digest.hexdigest()
