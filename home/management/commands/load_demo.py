"""Load the demo content."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Refused where DEBUG is off: a real board's site has no use for it."""

    help = "Loads the demo content, with users whose passwords are printed once. Running it again starts afresh."

    def add_arguments(self, parser):
        parser.add_argument(
            "--address-only",
            action="store_true",
            help="Only give the Site the address in BASE_URL, which may have another port today.",
        )

    def handle(self, *args, **options):
        """Load and print the sign-ins; raises ``CommandError`` where the demo does not belong."""
        if not settings.DEBUG:
            raise CommandError("The demo content is for development: it is not loaded where DEBUG is off.")
        try:
            # The demo's PDFs need a library that a public site does not.
            from home.demo import loader  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise CommandError(f"{error.name} is missing: install requirements-dev.txt.") from error
        if options["address_only"]:
            loader.set_site_address()
            return
        try:
            passwords = loader.load(report=lambda line: self.stdout.write(f"  {line}"))
        except loader.ForeignContentError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n  Sign in at /admin/ as one of these. The passwords are not shown again.\n\n")
        for username, password in passwords.items():
            self.stdout.write(f"    {username:<10} {password}")
        self.stdout.write("")
