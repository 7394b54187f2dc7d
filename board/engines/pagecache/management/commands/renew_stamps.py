"""Let every process read anew what it holds in memory."""

from django.core.cache import caches
from django.core.management.base import BaseCommand

from board.engines.pagecache.named_versions import NAMED_VERSION_MEMOS, renew_version


class Command(BaseCommand):
    """``manage.py renew_stamps``: safe to run at any time, and twice."""

    help = "Let every process read anew what it remembers; needed only after rows were written past the site."

    def handle(self, *args, **options) -> None:
        names = sorted({memo.name for memo in NAMED_VERSION_MEMOS})
        for name in names:
            renew_version(name)
        # What several hosts share there may be from before a restore, or from before it was away.
        caches["default"].clear()
        self.stdout.write(f"Renewed: {', '.join(names)}.")
