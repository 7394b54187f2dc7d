"""``manage.py import_old_addresses``: a table of old and new addresses becomes redirects."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from wagtail.models import Site

from board.redirects.plan import CHANGED, ERROR, MADE, THERE, Outcome, plan, save
from board.redirects.table import read_rows
from board.textfiles import TextFileError, read_text


def site_called(hostname: str | None) -> Site:
    """Return the Site of a hostname, the default one where none is given. Raises ``CommandError``."""
    sites = Site.objects.filter(hostname=hostname) if hostname else Site.objects.filter(is_default_site=True)
    site = sites.select_related("root_page").order_by("-is_default_site", "port").first()
    if site is None:
        known = ", ".join(Site.objects.values_list("hostname", flat=True))
        raise CommandError(f"There is no such site. Sites in Settings → Sites: {known or 'none'}.")
    return site


class Command(BaseCommand):
    """Make redirects from a table with the columns old and new; see docs/importing-news.md."""

    help = "Make permanent redirects from a CSV table with the columns old and new: all of them, or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the table, the Site and whether to write at all."""
        parser.add_argument("file", type=Path, help="a CSV table in UTF-8 whose first line is old,new")
        parser.add_argument("--site", metavar="HOSTNAME", help="the site that had these addresses; else the default")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report on every row; raise ``CommandError``, with nothing written, where one of them is wrong."""
        try:
            rows = read_rows(read_text(options["file"]), options["file"].name)
            outcomes = plan(site_called(options["site"]), rows)
            for outcome in outcomes:
                self.stdout.write(self.line_for(outcome))
            errors = sum(outcome.what == ERROR for outcome in outcomes)
            if errors:
                raise CommandError(f"{errors} of {len(rows)} lines can’t be used. Nothing was written.")
            if not options["dry_run"]:
                save(outcomes)
        except TextFileError as error:
            raise CommandError(" ".join(str(error).split())) from error
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"Nothing was written: the site’s data could not be used ({reason}).") from error
        self.stdout.write(self.summary(outcomes, is_dry_run=options["dry_run"]))

    @staticmethod
    def line_for(outcome: Outcome) -> str:
        """Return a row's line of the report."""
        row, why = outcome.row, f" ({outcome.why})" if outcome.why else ""
        if outcome.what == ERROR:
            return f"line {row.line}: error: {outcome.why}"
        return f"line {row.line}: {outcome.what}{why}: {row.old} → {row.new}"

    @staticmethod
    def summary(outcomes: list[Outcome], *, is_dry_run: bool) -> str:
        """Return how many redirects were made, changed and there already."""
        numbers = {what: sum(outcome.what == what for outcome in outcomes) for what in (MADE, CHANGED, THERE)}
        start = "A dry run, nothing was written: " if is_dry_run else ""
        return start + ", ".join(f"{number} {what}" for what, number in numbers.items()) + "."
