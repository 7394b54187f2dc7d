"""``manage.py import_old_addresses``: make redirects from a table of old and new addresses."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import Error as DatabaseError
from wagtail.models import Site

from board.commands import SiteCommand
from board.redirects.address_table import read_table
from board.redirects.import_plan import CHANGED, ERROR, MADE, THERE, PlannedRow, carry_out, plan
from board.textfiles import TextFileError, read_text


def find_site(hostname: str | None) -> Site:
    """Return the Site of a host name, or the default Site without one. Raises ``CommandError``."""
    sites = Site.objects.filter(hostname=hostname) if hostname else Site.objects.filter(is_default_site=True)
    site = sites.select_related("root_page").order_by("-is_default_site", "port", "pk").first()
    if site is None:
        known = ", ".join(Site.objects.values_list("hostname", flat=True))
        raise CommandError(f"There is no such site. Sites in Settings → Sites: {known or 'none'}.")
    return site


class Command(SiteCommand):
    """Make redirects from a table with the columns old and new; see docs/importing-news.md."""

    help = "Make permanent redirects from a CSV table with the columns old and new: all of them, or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV table whose first line is old,new")
        parser.add_argument("--site", metavar="HOSTNAME", help="the site that had these addresses; else the default")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report on every row; raise ``CommandError``, with nothing written, where any has an error."""
        try:
            file = read_text(options["file"])
            table = read_table(file.text, file.name)
            for note in filter(None, [*file.notes, table.interpretation]):
                self.stdout.write(note)
            site = find_site(options["site"])
            planned_rows = carry_out(site, plan(site, table.rows), is_dry_run=options["dry_run"])
            for planned in planned_rows:
                self.stdout.write(self.line_for(planned))
            errors = sum(planned.action == ERROR for planned in planned_rows)
            if errors:
                raise CommandError(f"{errors} of {len(table.rows)} lines can’t be used. Nothing was written.")
        except TextFileError as error:
            raise CommandError(" ".join(str(error).split())) from error
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"Nothing was written: the site’s data could not be used ({reason}).") from error
        self.stdout.write(self.summary(planned_rows, is_dry_run=options["dry_run"]))

    @staticmethod
    def line_for(planned: PlannedRow) -> str:
        """Return a row's line of the report."""
        row, reason = planned.row, f" ({planned.reason})" if planned.reason else ""
        if planned.action == ERROR:
            return f"line {row.line}: error: {planned.reason}"
        return f"line {row.line}: {planned.action}{reason}: {row.old} → {row.new}"

    @staticmethod
    def summary(planned_rows: list[PlannedRow], *, is_dry_run: bool) -> str:
        """Return how many redirects were made, changed and there already."""
        counts = {
            action: sum(planned.action == action for planned in planned_rows) for action in (MADE, CHANGED, THERE)
        }
        start = "A dry run, nothing was written: " if is_dry_run else ""
        return start + ", ".join(f"{count} {action}" for action, count in counts.items()) + "."
