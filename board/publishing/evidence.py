"""Evidence packs: one entry of the register as a signed ZIP, which anyone can verify without this site."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.template.loader import render_to_string

from board.approvals.models import FileChunk, StatementApproval, StatementReview
from board.approvals.rule import format_local
from board.engines.evidence.errors import KeyFormatError
from board.engines.evidence.keys import fingerprint, load_private_key, make_private_key, public_pem
from board.engines.evidence.pack import MANIFEST, SIGNATURE, TABLE, canonical_manifest, member_name, write_pack

FORMAT = "statement-evidence/1"


class NoEvidenceKeyError(Exception):
    """There is no usable key to sign evidence packs with; the text says what to do."""


def signing_key() -> Ed25519PrivateKey:
    """
    Return the private key of the setting ``EVIDENCE_KEY``, which is PEM or the path of a file with it.

    In development a missing file is made. Raises ``NoEvidenceKeyError``.
    """
    value = settings.EVIDENCE_KEY
    if not value:
        raise NoEvidenceKeyError(
            "No key is set. Make one with manage.py make_evidence_key, and set EVIDENCE_KEY to it."
        )
    try:
        if value.lstrip().startswith("-----BEGIN"):
            return load_private_key(value.encode())
        path = Path(value)
        if settings.DEBUG and not path.exists():
            write_key(path)
        return load_private_key(path.read_bytes())
    except (OSError, KeyFormatError) as error:
        raise NoEvidenceKeyError(f"The key of EVIDENCE_KEY can’t be used. {error}") from error


def write_key(path: Path) -> Ed25519PrivateKey:
    """
    Make a private key in a new file that only its owner can read, and return it.

    Raises ``FileExistsError`` rather than replace a key, and ``OSError`` where the file can't be written.
    """
    pem = make_private_key()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  # Of a descriptor.
            file.write(pem)
    except OSError:
        path.unlink()  # A key that is cut off is none, and would stand in the way of another.
        raise
    return load_private_key(pem)


def published_key() -> dict[str, str] | None:
    """Return the public key, as PEM and fingerprint, by which packs are verified; ``None`` where there is none."""
    try:
        key = signing_key()
    except NoEvidenceKeyError:
        return None
    return {"pem": public_pem(key), "fingerprint": fingerprint(key)}


def utc(moment: dt.datetime | None) -> str | None:
    """Return a time in UTC, as ISO 8601 (RFC 3339) writes it."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if moment else None


def review_of(approval: StatementApproval) -> StatementReview | None:
    """Return the review that an approval rests on."""
    reviews = StatementReview.objects.filter(
        page_id=approval.page_id, digest=approval.digest, user_id=approval.reviewer_id, at__lte=approval.at
    )
    return reviews.order_by("pk").last()


def person(row) -> dict[str, Any]:
    """Return the person of a row of the register, by number and name."""
    return {"number": row.user_id, "name": row.user_name}


def removal_of(approval: StatementApproval) -> dict[str, Any] | None:
    """Return by whom and when the words and files of an approval were removed; ``None`` where they are there."""
    removal = getattr(approval, "removal", None)
    return removal and {
        "proposed_by": {"number": removal.proposer_id, "name": removal.proposer_name},
        "proposed_at": utc(removal.proposed_at),
        "confirmed_by": person(removal),
        "confirmed_at": utc(removal.at),
        "reason": removal.reason,
    }


def file_names(approval: StatementApproval) -> dict[Any, str]:
    """Return the approved files whose bytes the register has, with their names in the pack."""
    if hasattr(approval, "removal"):
        return {}
    files = approval.files.exclude(sha256="").order_by("pk")
    return {file: member_name(number, file.name) for number, file in enumerate(files, start=1)}


def manifest_of(approval: StatementApproval) -> dict[str, Any]:
    """Return who approved what and when, and what became of it, as the register has it."""
    names = file_names(approval)
    review = review_of(approval)
    return {
        "format": FORMAT,
        "site": settings.BASE_URL,
        "entry": approval.pk,
        "page": approval.page_id,
        "revision": approval.revision_id,
        "title": approval.page_title,
        "digest": approval.digest,
        "words": {"words.html": approval.html_sha256, "words.txt": approval.text_sha256},
        "approved_at": utc(approval.at),
        "approved_by": person(approval),
        "note": approval.note,
        "release": approval.release,
        "release_at": utc(approval.release_at),
        "reviewed_at": utc(review.at) if review else None,
        "reviewed_by": {"number": approval.reviewer_id, "name": approval.reviewer_name},
        "written_by": [{"number": writer["id"], "name": writer["name"]} for writer in approval.writers],
        "files": [
            {
                "member": names.get(file),
                "name": file.name,
                "title": file.title,
                "size": file.size,
                "sha256": file.sha256,
                "sha1": file.file_hash,
            }
            for file in approval.files.order_by("pk")
        ],
        "events": [
            {"at": utc(event.at), "by": person(event), "kind": event.kind, "reason": event.reason}
            for event in approval.events.order_by("pk")
        ],
        "removal": removal_of(approval),
    }


def members_of(
    approval: StatementApproval, key: Ed25519PrivateKey
) -> Iterator[tuple[str, Iterator[bytes] | list[bytes]]]:
    """Yield the members of an entry's pack, as names with parts of bytes."""
    names = file_names(approval)
    words = getattr(approval, "words", None)
    if words:
        yield "words.txt", [words.text.encode()]
        yield "words.html", [words.html.encode()]
        yield "content.json", [words.content.encode()]
    for file, name in names.items():
        yield name, FileChunk.objects.read(file.sha256)
    yield MANIFEST, [canonical_manifest(manifest_of(approval))]
    yield "public-key.pem", [public_pem(key).encode()]
    context = {
        "approval": approval,
        "approved_at": format_local(approval.at),
        "words": words,
        "file_names": list(names.values()),
        "key": {"pem": public_pem(key), "fingerprint": fingerprint(key)},
        "table": TABLE,
        "signature": SIGNATURE,
        "site": settings.BASE_URL,
    }
    yield "README.html", [render_to_string("publishing/evidence_readme.html", context).encode()]


def write_evidence(approval: StatementApproval, file: IO[bytes]) -> None:
    """
    Write the evidence pack of an entry to an open file; of an unchanged entry it is always the same.

    Raises ``NoEvidenceKeyError``.
    """
    key = signing_key()
    write_pack(file, members_of(approval, key), key, approval.at)
