"""What the site does before its migrations are unapplied."""

from collections.abc import Iterable

from django.core.management.base import CommandError
from django.db.migrations import Migration

# What only people make. Of the pages and Sites ``home.0002_start`` makes these many itself.
CONTENT = {
    "basepage.BasePage": 4,
    "wagtailcore.Site": 1,
    "wagtailcore.Revision": 0,
    "wagtailcore.PageLogEntry": 0,
    "wagtailcore.ModelLogEntry": 0,
    "media.BoardDocument": 0,
    "media.BoardImage": 0,
}
PACKAGES = {"board", "home", "news", "resources", "search"}
START = ("home", "0002_start")


def is_ours(migration: Migration) -> bool:
    """Return whether a migration is of the site's own apps."""
    return type(migration).__module__.partition(".")[0] in PACKAGES


def removes_what_the_site_stands_on(migration: Migration) -> bool:
    """Return whether to unapply a migration removes an app's tables, or the pages that a new site begins with."""
    return is_ours(migration) and (bool(migration.initial) or (migration.app_label, migration.name) == START)


def refuse_to_remove_content(plan: Iterable[tuple[Migration, bool]], apps, using: str, **kwargs) -> None:
    """
    Raise ``CommandError`` before ``migrate APP zero`` has removed anything, where it would remove what people made.

    A migration alone would refuse too late: those that are unapplied before it have gone by then.
    """
    unapplied = [migration for migration, backwards in plan if backwards]
    if not any(map(removes_what_the_site_stands_on, unapplied)):
        return
    if not all(map(is_ours, unapplied)):
        raise CommandError(
            "Wagtail’s own tables stand on this app, and not all of its migrations can be unapplied. To begin anew, "
            "drop the database. Nothing has been changed."
        )
    for model in apps.get_models():
        at_first = CONTENT.get(model._meta.label)
        if at_first is not None and model._base_manager.using(using).count() > at_first:
            raise CommandError(
                f"There is content that this would remove ({model._meta.verbose_name_plural}). Migrations delete "
                "nothing that people made: keep a copy of the database and drop it, or go back to a copy from before "
                "an update. Nothing has been changed."
            )
