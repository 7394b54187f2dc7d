"""Read the dates of events from the live pages anew."""

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from board.basepage.models import BasePage
from board.events.index import index_page


class Command(BaseCommand):
    """``manage.py rebuild_event_dates``: safe to run at any time, and twice."""

    help = "Read the dates of events from the live pages anew; needed only after rows were written past the site."

    def handle(self, *args, **options) -> None:
        """Index every page and say how many were out of date."""
        pages = BasePage._base_manager.order_by("pk")
        changed = 0
        for page in tqdm(pages.iterator(), total=pages.count(), unit="page", disable=None):
            with transaction.atomic():
                changed += index_page(page.specific)
        self.stdout.write(
            f"{changed} page{'' if changed == 1 else 's'} had other dates." if changed else "All was right."
        )
