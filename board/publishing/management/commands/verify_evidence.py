"""``manage.py verify_evidence``: verify an evidence pack, without a database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from board.engines.evidence.errors import KeyFormatError, PackError
from board.engines.evidence.keys import fingerprint, load_public_key
from board.engines.evidence.verify import printable, verify_pack


class Command(BaseCommand):
    help = (
        "Verify that an evidence pack is as this board signed it. Exit code 0: it is; 1: it is not, and standard error "
        "says what is wrong. It reads the two files and nothing else."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the evidence pack, a ZIP file")
        parser.add_argument("--key", type=Path, required=True, help="the board’s public key, a PEM file")

    def handle(self, *args, file, key, **options):
        """Verify and say what was approved; raises ``CommandError`` with everything that is wrong."""
        try:
            public_key = load_public_key(key.read_bytes())
            manifest = verify_pack(file, public_key)
        except KeyFormatError as error:
            raise CommandError(f"{key}: {error}") from error
        except OSError as error:
            raise CommandError(f"{error.filename or file} can’t be read: {error.strerror or error}.") from error
        except PackError as error:
            lines = "\n".join(f"  {problem}" for problem in error.problems)
            raise CommandError(f"{file} is NOT what was signed:\n{lines}") from error
        self.stdout.write(f"{file} is as it was signed with the key {fingerprint(public_key)}.")
        for line in summary(manifest):
            self.stdout.write(printable(line))


def summary(manifest: dict) -> list[str]:
    """Return what a verified manifest says, in lines for people."""
    approver = manifest.get("approved_by", {}).get("name")
    lines = [
        f"“{manifest.get('title')}”, entry {manifest.get('entry')} of {manifest.get('site')}",
        f"Approved by {approver} at {manifest.get('approved_at')}",
        f"Digest: {manifest.get('digest')}",
    ]
    lines += [f"File: {file.get('name')}, SHA-256 {file.get('sha256')}" for file in manifest.get("files", [])]
    if manifest.get("removal"):
        lines.append("Its words and files were removed from the register; the manifest says by whom.")
    return lines
