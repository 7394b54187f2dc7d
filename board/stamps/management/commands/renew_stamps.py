"""Let every process read anew what it remembers."""

from django.core.management.base import BaseCommand

from board.stamps.changes import note_change
from board.stamps.memory import MEMORIES


class Command(BaseCommand):
    """``manage.py renew_stamps``: safe to run at any time, and twice."""

    help = "Let every process read anew what it remembers; needed only after rows were written past the site."

    def handle(self, *args, **options) -> None:
        """Renew each stamp and name them."""
        names = sorted({memory.name for memory in MEMORIES})
        for name in names:
            note_change(name)
        self.stdout.write(f"Renewed: {', '.join(names)}.")
