"""``manage.py make_evidence_key``: make the key that evidence packs are signed with."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from board.engines.evidence.keys import fingerprint, public_pem
from board.publishing.evidence import write_key


class Command(BaseCommand):
    help = (
        "Make a private Ed25519 key in FILE, which only its owner can read, and its public key in FILE.pub. Set "
        "EVIDENCE_KEY to the path of FILE, publish the public key, and keep a copy of FILE apart from the site."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="where the private key is written; no file is replaced")

    def handle(self, *args, file, **options):
        """Write both keys; raises ``CommandError`` where one is there already or can't be written."""
        public = file.with_name(f"{file.name}.pub")
        if public.exists():
            raise CommandError(f"{public} is there already, and no key is replaced.")
        try:
            key = write_key(file)
            public.write_text(public_pem(key))
        except FileExistsError as error:
            raise CommandError(f"{file} is there already, and no key is replaced.") from error
        except OSError as error:
            raise CommandError(f"The key can’t be written. {error}") from error
        self.stdout.write(f"Private key: {file} (set EVIDENCE_KEY to this path)")
        self.stdout.write(f"Public key:  {public}")
        self.stdout.write(f"Fingerprint: {fingerprint(key)}")
