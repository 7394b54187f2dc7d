"""Management commands that act on a site which is there already."""

from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class SiteCommand(BaseCommand):
    """
    A command that is refused where there is no site: no database, an empty one, or one that waits for migrations.

    A scheduler gives its commands an environment of their own. Without the site's variables they would run under the
    development settings, on a new and empty SQLite database, and have nothing to do there.
    """

    def run_from_argv(self, argv: list[str]) -> None:
        """Run from the command line, where the database is looked at first."""
        self.requires_migrations_checks = True
        super().run_from_argv(argv)

    def check_migrations(self) -> None:
        """Raise ``CommandError`` where the database is not that of a site; name it under the development settings."""
        name = str(connection.settings_dict["NAME"])
        # To connect would make the file.
        if connection.vendor == "sqlite" and not Path(name).exists():
            self.refuse(f"there is no SQLite database {name}")
        try:
            executor = MigrationExecutor(connection)
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            self.refuse(f"the database {name} does not answer ({str(error).strip()})")
        if not executor.loader.applied_migrations:
            self.refuse(f"the database {name} is empty")
        if waiting:
            self.refuse(f"the database {name} waits for {len(waiting)} migrations (manage.py migrate)")
        if settings.DEBUG:
            self.stderr.write(f"Under the development settings, on the database {name}.")

    def refuse(self, reason: str) -> NoReturn:
        """Raise ``CommandError`` with a reason and what to set."""
        raise CommandError(
            f"Nothing was done: {reason}. The settings are {settings.SETTINGS_MODULE}. On the machine of a real site "
            "give this command the site’s variables, DJANGO_SETTINGS_MODULE=board.settings.production among them "
            "(docs/operations.md)."
        )
