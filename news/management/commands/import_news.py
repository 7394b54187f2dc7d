"""``manage.py import_news``: the board's old news list becomes drafts."""

import logging
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import Error as DatabaseError
from tqdm import tqdm

from board.commands import SiteCommand
from board.textfiles import TextFileError, read_text
from news.importer.details import read_details
from news.importer.drafts import PlannedDraft, news_index, plan, save
from news.importer.parser import parse_list
from news.importer.summary_table import lay_out
from news.models import NewsIndexPage


def count(number: int, what: str) -> str:
    """Return a number of things in words, such as ``1 draft`` or ``2 drafts``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def one_line(error: Exception) -> str:
    """Return what an error says as one line: databases add details on more, and cells may hold several."""
    return " ".join(str(error).split())


@contextmanager
def without_log_lines(*, is_quiet: bool) -> Iterator[None]:
    """Keep Wagtail's two log lines per saved page from breaking up the bar; the pages' history holds the same."""
    logger = logging.getLogger("wagtail")
    level = logger.level
    if is_quiet:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


class Command(SiteCommand):
    """Make a draft of each item of the old "Latest News" list; see docs/importing-news.md."""

    help = "Make a draft of each item of the board’s old “Latest News” list, and say what each still lacks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the list, as plain text")
        parser.add_argument("--details", type=Path, metavar="CSV", help="a table with title, date and old_address")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Import the list, and print how it was read and what each item lacks.

        Raises ``CommandError`` with one line where the files cannot be read, and nothing is written then; and after
        the report where the database did not take every item.
        """
        try:
            with without_log_lines(is_quiet=options["verbosity"] <= 1):
                drafts = self.run_import(options["file"], options["details"], is_dry_run=options["dry_run"])
        except (TextFileError, NewsIndexPage.DoesNotExist) as error:
            raise CommandError(one_line(error)) from error
        except (DatabaseError, OSError) as error:
            message = f"Nothing was imported: the site’s data could not be used ({one_line(error)})."
            raise CommandError(message) from error
        self.report(drafts, is_dry_run=options["dry_run"])
        if failed := [draft for draft in drafts if draft.failure]:
            raise CommandError(
                f"{count(len(failed), 'item')} of {len(drafts)} could not be saved ({failed[0].failure}). The others "
                "are complete. Put that right and run the command again: it leaves alone what is here."
            )

    def run_import(self, file: Path, details_file: Path | None, *, is_dry_run: bool) -> list[PlannedDraft]:
        """Return the drafts of the list, saved unless this is a dry run. Raises ``TextFileError``."""
        text = read_text(file)
        parsed = parse_list(text.text, text.name)
        notes = [*text.notes, *parsed.notes]
        details = {}
        if details_file:
            table = read_details(read_text(details_file), [item.heading for item in parsed.items])
            details, notes = table.details, [*notes, *table.notes]
        for note in notes:
            self.stdout.write(note)
        index = news_index()
        drafts = plan(index, parsed.items, details)
        to_save = sum(draft.is_new or draft.is_filled for draft in drafts)
        if not is_dry_run and to_save:
            # ``disable=None``: no bar where the output is no terminal.
            with tqdm(total=to_save, unit="item", file=sys.stderr, disable=None) as bar:
                save(index, drafts, bar.update)
        return drafts

    def report(self, drafts: list[PlannedDraft], *, is_dry_run: bool) -> None:
        """Print the table of what is missing and how many drafts were made."""
        new = sum(draft.is_new and not draft.failure for draft in drafts)
        filled = sum(draft.is_filled and not draft.failure for draft in drafts)
        here = sum(not draft.is_new for draft in drafts)
        self.stdout.write(lay_out((draft.page.title, draft.to_complete) for draft in drafts))
        self.stdout.write("")
        would_be = "would be " if is_dry_run else ""
        were = "was" if here == 1 else "were"
        self.stdout.write(f"{count(new, 'draft')} {would_be}made, {here} {were} here already.")
        if filled:
            self.stdout.write(f"{count(filled, 'earlier draft')} {would_be}filled in from the table of details.")
