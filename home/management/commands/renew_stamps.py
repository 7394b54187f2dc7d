"""The page cache's ``renew_stamps``, on a site's own database."""

from board.commands import SiteCommand
from board.engines.pagecache.management.commands import renew_stamps


class Command(SiteCommand, renew_stamps.Command):
    pass
